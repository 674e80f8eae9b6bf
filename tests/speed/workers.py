"""The processes that measure: one for each library and number of threads, asked in turn."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ALL_CORES = len(os.sched_getaffinity(0))


class Worker:
    """A process of one library. Threads are set once a process, as most libraries have it."""

    def __init__(self, library, threads, log):
        if library in ("tfflows", "floor"):
            command = [
                *("java", "-Xmx1g", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"),
                *("-cp", os.environ["SPEED_CLASS_PATH"], "io.github.tfflows.speed.Worker"),
            ]
        else:
            command = [sys.executable, HERE / "worker.py", library, str(threads)]
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
        )
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

    def of(self, library, threads, number=0):
        key = library, threads, number
        if key not in self.open or not self.open[key].is_open():
            self.open[key] = Worker(library, threads, self.log)
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


def variants(library, counts):
    """The settings of which the best counts, with so many threads each."""
    if library != "tfflows":
        return {f"{threads} threads": (threads, {}) for threads in counts}
    return {
        f"{compile}, {threads} threads": (threads, dict(compile=compile, **java_threads(threads)))
        for compile in ("none", "xla")
        for threads in counts
    }


def usual_variant(library):
    """What suits many rows best as a rule: all cores, and tfflows op by op."""
    more = dict(java_threads(ALL_CORES), compile="none") if library == "tfflows" else {}
    return {f"{'none, ' if more else ''}{ALL_CORES} threads": (ALL_CORES, more)}


def floor_variants(work, batch):
    """Threads share ops, which is the process's choice for good, or they share rows."""
    found = {
        f"{threads} threads an op": (threads, dict(op_threads=threads, shares=1))
        for threads in sorted({1, ALL_CORES})
    }
    if batch % ALL_CORES == 0:
        found[f"{ALL_CORES} shares"] = (1, dict(op_threads=1, shares=ALL_CORES))
    return {name: (of, dict(more, work="floor_" + work)) for name, (of, more) in found.items()}
