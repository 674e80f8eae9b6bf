"""Traces the training of zuko's spline flow, under torch.compile or not.

usage: zuko_trace.py FOLDER zuko|zuko_compiled DATA SEED BEGAN

BEGAN is when the process began, in milliseconds as of the clock.
"""

import os
import sys
import time
from copy import deepcopy

# What is compiled counts, also where an earlier process has compiled it.
os.environ["TORCHINDUCTOR_FORCE_DISABLE_CACHES"] = "1"

import torch

from settings import PARTS, Results, read, settings
from zuko_training import FLOWS, Run, log_likelihood, loss_of


def trace(folder, library, data, seed, began):
    """Returns seconds and test losses in turn; the latter are computed after the training."""
    given, seen = settings(folder), []
    if int(given["threads"]) > 0:
        torch.set_num_threads(int(given["threads"]))
    training, validation, test = (
        torch.from_numpy(read(folder, data, seed, part)) for part in PARTS
    )
    torch.manual_seed(int(seed))
    flow = FLOWS["nsf"](training.shape[1], given)
    loss = torch.compile(loss_of, dynamic=False) if library == "zuko_compiled" else loss_of

    def listener(run):
        seen.append((time.time() - int(began) / 1000, deepcopy(run.flow.state_dict())))

    Run(flow, given, training, validation, loss, listener).fit(float(given["rate"]))
    values = []
    for seconds, weights in seen:
        flow.load_state_dict(weights)
        values += [seconds, -log_likelihood(flow, test)]
    return values


def main(folder, library, data, seed, began):
    key = library, data, "trace", seed
    Results(folder).measure(key, lambda: trace(folder, library, data, seed, began))


if __name__ == "__main__":
    main(*sys.argv[1:])
