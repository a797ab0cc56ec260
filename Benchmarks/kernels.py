#!/usr/bin/env python3
"""Times the package's kernels and those of other libraries in turn and prints a table of medians and ratios.

Every round measures every tool once, one after the other, so that a machine that others use too slows all of them down
alike; the table shows the median of the rounds. With one thread the clock is the process's CPU time, with more the wall
clock. Operations count as those of the direct algorithm, so that a faster algorithm may exceed the machine's peak.
"""
import argparse
import importlib.metadata
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import time

VGG = [("conv1_1", 3, 64, 224), ("conv1_2", 64, 64, 224), ("conv2_1", 64, 128, 112), ("conv2_2", 128, 128, 112),
       ("conv3_1", 128, 256, 56), ("conv3_2", 256, 256, 56), ("conv4_1", 256, 512, 28), ("conv4_2", 512, 512, 28),
       ("conv5_1", 512, 512, 14)]
VGG_NETWORK = VGG[:6] + [VGG[5]] + VGG[6:8] + [VGG[7]] + [VGG[8]] * 3
POOL_AFTER = (1, 3, 6, 9, 12)
DENSE = [(25088, 4096), (4096, 4096), (4096, 1000)]
CONV1D = [("c15k15w60000s51d8", 15, 15, 60000, 51, 8), ("c15k15w60000s5d1", 15, 15, 60000, 5, 1),
          ("c64k64w5000s5d1", 64, 64, 5000, 5, 1), ("c64k64w5000s5d4", 64, 64, 5000, 5, 4),
          ("c32k32w20000s15d4", 32, 32, 20000, 15, 4)]
DENSITIES = [0.04, 0.10, 0.30]
GROUPS = ["sgemm", "vgg", "vggnet", "conv1d", "fc", "csr"]


def random(np, *shape):
    generator = np.random.default_rng(sum(shape))
    return (generator.random(shape, dtype=np.float32) - np.float32(0.5)) * np.float32(0.1)


def sparse(np, rows, columns, density):
    """Values, columns and row pointers; every row spreads its elements evenly."""
    generator = np.random.default_rng(3)
    count = int(columns * density)
    step = columns / count
    indices = (np.arange(count)[None, :] * step + generator.random((rows, count)) * step).astype(np.int32)
    return (generator.random(rows * count, dtype=np.float32), np.minimum(indices, columns - 1).reshape(-1),
            np.arange(rows + 1, dtype=np.int32) * count)


class Measuring:
    def __init__(self, threads, budget):
        self.threads, self.budget = threads, budget
        self.clock = time.process_time if threads == 1 else time.perf_counter

    def __call__(self, workload, body):
        body()
        begin = self.clock()
        body()
        one = max(self.clock() - begin, 1e-7)
        inner = max(1, int(0.02 / one))
        samples = []
        for _ in range(max(3, min(15, int(self.budget / (one * inner))))):
            begin = self.clock()
            for _ in range(inner):
                body()
            samples.append((self.clock() - begin) / inner)
        print(f"{workload} {statistics.median(samples) * 1e3:.6g}", flush=True)


def run_numpy(measure, groups):
    import numpy as np
    if "sgemm" in groups:
        for n in (512, 1024, 2048):
            a, b, c = random(np, n, n), random(np, n, n), np.empty((n, n), np.float32)
            measure(f"sgemm_{n}", lambda: np.matmul(a, b, out=c))
    if "fc" in groups:
        for inputs, outputs in DENSE:
            w, x = random(np, outputs, inputs), random(np, inputs)
            measure(f"fc_{inputs}x{outputs}", lambda: w @ x)


def run_scipy(measure, groups):
    import numpy as np
    import scipy.sparse
    if "csr" in groups and measure.threads == 1:
        inputs, outputs = DENSE[0]
        for density in DENSITIES:
            m, x = scipy.sparse.csr_matrix(sparse(np, outputs, inputs, density), shape=(outputs, inputs)), random(np, inputs)
            measure(f"csr_d{int(density * 100)}", lambda: m @ x)


