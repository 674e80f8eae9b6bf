"""Writes what was measured as a table, report.md, and as numbers, numbers.csv.

usage: report.py DIRECTORY
"""

import csv
import json
import math
import statistics
import sys
from pathlib import Path

from cases import FAMILIES, PEERS

OURS = "tfflows"
NOTES = """\
A ratio is the median time of the peer over that of tfflows: above 1, tfflows is faster. Each library
has the threads that suit it best, one or all cores, and tfflows the better of op by op (none) and
XLA, as the first round has it; numbers.csv has them all. For one row or draw, one core means that
the whole process is kept to it: TensorFlow and JAX hand a compiled program to another thread, for
which the system may have to wake another core. With networks of other sizes than 5x128, training
and more than 64 rows have one setting alone: all cores, and tfflows op by op; 64 rows have all
cores, flowjax one thread, and one row has one core, which were mostly the best at 5x128. Those
networks are measured against zuko and flowjax, at 5x128 mostly the fastest of PyTorch and of XLA,
and with torch.compile in training alone. Training, d=6 5x128 and draws of d=64 have three rounds,
others two. Arrays of Java or NumPy go in and come out.
The floor is TensorFlow's time for the matrix products of the networks alone, masked ones as dense
ones, by the fastest of one thread, all threads for each product, a share of the rows for each
thread, and for one row a process kept to one core; its column is how many times as long tfflows
takes.

zuko, nflows and normflows run eagerly, in inference mode where nothing is trained, with fused Adam;
a star marks zuko with torch.compile, where that was tried, as numbers.csv has it, and the faster.
For nflows and normflows it is not tried: the one attempt, normflows in inference mode, failed with
an assertion of torch.compile, and without that mode it may work. flowjax and TensorFlow Probability (tfp)
are compiled by XLA. PyTorch is PyPI's build, which holds CUDA's libraries: its start and memory are
above those of the build for the CPU.

Equal: two hidden layers, rectified linear units, splines of 8 bins on [-5, 5], float32, Adam without
clipping. Different: zuko and, for NSF-C, normflows alternate masks and orders where the others have
permutations; flowjax's splines train the slopes at their ends, and the scale of its affine maps is a
softplus; tfflows draws random rows for a batch, the peers take the next ones."""


def write(directory):
    results = [json.loads(line) for line in (directory / "results.jsonl").read_text().splitlines()]
    of = {kind: [r for r in results if r["unit"].startswith(kind)] for kind in SECTIONS}
    parts = ["# Speed", ""]
    for kind, section in SECTIONS.items():
        if of[kind]:
            parts += section(of[kind])
    failures = [
        f"* {result['unit']}: {name}: {reason}"
        for result in results
        for name, reason in result.get("errors", {}).items()
    ]
    if failures:
        parts += ["## Left out", "", *failures, ""]
    text = "\n".join(parts)
    (directory / "report.md").write_text(text)
    write_numbers(directory / "numbers.csv", of["turns"])
    return text


def machines(results):
    return [
        f"{r['unit'][8:]}: {r['cpu']}, {r['cores']} cores, {r['system']}, load {r['load'][0]:.1f}"
        for r in results
    ] + [""]


def turns(results):
    results = sorted(results, key=place)
    rows = []
    for result in results:
        libraries = result["libraries"]
        row = [name(result), f"{result['work']} {result['batch']}"]
        if OURS not in libraries:
            rows.append(row + ["failed"] + (2 + len(PEERS)) * ["–"])
            continue
        ours, variant = best(libraries[OURS])
        floor = best(libraries["floor"])[0] if "floor" in libraries else math.nan
        row += [milli(ours), variant, f"{ours / floor:.1f}"]
        for peer in PEERS:
            row.append(ratio(libraries[peer], ours) if peer in libraries else "–")
        rows.append(row)
    head = ["flow", "work", "tfflows ms", "by", "times the floor", *PEERS]
    spreads = sorted(spread for result in results for spread in spreads_of(result))
    parts = ["## Time of the peers over that of tfflows", "", *table(head, rows), "", NOTES, ""]
    if spreads:
        middle, most = statistics.median(spreads), spreads[-1]
        parts += [
            f"Medians of rounds differ by a factor of {middle:.2f} (median case) to {most:.2f}.",
            "",
        ]
    return parts + parameters(results)


def place(result):
    """Where the result stands in the table: by size, family and work."""
    flow = result["flow"]
    size = flow["layers"], flow["hidden"], flow["d"], FAMILIES.index(flow["family"])
    return *size, ("train", "log_prob", "sample").index(result["work"]), result["batch"]


def ratio(entries, ours):
    theirs, variant = best(entries)
    return f"{theirs / ours:.2f}" + ("*" if variant.startswith("torch.compile") else "")


