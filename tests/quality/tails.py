"""Prints what the part "tails" has found of the flows of tfflows.

usage: tails.py FOLDER
"""

import sys

import numpy as np

from settings import Results, print_head, print_row, settings


def print_table(given, results):
    print("\nLog-densities of rows that move out from a training row, both ways along each axis, and")
    print("in random directions, to 1e6 standard deviations: the lowest at the end in nats a")
    print("feature, the largest rise on any way outward, and how many are minus infinity or no")
    print("number; beside them the mean and the worst of the test rows.\n")
    print_head("data", "flow", "lowest, a feature", "rise", "not finite", "test mean", "worst row")
    for data in given["data"].split():
        for flow in given["flows"].split():
            found = results.of("tfflows", data, flow)
            lowest, worst = found[:, 0].min(), found[:, 4].min()
            cells = [f"{lowest:.4g}", f"{found[:, 1].max():.4g}", f"{found[:, 2].max():.0f}"]
            print_row(data, flow, *cells, f"{np.mean(found[:, 3]):.3f}", f"{worst:.4g}")


def main(folder):
    print_table(settings(folder), Results(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
