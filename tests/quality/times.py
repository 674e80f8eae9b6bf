"""Begins the processes of the part "time" one after the other, and prints their times.

usage: times.py FOLDER

Each learns from the same rows. In the results is its trace: seconds since the process began, and
the loss of the test rows with the weights of that time, in turn.
"""

import os
import subprocess
import sys
import time

import numpy as np

from settings import Results, print_head, print_row, settings

TITLES = {
    "tfflows": "tfflows, its default",
    "zuko": "zuko, NSF",
    "zuko_compiled": "zuko, compiled",
    "flowjax": "FlowJAX",
}


def command(folder, library, data, seed):
    began = str(int(time.time() * 1000))
    if library == "tfflows":
        java = ["java", "-Xmx3g", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"]
        java += ["-cp", os.environ["QUALITY_CLASS_PATH"], "io.github.tfflows.quality.QualityRuns"]
        return [*java, "time", folder, data, seed, began]
    script = "flowjax_trace.py" if library == "flowjax" else "zuko_trace.py"
    return [sys.executable, script, folder, library, data, seed, began]


def run(arguments, limit):
    """Ends a process after so many seconds; without its trace the table says that it failed."""
    try:
        subprocess.run(arguments, timeout=limit)
    except subprocess.TimeoutExpired:
        print(f"no trace in {limit} s: {arguments}", file=sys.stderr)


def reached(trace, loss):
    """Returns the first time with at most this loss, or none."""
    times = [seconds for seconds, value in trace if value <= loss]
    return min(times, default=None)


def cell(trace, loss):
    """The time at which a loss is reached, the least loss of the trace, and its end."""
    at = reached(trace, loss)
    text = "not reached" if at is None else f"{at:.0f} s"
    least = np.nanmin(trace[:, 1])
    return f"{text} ({least:.3f} by {trace[-1, 0]:.0f} s)"


def print_table(given, results):
    libraries, within = given["libraries"].split(), float(given["within"])
    print(f"\nSeconds from the start of the process until the loss is within {within} nats of the")
    print("best of all traces; in brackets the least loss, and when the run ended.\n")
    print_head("data", "seed", "best loss", *(TITLES[library] for library in libraries))
    found = results.read()
    for data in given["data"].split():
        for seed in given["seeds"].split():
            traces = [found.get((library, data, "trace", seed)) for library in libraries]
            traces = [None if trace is None else np.reshape(trace, (-1, 2)) for trace in traces]
            best = min(np.nanmin(trace[:, 1]) for trace in traces if trace is not None)
            cells = ["failed" if trace is None else cell(trace, best + within) for trace in traces]
            print_row(data, seed, f"{best:.3f}", *cells)


def main(folder):
    given, results = settings(folder), Results(folder)
    for seed in given["seeds"].split():
        for data in given["data"].split():
            for library in given["libraries"].split():
                if (library, data, "trace", seed) not in results.read():
                    run(command(folder, library, data, seed), int(given["limit"]))
    print_table(given, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
