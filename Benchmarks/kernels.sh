#!/bin/sh
# Prints this package's kernels beside numpy, scipy, torch, onnxruntime, openvino and ncnn, measured in turn on this
# machine in one run.
#   usage: Benchmarks/kernels.sh [OPTIONS OF kernels.py]      for instance --threads 2 --groups sgemm,vggnet --rounds 5
# PYTHON names the interpreter; libraries that it lacks are left out:
#   python3 -m venv VENV && VENV/bin/pip install numpy scipy onnx onnxruntime openvino ncnn torch
#   PYTHON=VENV/bin/python Benchmarks/kernels.sh
set -eu
cd "$(dirname "$0")/.."
swift build -c release --product modnn-sim-kernel-benchmark >&2
exec "${PYTHON:-python3}" Benchmarks/kernels.py --ours "$(swift build -c release --show-bin-path)/modnn-sim-kernel-benchmark" "$@"
