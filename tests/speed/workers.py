"""The processes that measure: one for each library and place, asked in turn."""

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ALL_CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Place:
    """How many threads a process is asked to have, and on how many cores it may run."""

    threads: int
    cores: int = ALL_CORES

    def take(self):
        """Keeps the process that calls this to the first of the cores."""
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: self.cores])

    def __str__(self):
        return f"{self.threads} threads" if self.cores == ALL_CORES else f"{self.cores} core"


ONE_CORE = Place(1, 1)


class Worker:
    """A process of one library. Threads are set once a process, as most libraries have it."""

    def __init__(self, library, place, log):
        if library in ("tfflows", "floor"):
            command = [
                *("java", "-Xmx1g", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"),
                *("-cp", os.environ["SPEED_CLASS_PATH"], "io.github.tfflows.speed.Worker"),
            ]
        else:
            command = [sys.executable, HERE / "worker.py", library, str(place.threads)]
        self.begin = time.perf_counter()
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0)
        self.process = subprocess.Popen(command, preexec_fn=place.take, **pipes)
        self.pending = b""

    def send(self, **settings):
        line = " ".join(f"{name}={value}" for name, value in settings.items())
        self.process.stdin.write(line.encode() + b"\n")

    def receive(self, timeout):
        end = time.perf_counter() + timeout
        while b"\n" not in self.pending:
            rest = end - time.perf_counter()
            if rest <= 0 or not select.select([self.process.stdout], [], [], rest)[0]:
                self.close()
                return {"error": too_long(timeout)}
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                self.close()
                return {"error": f"the process ended with {self.process.returncode}"}
            self.pending += more
        line, self.pending = self.pending.split(b"\n", 1)
        return json.loads(line)

    def ask(self, timeout, **settings):
        try:
            self.send(**settings)
        except BrokenPipeError:
            self.close()
            return {"error": "the process has ended"}
        return self.receive(timeout)

    def peak_mib(self):
        """The most memory that the process has had resident so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        return int(kib) / 1024

    def is_open(self):
        return self.process.poll() is None

    def close(self):
        self.process.kill()
        self.process.wait()


class Workers:
    """Those of the workers that are open, opened where they are needed."""

    def __init__(self, log):
        self.log = log
        self.open = {}

    def of(self, library, place, number=0):
        key = library, place, number
        if key not in self.open or not self.open[key].is_open():
            self.open[key] = Worker(library, place, self.log)
        return self.open[key]

    def forget(self):
        for worker in self.open.values():
            if worker.is_open():
                worker.ask(30, do="forget")

    def close(self):
        for worker in self.open.values():
            worker.close()
        self.open.clear()


def too_long(timeout):
    return f"no reply in {timeout} s"


def java_threads(threads):
    """One thread in all, or one for each core, the library's default."""
    return dict(threads=1 if threads == 1 else 0)


def variants(library, places):
    """The settings of which the best counts, in each of the places."""
    if library != "tfflows":
        return {str(place): (place, {}) for place in places}
    return {
        f"{compile}, {place}": (place, dict(compile=compile, **java_threads(place.threads)))
        for compile in ("none", "xla")
        for place in places
    }


def usual_variant(library):
    """What suits many rows best as a rule: all cores, and tfflows op by op."""
    more = dict(java_threads(ALL_CORES), compile="none") if library == "tfflows" else {}
    return {f"{'none, ' if more else ''}{ALL_CORES} threads": (Place(ALL_CORES), more)}


def floor_variants(work, batch):
    """Threads share ops, which is the process's choice for good, or they share rows."""
    found = {
        f"{threads} threads an op": (Place(threads), dict(op_threads=threads, shares=1))
        for threads in sorted({1, ALL_CORES})
    }
    if batch == 1:
        found["1 core"] = (ONE_CORE, dict(op_threads=1, shares=1))
    if batch % ALL_CORES == 0:
        found[f"{ALL_CORES} shares"] = (Place(1), dict(op_threads=1, shares=ALL_CORES))
    return {name: (of, dict(more, work="floor_" + work)) for name, (of, more) in found.items()}
