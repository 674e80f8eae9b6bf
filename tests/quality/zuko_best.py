"""Trains zuko's neural spline flow for the part "defaults", at the rate that validates best."""

import torch

from settings import PARTS, Stopwatch, read
from zuko_training import FLOWS, Run, log_likelihood


def measure(folder, data, seed, given):
    """Returns the mean log-likelihood of the test rows, and seconds, those of the CPU last."""
    torch.set_num_threads(1)
    training, validation, test = (
        torch.from_numpy(read(folder, data, seed, part)) for part in PARTS
    )
    watch, runs = Stopwatch(), []
    for rate in given["rates"].split():
        torch.manual_seed(int(seed))
        flow = FLOWS["nsf"](training.shape[1], given)
        runs.append(Run(flow, given, training, validation).fit(float(rate)))
    best = min(runs, key=lambda run: run.best)
    seconds = watch.read()
    return log_likelihood(best.flow, test), *seconds
