"""Prints the results of quality.sh as a table.

usage: quality_table.py FOLDER
"""

import sys

import numpy as np

from quality_settings import results, rows, settings

# The name of a flow, tfflows' and zuko's.
PAIRS = [
    ("MAF", "maf", "maf"),
    ("NSF, autoregressive", "nsf", "nsf"),
    ("the same, with matrices between the layers", "nsf_matrices", "nsf"),
]


def main(folder):
    given, done = settings(folder), results(folder)
    print("Mean log-likelihood of the test rows in nats a row, and its standard deviation over seeds;")
    print("seconds of CPU to train, and on the clock in brackets.\n")
    print("| data | columns | test rows | flow | tfflows | zuko | difference | tfflows, s | zuko, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for data in given["data"].split():
        test = rows(folder, data)[2]
        for title, ours, theirs in PAIRS:
            a = collected(done, "tfflows", data, ours)
            b = collected(done, "zuko", data, theirs)
            if len(a) and len(b):
                cells = [data, test.shape[1], len(test), title, spread(a[:, 0]), spread(b[:, 0])]
                cells += [f"{a[:, 0].mean() - b[:, 0].mean():+.3f}", seconds(a), seconds(b)]
                print("| " + " | ".join(str(cell) for cell in cells) + " |")


def collected(done, *key):
    """Returns the results of all seeds, one a row."""
    return np.array([found for at, found in done.items() if at[:3] == key])


def spread(values):
    if len(values) == 1:
        return f"{values[0]:.3f}"
    return f"{values.mean():.3f} ± {values.std(ddof=1):.3f}"


def seconds(found):
    return f"{found[:, 2].mean():.0f} ({found[:, 1].mean():.0f})"


if __name__ == "__main__":
    main(*sys.argv[1:])
