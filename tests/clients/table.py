"""Reading what Java computed, comparing, and the table at the end."""

import functools
import json
import multiprocessing
import pathlib
import sys

import numpy as np

# Of the largest entry; an operation rounds by 6e-8 in single precision, by 1e-16 in double.
RELATIVE = {"float32": 1e-5, "float64": 1e-13}


def form(name):
    """The type of a model and whether it is to be compiled, from the ending of its name."""
    return ("float64" if "_float64" in name else "float32", name.endswith("_xla"))


def models(folder):
    """Yields name, directory of the SavedModel and {signature: {inputs, outputs}} as Java gave it."""
    for answers in sorted(pathlib.Path(folder).glob("*.json")):
        yield answers.stem, str(answers.with_suffix("")), json.loads(answers.read_text())


def each(check, folder):
    """Returns the results of check(results, name, path, answers) for every model, with a process
    for each core. The check is a function of a module, or a partial one."""
    results = Table()
    with multiprocessing.get_context("spawn").Pool() as pool:
        for part in pool.imap(functools.partial(_one, check), models(folder)):
            results.add(part)
    return results


def _one(check, model):
    results = Table()
    check(results, *model)
    return results


class Table:
    """Comparisons by form of the model, client and signature, and how many passed."""

    def __init__(self):
        self.rows = {}

    def compare(self, client, what, got, expected):
        """Compares {output: array} of what, a model and a signature."""
        dtype, _ = form(what.split(" ")[0])
        if set(got) != set(expected):
            return self.fail(client, what, f"outputs {sorted(got)}, expected {sorted(expected)}")
        absolute, relative, equal = 0.0, 0.0, True
        for name, values in expected.items():
            have, want = np.asarray(got[name]), np.asarray(values, dtype)
            if have.dtype != want.dtype or have.shape != want.shape:
                return self.fail(client, what, f"{name} is {have.dtype} {have.shape}")
            if not np.all(np.isfinite(have)):
                return self.fail(client, what, f"{name} is not finite")
            difference = float(np.max(np.abs(have - want)))
            absolute = max(absolute, difference)
            relative = max(relative, difference / float(np.max(np.abs(want)) or 1))
            equal &= bool(np.array_equal(have, want))
        good = relative <= RELATIVE[dtype]
        self._add(client, what, good, absolute, relative, equal)
        if not good:
            print(f"FAILED {client} {what}: relative {relative:.1e}")

    def within(self, client, what, error, bound):
        """Records a relative error, which may be not a number."""
        good = error <= bound
        self._add(client, what, good, error, error, error == 0)
        if not good:
            print(f"FAILED {client} {what}: off by {error:.1e}")

    def add(self, other):
        for key, rows in other.rows.items():
            self.rows.setdefault(key, []).extend(rows)

    def passed(self, client, what):
        self._add(client, what, True, 0.0, 0.0, True)

    def fail(self, client, what, reason):
        self._add(client, what, False, 0.0, 0.0, False)
        print(f"FAILED {client} {what}: {reason}")

    def _add(self, client, what, good, absolute, relative, equal):
        dtype, compiled = form(what.split(" ")[0])
        key = (dtype + (" XLA" if compiled else ""), client, what.rsplit(" ", 1)[-1])
        self.rows.setdefault(key, []).append((good, absolute, relative, equal))

    def finish(self):
        """Prints the table and the totals, and ends the process."""
        print(f"\n{'model':<13}{'client':<24}{'signature':<17}", end="")
        print(f"{'passed':>8}{'max abs':>10}{'max rel':>10}  bit-equal")
        good = total = 0
        for (model, client, signature), rows in sorted(self.rows.items()):
            passed, equal = sum(row[0] for row in rows), sum(row[3] for row in rows)
            good, total = good + passed, total + len(rows)
            print(
                f"{model:<13}{client:<24}{signature:<17}{passed:>4}/{len(rows):<3}"
                f"{max(row[1] for row in rows):>10.1e}{max(row[2] for row in rows):>10.1e}"
                f"  {equal}/{len(rows)}"
            )
        print(f"{good} passed, {total - good} failed")
        sys.exit(0 if good == total and total else 1)
