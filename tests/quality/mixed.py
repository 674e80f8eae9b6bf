"""Prints what the part "mixed" has found of tables of known probability.

usage: mixed.py FOLDER
"""

import sys

from settings import Results, print_head, print_row, settings


def print_table(given, results):
    print("\nMean log-probability of complete rows of a table with names, by models of tables that")
    print("are complete, of which any cell can be given, or that lack values; in nats a row.\n")
    print_head("training rows", "table", "tfflows", "truth", "below the truth", "seconds of the CPU")
    for rows in given["data"].split():
        for kind in given["flows"].split():
            found = results.of("tfflows", rows, kind)
            mean, truth, cpu = (found[:, i].mean() for i in (0, 1, 3))
            gap = truth - found[:, 0].mean()
            print_row(rows, kind, f"{mean:.3f}", f"{truth:.3f}", f"{gap:.3f}", f"{cpu:.1f}")


def main(folder):
    print_table(settings(folder), Results(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
