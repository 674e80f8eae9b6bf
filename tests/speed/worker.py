"""Times the work that it is asked for with one library, as the Java worker does.

usage: worker.py LIBRARY THREADS

A request is a line of name=value pairs, its reply a line of JSON; see Worker.java. Arrays go in and
come out as NumPy's.
"""

import importlib
import json
import os
import sys
import threading
import time

WARM_UP = 1.2
MOST = 400
BATCHES = 10


def main(library, threads):
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print goes to standard error
    worker = Worker(library, int(threads))
    for line in sys.stdin:
        try:
            settings = dict(pair.split("=", 1) for pair in line.split())
            reply = getattr(worker, settings["do"])(settings)
        except Exception as e:
            reply = {"error": f"{type(e).__name__}: {e}"[:500]}
        replies.write(json.dumps(reply) + "\n")


class Worker:
    def __init__(self, library, threads):
        self.library = importlib.import_module(f"{library}_flows")
        self.library.use_threads(threads)
        self.models = {}
        self.works = {}

    def first(self, settings):
        """The first log-probability of a new model."""
        import numpy as np

        x = np.zeros((1, int(settings["d"])), np.float32)
        return {"first": float(self._model(settings).log_prob(x)[0])}

    def time(self, settings):
        work, model = self._prepare(settings)
        times = []
        begin = time.perf_counter()
        least = int(settings.get("least", 3))
        while len(times) < least or (
            len(times) < MOST and time.perf_counter() - begin < float(settings["seconds"])
        ):
            before = time.perf_counter()
            work()
            times.append(float(f"{time.perf_counter() - before:.4g}"))
        return {"times": times, "parameters": model.parameters()}

    def callers(self, settings):
        """How often threads of this process get it done."""
        work, _ = self._prepare(settings)
        seconds = float(settings["seconds"])
        counts = [0] * int(settings["callers"])

        def call(i):
            while time.perf_counter() < end:
                work()
                counts[i] += 1

        threads = [threading.Thread(target=call, args=(i,)) for i in range(len(counts))]
        end = time.perf_counter() + seconds
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"calls": sum(counts), "seconds": seconds}

    def forget(self, settings):
        self.models.clear()
        self.works.clear()
        return {}

    def _model(self, settings):
        keys = ("family", "d", "layers", "hidden", "bins", "compile")
        key = tuple(settings.get(name) for name in keys)
        if key not in self.models:
            family, *sizes = key[:-1]
            self.models[key] = self.library.Model(family, *(int(size) for size in sizes))
            if key[-1] == "compiled":
                self.models[key].compile()
        return self.models[key]

    def _prepare(self, settings):
        key = tuple(
            (name, value)
            for name, value in sorted(settings.items())
            if name not in ("do", "seconds", "callers", "least")
        )
        if key not in self.works:
            model = self._model(settings)
            work = WORKS[settings["work"]](model, int(settings["d"]), int(settings["batch"]))
            work()
            begin = time.perf_counter()
            for _ in range(10 * MOST):
                if time.perf_counter() - begin > WARM_UP:
                    break
                work()
            self.works[key] = work, model
        return self.works[key]


def log_prob(model, d, batch):
    x = rows(batch, d, 2)

    def work():
        assert model.log_prob(x).shape == (batch,)

    require_finite(model.log_prob(x))
    return work


def sample(model, d, batch):
    def work():
        assert model.sample(batch).shape == (batch, d)

    require_finite(model.sample(batch))
    return work


def train(model, d, batch):
    """One step on the next rows of data in memory, which are not shuffled."""
    data = rows(BATCHES * batch, d, 3)
    begin = 0

    def work():
        nonlocal begin
        loss = model.step(data[begin : begin + batch])
        begin = (begin + batch) % len(data)
        assert loss == loss

    return work


WORKS = {"log_prob": log_prob, "sample": sample, "train": train}


def rows(count, d, seed):
    import numpy as np

    return np.random.default_rng(seed).standard_normal((count, d), np.float32)


def require_finite(values):
    if not abs(values).sum() < float("inf"):
        raise ValueError("the model gave a number that is not finite")


if __name__ == "__main__":
    main(*sys.argv[1:])
