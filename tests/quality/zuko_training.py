"""Trains zuko's flows as the Training of tfflows does: Adam, half a cosine, clipped gradients."""

import math
from copy import deepcopy

import torch
import zuko

# NSF has its bound of 5 built in; with two passes its layers are couplings.
FLOWS = {
    "maf": lambda d, given: zuko.flows.MAF(d, **sizes(given)),
    "nsf": lambda d, given: zuko.flows.NSF(d, bins=int(given["bins"]), **sizes(given)),
    "coupling": lambda d, given: zuko.flows.NSF(
        d, bins=int(given["bins"]), passes=2, **sizes(given)
    ),
}


def sizes(given):
    hidden = [int(units) for units in given["hidden"].split()]
    return {"transforms": int(given["layers"]), "hidden_features": hidden}


def batches(training, size):
    """Batches of pass after pass in random order; what is left of a pass goes into the next."""
    rest = training[:0]
    while True:
        rest = torch.cat((rest, training[torch.randperm(len(training))]))
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]


def loss_of(flow, x):
    return -flow().log_prob(x).mean()


class Run:
    """A training that keeps the weights of the best validation; a listener sees each of these."""

    def __init__(self, flow, given, training, validation, loss=loss_of, listener=lambda run: None):
        self.flow = flow
        self.given = given
        self.training = training
        self.validation = validation
        self.loss = loss
        self.listener = listener
        self.best = math.inf
        self.failures = 0
        self.best_weights = deepcopy(flow.state_dict())

    def fit(self, rate):
        steps = int(self.given["steps"])
        adam = torch.optim.Adam(self.flow.parameters(), rate)
        source = batches(self.training, int(self.given["batch"]))
        self.validate()
        for step in range(steps):
            adam.param_groups[0]["lr"] = rate * (1 + math.cos(math.pi * step / steps)) / 2
            self.update(adam, next(source))
            if (step + 1) % int(self.given["validation_every"]) == 0 or step + 1 == steps:
                self.validate()
                if self.failures >= int(self.given["patience"]):
                    break
        self.flow.load_state_dict(self.best_weights)
        return self

    def update(self, adam, batch):
        adam.zero_grad()
        self.loss(self.flow, batch).backward()
        torch.nn.utils.clip_grad_norm_(self.flow.parameters(), float(self.given["clip"]))
        adam.step()

    def validate(self):
        loss = -log_likelihood(self.flow, self.validation)
        self.failures += 1
        if loss < self.best:
            self.best, self.failures = loss, 0
            self.best_weights = deepcopy(self.flow.state_dict())
        self.listener(self)


@torch.no_grad()
def log_likelihood(flow, x):
    return flow().log_prob(x).double().mean().item()
