"""What the scripts of run.sh share: the settings, the rows, the results and the tables."""

import sys
import time
from pathlib import Path

import numpy as np

PARTS = ("training", "validation", "test")
DRAWS = 1000


def properties(path):
    """Reads lines of a key and a value; of equal keys the last one counts."""
    lines = [line for line in Path(path).read_text().splitlines() if line and line[0] != "#"]
    pairs = [line.partition("=") for line in lines]
    return {key.strip(): value.strip() for key, _, value in pairs}


def settings(folder):
    return properties(Path(folder, "settings.properties"))


def write(folder, data, seed, part, rows):
    rows.astype("<f4").tofile(Path(folder, f"{data}.{seed}.{part}.f32"))


def read(folder, data, seed, part):
    """Returns the rows of a part, of single precision as in the file."""
    columns = int(properties(Path(folder, "columns.properties"))[data])
    return np.fromfile(Path(folder, f"{data}.{seed}.{part}.f32"), "<f4").reshape(-1, columns)


def read_training(folder, data, seed):
    """Returns all rows to learn from, of both parts."""
    return np.concatenate([read(folder, data, seed, part) for part in PARTS[:2]])


class Results:
    """The lines of results.tsv: library, data, model, seed, and the numbers."""

    def __init__(self, folder):
        self.file = Path(folder, "results.tsv")

    def read(self):
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        cells = [line.split("\t") for line in lines]
        return {tuple(cell[:4]): [float(value) for value in cell[4:]] for cell in cells}

    def measure(self, key, work):
        """Adds the values that work returns, unless the key is there."""
        if key in self.read():
            return
        line = "\t".join([*key, *(f"{value:.6g}" for value in work())])
        with self.file.open("a") as file:
            file.write(line + "\n")
        print(line, file=sys.stderr)

    def of(self, library, data, model):
        """Returns the values of all seeds, one a row in the order of the seeds."""
        found = self.read()
        return np.array([found[key] for key in sorted(found) if key[:3] == (library, data, model)])


class Stopwatch:
    """Seconds on the clock and of the CPU."""

    def __init__(self):
        self.began = time.perf_counter(), time.process_time()

    def read(self):
        return time.perf_counter() - self.began[0], time.process_time() - self.began[1]


def milliseconds(work, given):
    """Works at least twice, until so many seconds are over; the first time does not count."""
    work(0)
    watch, repeats, seconds = Stopwatch(), 0, 0
    while repeats == 0 or seconds < float(given["drawing"]):
        repeats += 1
        work(repeats)
        seconds = watch.read()[1]
    return 1e3 * seconds / repeats


def batches(rows, size, seed):
    """Batches of pass after pass in random order; what is left of a pass goes into the next."""
    random, rest = np.random.default_rng(int(seed)), rows[:0]
    while True:
        rest = np.concatenate([rest, random.permutation(rows)])
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]


def print_row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def print_head(*cells):
    print_row(*cells)
    print("|---" * len(cells) + "|")


def spread(values, digits=3):
    """The mean and the standard deviation over seeds."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{np.mean(values):.{digits}f} ± {np.std(values, ddof=1):.{digits}f}"
