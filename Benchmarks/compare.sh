#!/usr/bin/env bash
# Builds the benchmark and the peers' programs and prints the ratio tables from one run, on CPU time.
#   PEERS   folder of the peers' programs (cpp/bench.cpp, simgrid/bench.cpp, simpy/bench.py)
#   REPETITIONS   default 5
# SimGrid (libsimgrid-dev) and SimPy (pip) are used if they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
export PEERS=${PEERS:-../shared/peers/des}
[ -f "$PEERS/cpp/bench.cpp" ] || { echo "no $PEERS/cpp/bench.cpp: set PEERS" >&2; exit 66; }
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

swift build -c release --product modnn-sim-benchmark >&2
${CXX:-g++} -O3 -march=native -std=c++17 "$PEERS/cpp/bench.cpp" -o "$build/cpp"
${CXX:-g++} -O2 -std=c++17 "$PEERS/simgrid/bench.cpp" -o "$build/simgrid" -lsimgrid 2> /dev/null ||
    echo "SimGrid left out: libsimgrid-dev is not installed" >&2

{ ${CXX:-g++} --version | head -1; swift --version 2> /dev/null | head -1; grep -m1 'model name' /proc/cpuinfo 2> /dev/null || true; } |
    sed 's/^/- /'
python3 Benchmarks/compare.py .build/release/modnn-sim-benchmark "$build" python3
