"""Trains architectures of other libraries, and prints them beside those of tfflows.

usage: architectures.py FOLDER

The peers have the sizes of the settings. They differ from tfflows in this: naf and
unconstrained-monotonic of zuko have a network for their monotonic functions, in zuko's own size;
its ffjord has adaptive steps; FlowJAX puts the splines of triangular-spline between bounds by a
hyperbolic tangent, and has another activation in bnaf; Pyro's spline couplings also transform the
features that they condition on. Some architectures have no peer, and planar, radial and Sylvester
flows of Pyro no draws.
"""

import os
import sys

# One thread for JAX, read when it is imported.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import jax_flows
import pyro_flows
import tensorflow_flows
import torch_fit
import torch_flows
from settings import PARTS, Results, print_head, print_row, properties, read, settings, spread

FITS = {
    torch_fit.fit: {**torch_flows.FLOWS, **pyro_flows.FLOWS},
    jax_flows.fit: jax_flows.FLOWS,
    tensorflow_flows.fit: tensorflow_flows.FLOWS,
}
PEERS = {name: (*peer, fit) for fit, peers in FITS.items() for name, peer in peers.items()}


def between(clock, given):
    """Returns milliseconds a step from the first validation of trained weights to the last."""
    return 1e3 * (clock[-1] - clock[0]) / (len(clock) - 1) / int(given["validation_every"])


def train(folder, data, name, seed, given):
    """Returns the mean log-likelihood of the test rows, and milliseconds for a step and draws."""
    parts = [read(folder, data, seed, part) for part in PARTS]
    library, flow_of, fit = PEERS[name]
    nats, clock, drawing = fit(library, flow_of, parts, given, seed)
    return nats, between(clock, given), drawing


def print_table(folder, given, results):
    print("\nMean log-likelihood of the test rows in nats a row; milliseconds of the CPU for a step")
    print("of training and its part of the validations, and for 1,000 draws.\n")
    for key, value in properties(folder + "/truths.properties").items():
        print(f"The true density has {float(value):.3f} on {key}.\n")
    columns = "nats", "library", "difference", "step", "library", "draws", "library"
    print_head("architecture", "library", "data", *columns)
    for name in given["flows"].split():
        for data in given["data"].split():
            print_row(name, *cells(name, data, results))


def cells(name, data, results):
    ours = results.of("tfflows", data, name)
    if name not in PEERS:
        nats, step, draws = ours.mean(axis=0)
        return "none", data, spread(ours[:, 0]), "", "", f"{step:.2f}", "", f"{draws:.1f}", ""
    library = PEERS[name][0]
    peers = results.of(library, data, name)
    difference = f"{ours[:, 0].mean() - peers[:, 0].mean():+.3f}"
    steps = [f"{found[:, 1].mean():.2f}" for found in (ours, peers)]
    draws = [f"{found[:, 2].mean():.1f}" for found in (ours, peers)]
    nats = spread(ours[:, 0]), spread(peers[:, 0])
    return library, data, *nats, difference, *steps, *draws


def main(folder):
    given, results = settings(folder), Results(folder)
    for seed in given["seeds"].split():
        for data in given["data"].split():
            for name in filter(PEERS.__contains__, given["flows"].split()):
                key = PEERS[name][0], data, name, seed
                results.measure(key, lambda: train(folder, data, name, seed, given))
    print_table(folder, given, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
