"""Writes flows of other libraries, with their states as arrays by name, for ImportsTest to import.

usage: imports.py DIRECTORY

Each flow gets NAME.npz, its state_dict, and NAME.properties: rows, their context and their
log-densities, computed in float64 from weights that are single-precision numbers.
"""

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from nflows.distributions import StandardNormal
from nflows.flows import Flow, MaskedAutoregressiveFlow, SimpleRealNVP
from nflows.nn.nets import ResidualNet
from nflows.transforms import (
    CompositeTransform,
    MaskedPiecewiseRationalQuadraticAutoregressiveTransform,
    PiecewiseRationalQuadraticCouplingTransform,
    RandomPermutation,
    ReversePermutation,
)
from zuko.flows import MAF, NSF

from golden import write

ROWS = 20


def net(inputs, outputs):
    return ResidualNet(inputs, outputs, hidden_features=7, num_blocks=2)


def spline_coupling():
    links = []
    for mask in ([1, -1, 1, -1], [-1, 1, 1, -1]):
        links.append(RandomPermutation(4))
        links.append(
            PiecewiseRationalQuadraticCouplingTransform(
                torch.tensor(mask), net, num_bins=5, tails="linear", tail_bound=3.0
            )
        )
    return Flow(CompositeTransform(links), StandardNormal([4]))


def spline_autoregressive():
    links = []
    for _ in range(2):
        links.append(ReversePermutation(3))
        links.append(
            MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
                features=3, hidden_features=8, num_bins=4, tails="linear", tail_bound=3.0
            )
        )
    return Flow(CompositeTransform([CompositeTransform(links)]), StandardNormal([3]))


# Flow by name, and the numbers of features and of columns of the context.
FLOWS = {
    "maf.zuko": (lambda: MAF(4, 2, transforms=3, hidden_features=(10, 11)), 4, 2),
    "maf_randperm.zuko": (
        lambda: MAF(5, 0, transforms=2, randperm=True, hidden_features=(9,)),
        5,
        0,
    ),
    "nsf.zuko": (lambda: NSF(3, 1, bins=6, transforms=2, hidden_features=(10, 10)), 3, 1),
    "maf.nflows": (lambda: MaskedAutoregressiveFlow(4, 10, 3, 2), 4, 0),
    "maf_feedforward.nflows": (
        lambda: MaskedAutoregressiveFlow(
            3, 9, 2, 1, use_residual_blocks=False, use_random_masks=True,
            use_random_permutations=True,
        ),
        3,
        0,
    ),
    "real_nvp.nflows": (lambda: SimpleRealNVP(4, 8, 3, 2), 4, 0),
    "nsf_coupling.nflows": (spline_coupling, 4, 0),
    "nsf_autoregressive.nflows": (spline_autoregressive, 3, 0),
}


@torch.no_grad()
def main(directory):
    for seed, (name, (make, features, columns)) in enumerate(FLOWS.items()):
        torch.manual_seed(seed)
        flow = make().eval()
        for parameter in flow.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.25)
        state = {key: value.numpy() for key, value in flow.state_dict().items()}
        save = np.savez if name.endswith("zuko") else np.savez_compressed
        save(Path(directory, f"{name}.npz"), **state)
        x = np.round(np.random.default_rng(seed).normal(0, 2, (ROWS, features)), 3)
        c = np.round(np.random.default_rng(seed + 99).normal(0, 1, (ROWS, columns)), 3)
        flow.double()
        log_prob = density(name, flow, torch.tensor(x), torch.tensor(c) if columns else None)
        library = name.split(".")[1]
        head = f"Computed in float64 by {library} {version(library)} from the state in {name}.npz."
        values = {"x": x, "context": c if columns else None, "log_prob": log_prob.numpy()}
        write(Path(directory, f"{name}.properties"), head, values)


def density(name, flow, x, context):
    return flow(context).log_prob(x) if name.endswith("zuko") else flow.log_prob(x)


if __name__ == "__main__":
    main(*sys.argv[1:])