def parameters(results):
    counts = {}
    for result in results:
        row = counts.setdefault(name(result), {})
        for library, entries in result["libraries"].items():
            for entry in entries.values():
                if library != "floor" and entry["parameters"]:
                    row[library] = entry["parameters"]
    libraries = [OURS, *PEERS]
    rows = [[flow, *(row.get(library, "–") for library in libraries)] for flow, row in counts.items()]
    return ["## Trainable parameters", "", *table(["flow", *libraries], rows), ""]


def spreads_of(result):
    for entries in result["libraries"].values():
        for entry in entries.values():
            if len(entry["rounds"]) > 1:
                medians = [statistics.median(times) for times in entry["rounds"]]
                yield max(medians) / min(medians)


def callers(results):
    rows = []
    for result in results:
        ours = best_rates(result["rates"].get(OURS, {}))
        if not ours:
            continue
        row = [name(result), f"log_prob {result['batch']}", rates(ours)]
        for peer in PEERS:
            theirs = best_rates(result["rates"].get(peer, {}))
            row.append(
                " ".join(f"{ours[n][0] / theirs[n][0]:.2f}" for n in ours if n in theirs) or "–"
            )
        rows.append(row)
    head = ["flow", "work", "tfflows calls/s of 1, 2, 4", *PEERS]
    note = "tfflows' calls a second over the peer's, by 1, 2 and 4 callers: threads of one process"
    note += " for tfflows, the better of threads and processes for the peers."
    return ["## Concurrent callers", "", *table(head, rows), "", note, ""]


def best_rates(variants):
    counts = {count for by_count in variants.values() for count in by_count}
    return {
        count: max(
            (statistics.median(by_count[count]), variant)
            for variant, by_count in variants.items()
            if count in by_count
        )
        for count in sorted(counts)
    }


def rates(ours):
    return ", ".join(f"{rate:.0f} ({variant})" for rate, variant in ours.values())


def starts(results):
    rows = []
    for result in results:
        for library, found in result["starts"].items():
            seconds = statistics.median(s for each in found for s in each["seconds"])
            row = [name(result), library, f"{seconds:.2f}"]
            for key in ("first_mib", "log_prob_mib", "train_mib"):
                sizes = [each[key] for each in found if key in each]
                row.append(f"{statistics.median(sizes):.0f}" if sizes else "–")
            rows.append(row)
    head = ["flow", "library", "s to first log_prob", "MiB then"]
    head += ["MiB after log_prob 4096", "MiB after train 512"]
    note = "From the start of the process; peak resident memory, files mapped included. The JVM has"
    note += " a heap of at most 1 GiB. loaded: from an exported SavedModel."
    return ["## Start and memory", "", *table(head, rows), "", note, ""]


def growth(results):
    rows = []
    for result in results:
        for compile, by_value in result["times"].items():
            points = [
                (float(value), statistics.median(t for times in rounds for t in times))
                for value, rounds in by_value.items()
            ]
            if len(points) < 3:
                continue
            listed = ", ".join(f"{value:.0f}: {milli(time)}" for value, time in points)
            exponents = [f"{exponent(some):.2f}" for some in (points, points[-3:])]
            rows.append([result["work"], result["name"], compile, listed, *exponents])
    head = ["work", "of", "by", "value: ms", "exponent", "of the last three"]
    base = results[0]["base"]
    note = "tfflows alone, NSF-C d={d} {layers}x{hidden}, {bins} bins, batch 512, all cores; time"
    note = note.format(**base) + " as a power of the value."
    return ["## Growth", "", *table(head, rows), "", note, ""]


def exponent(points):
    """The slope of a straight line through the logarithms."""
    return statistics.linear_regression(
        [math.log(value) for value, _ in points], [math.log(time) for _, time in points]
    ).slope


def best(variants):
    """The median of the variant that was measured most often: the best of the first round."""
    variant = max(variants, key=lambda name: (len(variants[name]["rounds"]), -median(variants[name])))
    return median(variants[variant]), variant


def median(entry):
    return statistics.median(time for times in entry["rounds"] for time in times)


def name(result):
    flow = result["flow"]
    return f"{flow['family']} d={flow['d']} {flow['layers']}x{flow['hidden']}"


def milli(seconds):
    return f"{1e3 * seconds:.3g}"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def write_numbers(path, results):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            "flow work batch library variant rounds samples median_s least_s most_s parameters".split()
        )
        for result in results:
            for library, entries in result["libraries"].items():
                for variant, entry in entries.items():
                    times = [time for times in entry["rounds"] for time in times]
                    out.writerow(
                        [name(result), result["work"], result["batch"], library, variant]
                        + [len(entry["rounds"]), len(times), median(entry), min(times), max(times)]
                        + [entry["parameters"]]
                    )


SECTIONS = {
    "machine": machines,
    "turns": turns,
    "callers": callers,
    "start": starts,
    "growth": growth,
}

if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
