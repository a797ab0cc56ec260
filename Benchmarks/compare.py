#!/usr/bin/env python3
"""Compares modnn-sim-benchmark with hand-written C++ loops (and other peers, if built) on the same workloads.

Runs are interleaved, so that a noisy machine disturbs all alike; figures are CPU time, medians over REPETITIONS.
usage: compare.py OURS BUILD_FOLDER [PYTHON]   prints Markdown tables
"""
import os
import platform
import re
import statistics
import subprocess
import sys

ours, build = sys.argv[1:3]
python = sys.argv[3] if len(sys.argv) > 3 else None
repetitions = int(os.environ.get("REPETITIONS", "5"))
peers_source = os.environ["PEERS"]

workloads = [
    ("hold", "1000"), ("hold", "100000"), ("hold", "1000000"), ("phold", "5000000"), ("mm1", "1000000"),
    ("shared-link", "100000"), ("shared-link-jitter", "20000"),
    ("task-dag", "4:20000"), ("task-dag", "64:1000"), ("task-dag", "1024:50"),
]
simgrid = ["--cfg=network/model:CM02", "--cfg=network/crosstraffic:0", "--log=root.thresh:warning"]
tools = {
    "modnn-sim": lambda w, s: [ours, w, s],
    "std::priority_queue": lambda w, s: [f"{build}/cpp", w, s, "stdpq"],
    "4-ary heap": lambda w, s: [f"{build}/cpp", w, s, "4ary"],
}
slow = {}
if os.path.exists(f"{build}/simgrid"):
    slow["SimGrid"] = lambda w, s: [f"{build}/simgrid", w, s, *simgrid]
if python and subprocess.run([python, "-c", "import simpy"], capture_output=True).returncode == 0:
    slow["SimPy"] = lambda w, s: [python, f"{peers_source}/simpy/bench.py", w, s]
# Their own, smaller sizes: times an event are compared.
slow_sizes = {"SimGrid": ("task-dag", "64:50"), "SimPy": ("task-dag", "64:4")}


def run(command):
    """Nanoseconds of CPU time an event, and the check value."""
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    match = re.search(r"RESULT events=(\d+) wall=\S+ cpu=(\S+) check=(\S+)", output)
    return float(match[2]) / int(match[1]) * 1e9, float(match[3])


results = {}
for _ in range(repetitions):
    for workload, size in workloads:
        for name, command in tools.items():
            results.setdefault((workload, size, name), []).append(run(command(workload, size)))
    for name, command in slow.items():
        results.setdefault((*slow_sizes[name], name), []).append(run(command(*slow_sizes[name])))


def median(workload, size, name):
    return statistics.median(value for value, _ in results[(workload, size, name)])


def spread(workload, size, name):
    values = [value for value, _ in results[(workload, size, name)]]
    return f"{statistics.median(values):.1f} ({min(values):.1f}-{max(values):.1f})"


print(f"{platform.platform()}, medians of {repetitions} interleaved runs, CPU ns an event (least-most)\n")
print("| workload | size | modnn-sim | std::priority_queue | 4-ary heap | ratio to std | ratio to 4-ary | check ours / C++ |")
print("|---|---|--:|--:|--:|--:|--:|---|")
for workload, size in workloads:
    mine = median(workload, size, "modnn-sim")
    cells = [spread(workload, size, name) for name in tools]
    ratios = [f"{median(workload, size, name) / mine:.2f}" for name in list(tools)[1:]]
    checks = [f"{results[(workload, size, name)][0][1]:.6g}" for name in list(tools)[:2]]
    print(f"| {workload} | {size} | {' | '.join(cells)} | {' | '.join(ratios)} | {' / '.join(checks)} |")

if slow:
    print("\n| peer | task-dag | CPU ns an event | modnn-sim is faster by |")
    print("|---|---|--:|--:|")
    for name in slow:
        workload, size = slow_sizes[name]
        print(
            f"| {name} | {size} | {spread(workload, size, name)} "
            f"| {median(workload, size, name) / median('task-dag', '64:1000', 'modnn-sim'):.0f} x |")

print("\n| devices | operations | CPU s | us an operation |")
print("|--:|--:|--:|--:|")
for devices in ["10", "100", "1000", "10000"]:
    outputs = []
    for _ in range(3):
        output = subprocess.run([ours, "scale", devices], capture_output=True, text=True, check=True).stdout
        match = re.search(r"events=(\d+) wall=\S+ cpu=(\S+)", output)
        outputs.append((float(match[2]), int(match[1])))
    cpu, events = sorted(outputs)[1]
    print(f"| {devices} | {events} | {cpu:.3f} | {cpu / events * 1e6:.1f} |")

runs = 20000
rates = [run([ours, "scenario", str(runs)]) for _ in range(repetitions)]
output = subprocess.run([ours, "scenario", str(runs)], capture_output=True, text=True, check=True).stdout
operations = int(re.search(r"events=(\d+)", output)[1]) / runs
per_run = statistics.median(value for value, _ in rates) * operations
print(f"\nMain job (VGG-16, 4 devices, BODP, {operations:.0f} operations): {1e9 / per_run:,.0f} runs/s on one core")
