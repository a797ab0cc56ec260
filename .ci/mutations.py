#!/usr/bin/env python3
"""Damages the shipped scenarios at random and runs each: it must run, or be refused with a place, in bounded time.

    .ci/mutations.py SIMULATOR [--count 10000] [--seed 1] [--seconds 120] [--jobs 2] [NAME ...]

Most mutants have one to three values, keys or elements changed, the others single bytes. Exit 1 if one crashes, hangs or
is refused without saying where.
"""
import argparse
import concurrent.futures
import copy
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

LITERALS = [
    None, True, False, "", "a", "bodp", "best", "1..8", "-1 ms", "1 ms", "5 MB/s", "100 GFLOP/s", "NaN", "../x.json",
    "modnn-vgg16.json", [], [0], [1, 2], {}, {"a": 1}, {"scheme": "best", "density": 1}, {"count": 3}, -1, 0, 1, 2, 3,
    7, 64, 999, 1e6, 2**31, 2**63, 1e300, 0.5, 1e-9, -0.25,
]
UNITS = ["ms", "s", "ns", "MiB", "GiB", "B", "Mbit/s", "kbit/s", "MB/s", "GFLOP/s", "W", "mW", "J", "", "furlong"]


def places(value, path=()):
    """The paths of all values below a document, and of the containers."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from places(child, path + (key,))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def changed(value, draw, pool):
    """A value in place of another: near to it, far from it, or from elsewhere in the scenarios."""
    kind = draw.choice(["near", "near", "elsewhere", "literal"])
    if kind == "near" and isinstance(value, (int, float)) and not isinstance(value, bool):
        scaled = value * draw.choice([-1, 0, 0.1, 0.5, 2, 10, 1000])
        return int(scaled) if isinstance(value, int) else scaled
    if kind == "near" and isinstance(value, str):
        quantity = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?(.*)", value)
        if quantity and draw.random() < 0.7:
            number = float(quantity[1]) * draw.choice([0, 0.001, 0.1, 1, 10, 1000])
            return f"{number:g} {draw.choice(UNITS) if draw.random() < 0.3 else quantity[2]}"
        position = draw.randrange(len(value) + 1)
        return value[:position] + draw.choice("abc.:-10 ") + value[position + 1:]
    if kind == "elsewhere":
        return copy.deepcopy(draw.choice(pool))
    return copy.deepcopy(draw.choice(LITERALS))


def mutant(text, draw, pool, keys):
    if draw.random() < 0.2:
        data = bytearray(text.encode())
        for _ in range(draw.randint(1, 3)):
            position = draw.randrange(len(data))
            kind = draw.randrange(4)
            if kind == 0:
                data[position] = draw.randrange(256)
            elif kind == 1:
                data.insert(position, draw.randrange(256))
            elif kind == 2:
                del data[position:position + draw.randint(1, 8)]
            else:
                del data[position:]
            if not data:
                break
        return bytes(data)
    document = json.loads(text)
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        path = draw.choice(list(places(document))[1:] or [()])
        if not path:
            return json.dumps(draw.choice(LITERALS)).encode()
        container, key = at(document, path[:-1]), path[-1]
        kind = draw.randrange(8)
        if kind == 0:
            del container[key]
        elif kind == 1 and isinstance(container, dict):
            container[draw.choice(keys)] = container.pop(key)
        elif kind == 1:
            container.insert(key, copy.deepcopy(container[key]))
        elif kind == 2 and isinstance(container, dict):
            container[draw.choice(keys)] = changed(container[key], draw, pool)
        else:
            container[key] = changed(container[key], draw, pool)
    return json.dumps(document, indent=2).encode()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("simulator")
    options.add_argument("names", nargs="*")
    options.add_argument("--count", type=int, default=10000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--jobs", type=int, default=2)
    options = options.parse_intermixed_args()
    simulator = str(pathlib.Path(options.simulator).resolve())

    shipped = pathlib.Path(__file__).resolve().parent.parent / "Scenarios"
    originals = {
        path.stem: path.read_text() for path in sorted(shipped.glob("*.json")) if path.stem != "scenario.schema"
    }
    documents = {name: json.loads(text) for name, text in originals.items()}
    pool = [at(document, path) for document in documents.values() for path in list(places(document))[1:]]
    keys = sorted({key for document in documents.values() for path in places(document) for key in path
                   if isinstance(key, str)})
    names = options.names or list(originals)

    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "Scenarios"
        shutil.copytree(shipped, work)

        def run(index):
            name = names[index % len(names)]
            draw = random.Random(f"{options.seed} {index}")
            path = work / f"{name}.mutant-{index}.json"
            path.write_bytes(mutant(originals[name], draw, pool, keys))
            start = time.monotonic()
            try:
                result = subprocess.run(
                    [simulator, "run", path.name, "--quiet"], cwd=work, stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE, timeout=options.seconds)
            except subprocess.TimeoutExpired:
                return name, index, "hangs", options.seconds, "", path.read_bytes()
            seconds = time.monotonic() - start
            message = result.stderr.decode(errors="replace").strip()
            content = path.read_bytes()
            path.unlink()
            # A place is a line and a column, or the path of a key in a file that an option or another file names.
            says_where = re.search(r"\.json:\d+:\d+: ", message)
            if result.returncode == 0:
                outcome = "runs"
            elif result.returncode in (65, 66) and says_where:
                outcome = "refused"
            else:
                outcome = f"exit {result.returncode}"
            return name, index, outcome, seconds, message, content

        counts = {name: {"runs": 0, "refused": 0, "slowest": (0, -1)} for name in names}
        failures = 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as executor:
            for name, index, outcome, seconds, message, content in executor.map(run, range(options.count)):
                count = counts[name]
                count["slowest"] = max(count["slowest"], (seconds, index))
                if outcome in count:
                    count[outcome] += 1
                    continue
                failures += 1
                print(f"{name} {index}: {outcome}: {message}\n{content.decode(errors='replace')}\n", file=sys.stderr)
    print(f"{'scenario':28} {'runs':>6} {'refused':>8} {'slowest':>9}")
    for name, count in counts.items():
        seconds, index = count["slowest"]
        print(f"{name:28} {count['runs']:6} {count['refused']:8} {seconds:7.2f} s  (mutant {index})")
    print(f"{failures} of {options.count} crashed, hung or were refused without a place")
    return 1 if failures else 0


sys.exit(main())
