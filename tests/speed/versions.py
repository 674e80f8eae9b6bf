"""Times two versions of tfflows in turn on each line of the README's speed table.

    tests/speed/versions.py OLD_CLASS_PATH NEW_CLASS_PATH [rounds [pattern]]

A class path is that of the tests of a version, as run.sh makes it in tests/target/speed/path, with
the test classes first. Prints the medians in milliseconds and their ratio, new over old.
"""

import re
import statistics
import sys
import tempfile

import workers
from cases import ALL, DRAWS, FAMILIES, Flow, turns
from workers import ALL_CORES, ONE_CORE, Place, Worker, java_threads

SECONDS = 0.4
TIMEOUT = 240


def lines():
    flows = [Flow(family) for family in FAMILIES]
    larger = [Flow("MAF", 64), Flow("NSF-AR", 64)]
    return [turn[:2] for turn in turns(flows, ALL) + turns(larger, DRAWS)]


def settings(flow, work):
    """The settings that are usually the fastest for a line: XLA on one core for single rows."""
    few = work.batch == 1
    place = ONE_CORE if few else Place(ALL_CORES)
    for compile in ("none", "xla") if work.name != "train" else ("none",):
        asked = dict(flow.settings(), work=work.name, batch=work.batch, compile=compile)
        yield place, dict(asked, **java_threads(place.threads), do="time", seconds=SECONDS)


def measure(paths, rounds, flow, work, log):
    for place, asked in settings(flow, work):
        processes = []
        for path in paths:
            workers.os.environ["SPEED_CLASS_PATH"] = path
            processes.append(Worker("tfflows", place, log))
        times = [[], []]
        for round in range(rounds):
            for i in (0, 1) if round % 2 == 0 else (1, 0):
                reply = processes[i].ask(TIMEOUT, **asked)
                times[i].append(
                    statistics.median(map(float, reply["times"])) if "times" in reply else None
                )
        for process in processes:
            process.close()
        yield asked["compile"], times


def main():
    paths = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    pattern = re.compile(sys.argv[4] if len(sys.argv) > 4 else "")
    with tempfile.TemporaryFile() as log:
        for flow, work in lines():
            if not pattern.search(f"{flow} {work}"):
                continue
            for compile, (old, new) in measure(paths, rounds, flow, work, log):
                name = f"{flow} {work} {compile}"
                if None in old or None in new:
                    print(f"{name:36} failed", old, new, flush=True)
                    continue
                before, after = statistics.median(old), statistics.median(new)
                scale = 1000
                print(
                    f"{name:36} {before * scale:9.4g} {after * scale:9.4g} {after / before:6.3f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
