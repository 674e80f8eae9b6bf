"""Fits flows of PyTorch by zuko_training.Run."""

import time

import torch

from settings import DRAWS, milliseconds
from zuko_training import Run, log_likelihood, loss_of


@torch.no_grad()
def draw(library, flow):
    return flow().sample(DRAWS if library in ("nflows", "normflows") else (DRAWS,))


def fit(library, flow_of, parts, given, seed):
    """Returns the mean log-likelihood of the test rows, the times of the validations, and
    milliseconds for draws.

    A flow may have a loss of its own, and say that it has no draws.
    """
    training, validation, test = map(torch.from_numpy, parts)
    torch.set_num_threads(int(given["threads"]))
    torch.manual_seed(int(seed))
    clock = []
    listener = lambda run: clock.append(time.process_time())
    flow = flow_of(training.shape[1], given)
    loss = getattr(type(flow), "loss", loss_of)
    Run(flow, given, training, validation, loss, listener).fit(float(given["rate"]))
    draws = getattr(flow, "draws", True)
    drawing = milliseconds(lambda i: draw(library, flow), given) if draws else float("nan")
    return log_likelihood(flow, test), clock[1:], drawing
