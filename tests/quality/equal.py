"""Trains zuko's flows for the part "equal", and prints them beside those of tfflows.

usage: equal.py FOLDER
"""

import sys

import torch

from settings import PARTS, Results, Stopwatch, print_head, print_row, read, settings, spread
from zuko_training import FLOWS, Run, log_likelihood

TITLES = {"maf": "MAF", "nsf": "NSF, autoregressive", "coupling": "NSF, coupling"}


def train(folder, data, name, seed, given):
    """Returns the mean log-likelihood of the test rows, and seconds, those of the CPU last."""
    training, validation, test = (
        torch.from_numpy(read(folder, data, seed, part)) for part in PARTS
    )
    torch.manual_seed(int(seed))
    watch = Stopwatch()
    run = Run(FLOWS[name](training.shape[1], given), given, training, validation)
    run.fit(float(given["rate"]))
    seconds = watch.read()
    return log_likelihood(run.flow, test), *seconds


def seconds(found):
    return f"{found[:, 2].mean():.0f} ({found[:, 1].mean():.0f})"


def print_table(given, results):
    print("\nMean log-likelihood of the test rows in nats a row, and its standard deviation over")
    print("seeds; seconds of CPU to train, and on the clock in brackets.\n")
    print_head("data", "flow", "tfflows", "zuko", "difference", "tfflows, s", "zuko, s")
    for data in given["data"].split():
        for name in given["flows"].split():
            a, b = results.of("tfflows", data, name), results.of("zuko", data, name)
            means = spread(a[:, 0]), spread(b[:, 0]), f"{a[:, 0].mean() - b[:, 0].mean():+.3f}"
            print_row(data, TITLES[name], *means, seconds(a), seconds(b))


def main(folder):
    given, results = settings(folder), Results(folder)
    torch.set_num_threads(int(given["threads"]))
    for seed in given["seeds"].split():
        for data in given["data"].split():
            for name in given["flows"].split():
                key = "zuko", data, name, seed
                results.measure(key, lambda: train(folder, data, name, seed, given))
    print_table(given, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
