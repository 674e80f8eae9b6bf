"""Measures tfflows and its peers in turn, and writes the table.

usage: measure.py small|full DIRECTORY

Each finished unit is a line of DIRECTORY/results.jsonl and is not measured again.
"""

import datetime
import json
import os
import platform
import signal
import sys
import time
from pathlib import Path

import report
from cases import PLANS, Work
from turns import OURS, Turns
from workers import ALL_CORES, Place, Worker, Workers, java_threads


class Measurement:
    def __init__(self, plan, directory):
        directory.mkdir(parents=True, exist_ok=True)
        self.plan = plan
        self.directory = directory
        self.results = directory / "results.jsonl"
        self.log = open(directory / "workers.log", "a")
        self.workers = Workers(self.log)
        self.done = set()
        if self.results.exists():
            lines = self.results.read_text().splitlines()
            self.done = {json.loads(line)["unit"] for line in lines}
        self.begin = time.time()
        self.minutes = float(os.environ.get("SPEED_MINUTES", 60))
        self.left_out = []
        self.given_up = set()

    def unit(self, name, measure):
        """Measures what is not yet known, as long as there is time."""
        if name in self.done:
            return
        if time.time() - self.begin > 60 * self.minutes:
            self.left_out.append(name)
            return
        print(f"{time.time() - self.begin:6.0f} s  {name}", file=sys.stderr, flush=True)
        result = {"unit": name, **measure()}
        with open(self.results, "a") as file:
            file.write(json.dumps(result) + "\n")
        self.done.add(name)
        for failure, reason in result.get("errors", {}).items():
            print(f"          {failure}: {reason}", file=sys.stderr, flush=True)

    def all(self):
        plan = self.plan
        self.unit("machine " + datetime.datetime.now().isoformat(timespec="seconds"), machine)
        for flow, peers in plan.starts:
            self.unit(f"start {flow}", lambda: self.start(flow, peers))
        self.in_turn(plan.turns)
        for flow, batch, peers in plan.callers:
            self.unit(f"callers {flow} {batch}", lambda: self.callers(flow, batch, peers))
        self.workers.close()
        for work, name, values in plan.growth:
            self.unit(f"growth {work} {name}", lambda: self.growth(work, name, values))
            self.workers.forget()
        self.workers.close()
        self.in_turn(plan.more)

    def in_turn(self, works):
        now = None
        for flow, work, peers in works:
            if flow != now:
                self.workers.forget()
                now = flow
            turns = Turns(self.plan, self.workers, self.given_up, flow, work)
            self.unit(f"turns {flow} {work}", lambda: turns.measure(peers))
        self.workers.close()

    def callers(self, flow, batch, peers):
        """How many calls a second all callers together get."""
        settings = dict(flow.settings(), work="log_prob", batch=batch, do="callers", seconds=0.6)
        rates, errors = {}, {}

        def note(library, variant, count, replies):
            failed = [reply["error"] for reply in replies if "error" in reply]
            if failed:
                errors[f"{library}, {variant}, {count}"] = failed[0]
                return
            rate = sum(reply["calls"] / reply["seconds"] for reply in replies)
            by_count = rates.setdefault(library, {}).setdefault(variant, {})
            by_count.setdefault(str(count), []).append(rate)

        for _ in range(self.plan.rounds):
            for count in (1, 2, 4):
                for compile in ("none", "xla"):
                    for threads in sorted({1, ALL_CORES}):
                        worker = self.workers.of(OURS, Place(threads))
                        more = dict(java_threads(threads), compile=compile, callers=count)
                        replies = [worker.ask(self.plan.timeout, **settings, **more)]
                        note(OURS, f"{compile}, {threads} threads", count, replies)
                for peer, name, more in self.one_thread(flow, batch, peers):
                    asked = dict(settings, **more)
                    worker = self.workers.of(peer, Place(1))
                    replies = [worker.ask(self.plan.timeout, **asked, callers=count)]
                    note(peer, name + "threads", count, replies)
                    if count > 1:
                        replies = self.together(peer, count, asked)
                        note(peer, name + "processes", count, replies)
        return {"flow": flow.settings(), "batch": batch, "rates": rates, "errors": errors}

    def one_thread(self, flow, batch, peers):
        """What is called by several callers, each library on one thread a caller."""
        yield from ((peer, "", {}) for peer in peers)
        for peer in set(self.plan.compiled(flow, Work("log_prob", batch))) & set(peers):
            yield peer, "torch.compile, ", dict(compile="compiled")

    def together(self, peer, count, settings):
        workers = [self.workers.of(peer, Place(1), number) for number in range(count)]
        for worker in workers:
            worker.ask(self.plan.timeout, **dict(settings, callers=1, seconds=0.01))
        workers = [worker for worker in workers if worker.is_open()]
        for worker in workers:
            worker.send(**settings, callers=1)
        return [worker.receive(self.plan.timeout) for worker in workers]

    def start(self, flow, peers):
        """The first log-probability after the start of a process, and the memory it takes."""
        saved = self.directory / f"saved-{flow.family}-{time.time_ns()}"
        writer = Worker(OURS, Place(ALL_CORES), self.log)
        writer.ask(self.plan.timeout, do="export", to=saved, **flow.settings())
        writer.close()
        kinds = [(OURS, "built", {}), (OURS, "loaded", dict(load=saved))]
        kinds += [(peer, "built", {}) for peer in peers]
        starts, errors = {}, {}
        for _ in range(self.plan.repeats):
            for library, kind, more in kinds:
                found = self.fresh(library, flow, more)
                if "error" in found:
                    errors[f"{library}, {kind}"] = found["error"]
                else:
                    starts.setdefault(f"{library}, {kind}", []).append(found)
        return {"flow": flow.settings(), "starts": starts, "errors": errors}

    def fresh(self, library, flow, more):
        found = {}
        calls = dict(flow.settings(), do="time", seconds=0.5, least=10)
        for name, request in {
            "log_prob": dict(calls, work="log_prob", batch=4096),
            "train": dict(calls, work="train", batch=512),
        }.items():
            worker = Worker(library, Place(ALL_CORES), self.log)
            try:
                first = worker.ask(self.plan.timeout, do="first", **flow.settings(), **more)
                seconds = time.perf_counter() - worker.begin
                if "error" in first:
                    return first
                found.setdefault("seconds", []).append(seconds)
                found["first_mib"] = worker.peak_mib()
                if more:  # a loaded model is only started
                    continue
                reply = worker.ask(self.plan.timeout, **request)
                if "error" in reply:
                    return reply
                found[name + "_mib"] = worker.peak_mib()
            finally:
                worker.close()
        return found

    def growth(self, work, name, values):
        """Ours alone, op by op and compiled, with all cores."""
        base = dict(family="NSF-C", d=16, layers=5, hidden=128, bins=8, batch=work.batch)
        times, errors = {}, {}
        for _ in range(2):
            for value in values:
                for compile in ("none", "xla"):
                    settings = dict(base, do="time", work=work.name, compile=compile)
                    settings.update({name: value, "seconds": self.plan.seconds})
                    settings.update(java_threads(ALL_CORES))
                    reply = self.workers.of(OURS, Place(ALL_CORES)).ask(self.plan.timeout, **settings)
                    if "error" in reply:
                        errors[f"{compile}, {name} {value}"] = reply["error"]
                    else:
                        times.setdefault(compile, {}).setdefault(str(value), [])
                        times[compile][str(value)].append(reply["times"])
        return {"base": base, "work": work.name, "name": name, "times": times, "errors": errors}


def machine():
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {
        "cpu": model,
        "cores": ALL_CORES,
        "system": platform.platform(),
        "load": os.getloadavg(),
    }


def main(name, directory):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # closing the workers
    measurement = Measurement(PLANS[name](), Path(directory))
    try:
        measurement.all()
    finally:
        measurement.workers.close()
    text = report.write(measurement.directory)
    print(text)
    for unit in measurement.left_out:
        print("left out for lack of time, to be measured by the next run: " + unit)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in PLANS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
