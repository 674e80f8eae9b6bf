"""Trains zuko's flows for quality.sh, as the Training of tfflows does.

usage: quality_zuko.py FOLDER
"""

import math
import sys
import time
from copy import deepcopy
from pathlib import Path

import torch
import zuko

from quality_settings import results, rows, settings

# NSF has its bound of 5 built in.
FLOWS = {
    "maf": lambda d, given: zuko.flows.MAF(d, **sizes(given)),
    "nsf": lambda d, given: zuko.flows.NSF(d, bins=int(given["bins"]), **sizes(given)),
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


class Run:
    def __init__(self, flow, given, training, validation):
        self.flow = flow
        self.given = given
        self.training = training
        self.validation = validation
        self.best = math.inf
        self.best_step = 0
        self.best_weights = deepcopy(flow.state_dict())

    def fit(self):
        steps, peak = int(self.given["steps"]), float(self.given["rate"])
        adam = torch.optim.Adam(self.flow.parameters(), peak)
        source = batches(self.training, int(self.given["batch"]))
        self.validate(0)
        for step in range(steps):
            adam.param_groups[0]["lr"] = peak * (1 + math.cos(math.pi * step / steps)) / 2
            self.update(adam, next(source))
            if (step + 1) % int(self.given["validation_every"]) == 0 or step + 1 == steps:
                self.validate(step + 1)
        self.flow.load_state_dict(self.best_weights)

    def update(self, adam, batch):
        adam.zero_grad()
        loss = -self.flow().log_prob(batch).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.flow.parameters(), float(self.given["clip"]))
        adam.step()

    def validate(self, step):
        loss = -log_likelihood(self.flow, self.validation)
        if loss < self.best:
            self.best, self.best_step = loss, step
            self.best_weights = deepcopy(self.flow.state_dict())


@torch.no_grad()
def log_likelihood(flow, x):
    return flow().log_prob(x).double().mean().item()


def run(folder, data, name, seed, given):
    training, validation, test = (torch.from_numpy(part) for part in rows(folder, data))
    torch.manual_seed(int(seed))
    began, began_cpu = time.perf_counter(), time.process_time()
    one = Run(FLOWS[name](training.shape[1], given), given, training, validation)
    one.fit()
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    found = f"{log_likelihood(one.flow, test):.4f}\t{seconds:.1f}\t{cpu:.1f}\t{one.best_step}"
    line = f"zuko\t{data}\t{name}\t{seed}\t{found}"
    with Path(folder, "results.tsv").open("a") as file:
        file.write(line + "\n")
    print(line, flush=True)


def main(folder):
    given = settings(folder)
    torch.set_num_threads(int(given["threads"]))
    done = results(folder)
    for seed in given["seeds"].split():
        for data in given["data"].split():
            for name in FLOWS:
                if ("zuko", data, name, seed) not in done:
                    run(folder, data, name, seed, given)


if __name__ == "__main__":
    main(*sys.argv[1:])
