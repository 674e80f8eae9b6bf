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
        for kind in sorted(set(given["flows"].split()) - {"subsets"}):
            found = results.of("tfflows", rows, kind)
            mean, truth, cpu = (found[:, i].mean() for i in (0, 1, 3))
            gap = truth - found[:, 0].mean()
            print_row(rows, kind, f"{mean:.3f}", f"{truth:.3f}", f"{gap:.3f}", f"{cpu:.1f}")


def print_subsets(given, results):
    print("\nConditionals of one model of which any cell can be given, for twenty sets of given columns")
    print("of a mixture of Gaussians with names: the mean log-probability of the other cells below the")
    print("truth in nats, and the distance of the means of 4,000 draws from the truth.\n")
    print_head("training rows", "below: mean", "at most", "distance: mean", "at most")
    for rows in given["data"].split():
        print_row(rows, *(f"{x:.3f}" for x in results.of("tfflows", rows, "subsets").mean(axis=0)))


def main(folder):
    given = settings(folder)
    print_table(given, Results(folder))
    if "subsets" in given["flows"].split():
        print_subsets(given, Results(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