def run_torch(measure, groups):
    import numpy as np
    import torch
    functional = torch.nn.functional
    torch.set_num_threads(measure.threads)
    torch.set_grad_enabled(False)

    def tensor(*shape):
        return torch.from_numpy(random(np, *shape))

    if "sgemm" in groups:
        for n in (512, 1024, 2048):
            a, b, c = tensor(n, n), tensor(n, n), torch.empty(n, n)
            measure(f"sgemm_{n}", lambda: torch.mm(a, b, out=c))
    if "vgg" in groups:
        for name, c, k, side in VGG:
            x, w, b = tensor(1, c, side, side), tensor(k, c, 3, 3), tensor(k)
            measure(f"vgg_{name}", lambda: functional.conv2d(x, w, b, padding=1))
    if "vggnet" in groups:
        layers = []
        for index, (_, c, k, _) in enumerate(VGG_NETWORK):
            layers += [torch.nn.Conv2d(c, k, 3, padding=1), torch.nn.ReLU(True)]
            if index in POOL_AFTER:
                layers.append(torch.nn.MaxPool2d(2))
        layers.append(torch.nn.Flatten())
        for index, (inputs, outputs) in enumerate(DENSE):
            layers += [torch.nn.Linear(inputs, outputs)] + ([torch.nn.ReLU(True)] if index < 2 else [])
        network, x = torch.nn.Sequential(*layers).eval(), tensor(1, 3, 224, 224)
        measure("vgg16", lambda: network(x))
    if "fc" in groups:
        for inputs, outputs in DENSE:
            w, x = tensor(outputs, inputs), tensor(1, inputs)
            measure(f"fc_{inputs}x{outputs}", lambda: functional.linear(x, w))
    if "csr" in groups:
        inputs, outputs = DENSE[0]
        for density in DENSITIES:
            values, columns, pointers = sparse(np, outputs, inputs, density)
            m = torch.sparse_csr_tensor(
                torch.from_numpy(pointers), torch.from_numpy(columns), torch.from_numpy(values), size=(outputs, inputs))
            x = tensor(inputs)
            measure(f"csr_d{int(density * 100)}", lambda: m @ x)
    if "conv1d" in groups:
        for name, c, k, width, taps, dilation in CONV1D:
            x, w = tensor(1, c, width), tensor(k, c, taps)
            measure(f"conv1d_{name}", lambda: functional.conv1d(x, w, padding=dilation * (taps - 1) // 2, dilation=dilation))


def onnx_model(nodes, weights, shape):
    from onnx import TensorProto, helper, numpy_helper
    graph = helper.make_graph(
        [helper.make_node(kind, inputs, outputs, **attributes) for kind, inputs, outputs, attributes in nodes], "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(nodes[-1][2][0], TensorProto.FLOAT, None)],
        [numpy_helper.from_array(values, name) for name, values in weights])
    opset = helper.make_opsetid("", 17)
    return helper.make_model(graph, opset_imports=[opset], ir_version=8).SerializeToString()


def convolution_model(np, c, k, spatial, kernel, padding, dilation):
    directions = len(spatial)
    attributes = {"kernel_shape": [kernel] * directions, "pads": [padding] * 2 * directions,
                  "dilations": [dilation] * directions}
    return onnx_model([("Conv", ["x", "w", "b"], ["y"], attributes)],
                      [("w", random(np, k, c, *[kernel] * directions)), ("b", random(np, k))], [1, c, *spatial])


def product_model(np, m, k, n):
    return onnx_model([("MatMul", ["x", "w"], ["y"], {})], [("w", random(np, k, n))], [m, k])


def vgg_model(np):
    nodes, weights, current = [], [], "x"
    for index, (_, c, k, _) in enumerate(VGG_NETWORK):
        weights += [(f"w{index}", random(np, k, c, 3, 3)), (f"b{index}", random(np, k))]
        nodes += [("Conv", [current, f"w{index}", f"b{index}"], [f"c{index}"], {"kernel_shape": [3, 3], "pads": [1] * 4}),
                  ("Relu", [f"c{index}"], [f"r{index}"], {})]
        current = f"r{index}"
        if index in POOL_AFTER:
            nodes.append(("MaxPool", [current], [f"p{index}"], {"kernel_shape": [2, 2], "strides": [2, 2]}))
            current = f"p{index}"
    nodes.append(("Flatten", [current], ["flat"], {}))
    current = "flat"
    for index, (inputs, outputs) in enumerate(DENSE):
        weights += [(f"fw{index}", random(np, outputs, inputs)), (f"fb{index}", random(np, outputs))]
        nodes.append(("Gemm", [current, f"fw{index}", f"fb{index}"], [f"f{index}"], {"transB": 1}))
        current = f"f{index}"
        if index < 2:
            nodes.append(("Relu", [current], [current + "r"], {}))
            current += "r"
    return onnx_model(nodes, weights, [1, 3, 224, 224])


def run_graphs(measure, groups, load):
    """`load` turns a model and the shape of its input into a function that runs it."""
    import numpy as np
    if "sgemm" in groups:
        for n in (512, 1024, 2048):
            measure(f"sgemm_{n}", load(product_model(np, n, n, n), (n, n)))
    if "vgg" in groups:
        for name, c, k, side in VGG:
            measure(f"vgg_{name}", load(convolution_model(np, c, k, (side, side), 3, 1, 1), (1, c, side, side)))
    if "vggnet" in groups:
        measure("vgg16", load(vgg_model(np), (1, 3, 224, 224)))
    if "fc" in groups:
        for inputs, outputs in DENSE:
            measure(f"fc_{inputs}x{outputs}", load(product_model(np, 1, inputs, outputs), (1, inputs)))
    if "conv1d" in groups:
        for name, c, k, width, taps, dilation in CONV1D:
            model = convolution_model(np, c, k, (width,), taps, dilation * (taps - 1) // 2, dilation)
            measure(f"conv1d_{name}", load(model, (1, c, width)))


def run_onnxruntime(measure, groups):
    import numpy as np
    import onnxruntime

    def load(model, shape):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = measure.threads, 1
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        x = random(np, *shape)
        return lambda: session.run(None, {"x": x})

    run_graphs(measure, groups, load)


def run_openvino(measure, groups):
    import numpy as np
    import openvino
    core = openvino.Core()

    def load(model, shape):
        settings = {"INFERENCE_NUM_THREADS": measure.threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32",
                    "ENABLE_CPU_PINNING": False}
        request = core.compile_model(core.read_model(model, b""), "CPU", settings).create_infer_request()
        x = random(np, *shape)
        request.set_input_tensor(openvino.Tensor(x, shared_memory=True))
        return request.infer

    run_graphs(measure, groups, load)


def run_ncnn(measure, groups):
    import tempfile
    import ncnn
    import numpy as np
    folder = tempfile.TemporaryDirectory()

    def load(layers, shape, weights):
        parameters, values = os.path.join(folder.name, "net.param"), os.path.join(folder.name, "net.bin")
        with open(parameters, "w") as file:
            count = len(layers) + 1
            file.write(f"7767517\n{count} {count}\nInput in 0 1 x\n" + "\n".join(layers) + "\n")
        with open(values, "wb") as file:
            for kind, array in weights:
                # A tag in front of weights: float32.
                file.write((b"\0\0\0\0" if kind == "weight" else b"") + array.tobytes())
        net = ncnn.Net()
        net.opt.num_threads = measure.threads
        for option in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage"):
            setattr(net.opt, option, False)
        net.load_param(parameters)
        net.load_model(values)
        x, last = random(np, *shape), layers[-1].split()[5]

        def body():
            extractor = net.create_extractor()
            extractor.input("x", ncnn.Mat(x))
            assert extractor.extract(last)[0] == 0
        body.net = net
        return body

    def linear(*shape):
        return [("weight", random(np, *shape)), ("bias", random(np, shape[0]))]

    if "vgg" in groups:
        for name, c, k, side in VGG:
            layer = f"Convolution c 1 1 x y 0={k} 1=3 4=1 5=1 6={k * c * 9}"
            measure(f"vgg_{name}", load([layer], (c, side, side), linear(k, c, 3, 3)))
    if "fc" in groups:
        for inputs, outputs in DENSE:
            layer = f"InnerProduct f 1 1 x y 0={outputs} 1=1 2={inputs * outputs}"
            measure(f"fc_{inputs}x{outputs}", load([layer], (inputs,), linear(outputs, inputs)))
    if "conv1d" in groups:
        for name, c, k, width, taps, dilation in CONV1D:
            layer = f"Convolution1D c 1 1 x y 0={k} 1={taps} 2={dilation} 4={dilation * (taps - 1) // 2} 5=1 6={k * c * taps}"
            measure(f"conv1d_{name}", load([layer], (c, width), linear(k, c, taps)))
    if "vggnet" in groups:
        layers, weights, current = [], [], "x"
        for index, (_, c, k, _) in enumerate(VGG_NETWORK):
            layers.append(f"Convolution c{index} 1 1 {current} c{index} 0={k} 1=3 4=1 5=1 6={k * c * 9} 9=1")
            current = f"c{index}"
            weights += linear(k, c, 3, 3)
            if index in POOL_AFTER:
                layers.append(f"Pooling p{index} 1 1 {current} p{index} 0=0 1=2 2=2")
                current = f"p{index}"
        for index, (inputs, outputs) in enumerate(DENSE):
            activation = " 9=1" if index < 2 else ""
            layers.append(f"InnerProduct f{index} 1 1 {current} f{index} 0={outputs} 1=1 2={inputs * outputs}{activation}")
            current = f"f{index}"
            weights += linear(outputs, inputs)
        measure("vgg16", load(layers, (3, 224, 224), weights))


def operations(workload):
    """Of one run, by the direct algorithm."""
    if workload.startswith("sgemm_"):
        return 2 * int(workload[6:]) ** 3
    convolutions = {f"vgg_{name}": 18 * c * k * side * side for name, c, k, side in VGG}
    dense = {f"fc_{i}x{o}": 2 * i * o for i, o in DENSE}
    signals = {f"conv1d_{name}": 2 * c * k * width * taps for name, c, k, width, taps, _ in CONV1D}
    rows = {f"csr_d{int(d * 100)}": 2 * int(DENSE[0][0] * d) * DENSE[0][1] for d in DENSITIES}
    if workload == "vgg16":
        return sum(18 * c * k * side * side for _, c, k, side in VGG_NETWORK) + sum(dense.values())
    return {**convolutions, **dense, **signals, **rows}[workload]


TOOLS = ["ours", "ours-winograd", "numpy", "scipy", "torch", "onnxruntime", "openvino", "ncnn"]


def output_of(tool, arguments):
    """What one process of a tool prints."""
    environment = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = str(arguments.threads)
    if tool.startswith("ours"):
        groups = [g for g in arguments.groups.split(",") if tool == "ours" or g.startswith("vgg")]
        command = [arguments.ours, ",".join(groups), str(arguments.threads),
                   "winograd" if tool.endswith("winograd") else "exact"]
        if not groups:
            return ""
    else:
        command = [sys.executable, os.path.abspath(__file__), "--child", tool, "--threads", str(arguments.threads),
                   "--groups", arguments.groups, "--budget", str(arguments.budget)]
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        print(f"# {tool}: exit code {result.returncode} {result.stderr.strip()[-300:]}", file=sys.stderr)
    return result.stdout


def version_of(tool):
    try:
        return importlib.metadata.version(tool)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def print_heading(tools, arguments):
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        lines = open("/proc/cpuinfo").read().splitlines()
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
        flags = next((line for line in lines if line.startswith("flags")), "").split()
        model += ", " + next((name for name in ("avx512f", "avx2") if name in flags), "no AVX2")
    clock = "processor time" if arguments.threads == 1 else "time of day"
    print(f"{time.strftime('%Y-%m-%d')}, {model}, {platform.system()} {platform.release()}, load {os.getloadavg()[0]:.1f}")
    print(", ".join(f"{tool} {version_of(tool)}" for tool in tools if not tool.startswith("ours")))
    statistic = "best" if arguments.best else "medians"
    print(f"GFLOP/s, {arguments.threads} thread(s), {clock}, {statistic} of {arguments.rounds} rounds\n")
    print("| workload | " + " | ".join(tools) + " | best other | ours / best | least-most |")
    print("|---|" + "--:|" * len(tools) + "---|--:|--:|", flush=True)


def print_rows(times, tools, arguments):
    """GFLOP/s, the ratio to the best other library, and the least and the greatest of that ratio over the rounds."""
    typical = min if arguments.best else statistics.median
    for workload, found in times.items():
        rates = {tool: operations(workload) / typical(found[tool]) / 1e6 for tool in tools if tool in found}
        ours = [tool for tool in rates if tool.startswith("ours")]
        others = [tool for tool in rates if not tool.startswith("ours")]
        cells = [f"{rates[tool]:.1f}" if tool in rates else "" for tool in tools]
        best, ratio, spread = max(others, key=rates.get, default=""), "", ""
        if ours and best:
            mine = max(ours, key=rates.get)
            ratio = f"{rates[mine] / rates[best]:.2f}"
            ratios = [b / a for a, b in zip(found[mine], found[best])]
            spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        print(f"| {workload} | " + " | ".join(cells) + f" | {best} | {ratio} | {spread} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", help="the executable that measures this package")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--groups", default=",".join(GROUPS))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--best", action="store_true", help="the best of the rounds instead of their median")
    parser.add_argument("--budget", type=float, default=1.5, help="seconds for a workload in a round")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        globals()["run_" + arguments.child](
            Measuring(arguments.threads, arguments.budget), arguments.groups.split(","))
        return
    tools = [tool for tool in arguments.tools.split(",")
             if tool.startswith("ours") or importlib.util.find_spec(tool) is not None]
    print_heading(tools, arguments)
    for group in arguments.groups.split(","):
        arguments.groups, times = group, {}
        for _ in range(arguments.rounds):
            for tool in tools:
                for line in output_of(tool, arguments).splitlines():
                    workload, milliseconds = line.split()
                    times.setdefault(workload, {}).setdefault(tool, []).append(float(milliseconds))
        print_rows(times, tools, arguments)


if __name__ == "__main__":
    main()
