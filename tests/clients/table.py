"""Reading what Java computed, comparing, and the table at the end."""

import json
import pathlib
import sys

import numpy as np

RELATIVE = 1e-5  # of the largest entry; float32 has 6e-8 an operation


def models(folder):
    """Yields name, directory of the SavedModel and {signature: {inputs, outputs}} as Java gave it."""
    for answers in sorted(pathlib.Path(folder).glob("*.json")):
        yield answers.stem, str(answers.with_suffix("")), json.loads(answers.read_text())


class Table:
    """Comparisons by client, and how many passed."""

    def __init__(self):
        self.rows = {}

    def compare(self, client, what, got, expected):
        """Compares {output: array}; a row of the table is a client with a signature."""
        if set(got) != set(expected):
            return self.fail(client, what, f"outputs {sorted(got)}, expected {sorted(expected)}")
        absolute, relative, equal = 0.0, 0.0, True
        for name, values in expected.items():
            have, want = np.asarray(got[name]), np.asarray(values, np.float32)
            if have.dtype != want.dtype or have.shape != want.shape:
                return self.fail(client, what, f"{name} is {have.dtype} {have.shape}")
            if not np.all(np.isfinite(have)):
                return self.fail(client, what, f"{name} is not finite")
            difference = float(np.max(np.abs(have - want)))
            absolute = max(absolute, difference)
            relative = max(relative, difference / float(np.max(np.abs(want)) or 1))
            equal &= bool(np.array_equal(have, want))
        good = relative <= RELATIVE
        self._add(client, what, good, absolute, relative, equal)
        if not good:
            print(f"FAILED {client} {what}: relative {relative:.1e}")

    def passed(self, client, what):
        self._add(client, what, True, 0.0, 0.0, True)

    def fail(self, client, what, reason):
        self._add(client, what, False, 0.0, 0.0, False)
        print(f"FAILED {client} {what}: {reason}")

    def _add(self, client, what, good, absolute, relative, equal):
        key = (client, what.rsplit(" ", 1)[-1])
        self.rows.setdefault(key, []).append((good, absolute, relative, equal))

    def finish(self):
        """Prints the table and the totals, and ends the process."""
        print(f"\n{'client':<24}{'signature':<17}{'passed':>8}{'max abs':>10}{'max rel':>10}  bit-equal")
        good = total = 0
        for (client, signature), rows in sorted(self.rows.items()):
            passed, equal = sum(row[0] for row in rows), sum(row[3] for row in rows)
            good, total = good + passed, total + len(rows)
            print(
                f"{client:<24}{signature:<17}{passed:>4}/{len(rows):<3}"
                f"{max(row[1] for row in rows):>10.1e}{max(row[2] for row in rows):>10.1e}"
                f"  {equal}/{len(rows)}"
            )
        print(f"{good} passed, {total - good} failed")
        sys.exit(0 if good == total and total else 1)
