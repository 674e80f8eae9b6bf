"""Trains architectures of other libraries, and prints them beside those of tfflows.

usage: architectures.py FOLDER

The peers have the sizes of the settings. They differ from tfflows in this: naf and
unconstrained-monotonic of zuko have a network for their monotonic functions, in zuko's own size;
its ffjord has adaptive steps; and FlowJAX puts the
splines of triangular-spline between bounds by a hyperbolic tangent.
"""

import os
import sys
import time

# One thread for JAX, read when it is imported.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import nflows.flows
import nflows.transforms as nf
import normflows
import torch
import zuko
from nflows.distributions import StandardNormal
from nflows.nn.nets import MLP
from zuko.flows import BPF, CNF, MAF, NAF, NICE, NSF, SOSPF, UNAF
from zuko.transforms import AdditiveTransform, GaussianizationTransform

from settings import (
    PARTS,
    Results,
    Stopwatch,
    print_head,
    print_row,
    properties,
    read,
    settings,
    spread,
)
from zuko_training import Run, log_likelihood, sizes

DRAWS = 1000


class Network(MLP):
    """A network for a coupling, which divides by the root of hidden_features."""

    def __init__(self, inputs, outputs, hidden):
        super().__init__([inputs], [outputs], hidden, torch.nn.functional.silu)
        self.hidden_features = hidden[-1]

    def forward(self, inputs, context=None):
        return super().forward(inputs)


class Called(torch.nn.Module):
    """A flow that is called for its density, as zuko's are."""

    def __init__(self, flow):
        super().__init__()
        self.flow = flow

    def forward(self):
        return self.flow


class Residual(Called):
    """A flow that trains where there are gradients, with matrices scaled to their new norms."""

    def forward(self):
        normflows.utils.update_lipschitz(self.flow, 5)
        return self.flow.train(torch.is_grad_enabled())


def stack(d, layers):
    return Called(nflows.flows.Flow(nf.CompositeTransform(layers), StandardNormal([d])))


def couplings(kind, d, given, **options):
    """Couplings of nflows; layers in turn transform every second feature, and the others."""
    hidden = sizes(given)["hidden_features"]
    masks = [[(i + j) % 2 for i in range(d)] for j in range(int(given["layers"]))]
    return [kind(mask, lambda a, b: Network(a, b, hidden), **options) for mask in masks]


def splines(kind):
    def flow(d, given):
        ends = {"tails": "linear", "tail_bound": float(given["bound"])}
        return stack(d, couplings(kind, d, given, num_bins=int(given["bins"]), **ends))

    return "nflows", flow


def glow(d, given):
    layers = couplings(nf.AffineCouplingTransform, d, given)
    return stack(d, [part for layer in layers for part in (layer, nf.LULinear(d))])


def of_zuko(kind, **options):
    options.setdefault("activation", torch.nn.SiLU)
    return "zuko", lambda d, given: kind(d, **sizes(given), **options)


def with_bins(kind):
    """A flow of zuko with as many bins, or parts of a mixture."""

    def flow(d, given):
        bins = int(given["bins"])
        return kind(d, bins, **sizes(given), activation=torch.nn.SiLU)

    return "zuko", flow


def residual(d, given):
    widths = [d, *sizes(given)["hidden_features"], d]
    layers = [
        normflows.flows.Residual(normflows.nets.LipschitzMLP(widths, lipschitz_const=0.9))
        for _ in range(int(given["stacked"]))
    ]
    base = normflows.distributions.DiagGaussian(d, trainable=False)
    return Residual(normflows.NormalizingFlow(base, layers))


def nsf(d, bins, **options):
    return NSF(d, bins=bins, **options)


def mixtures(d, components, **options):
    shapes = [(components,), (components,)]
    return MAF(d, univariate=GaussianizationTransform, shapes=shapes, **options)


def ffjord(d, given):
    return CNF(d, hidden_features=sizes(given)["hidden_features"])


FLOWS = {
    "nice": of_zuko(NICE, univariate=AdditiveTransform, shapes=[()]),
    "real-nvp": of_zuko(NICE),
    "glow": ("nflows", glow),
    "linear-spline": splines(nf.PiecewiseLinearCouplingTransform),
    "quadratic-spline": splines(nf.PiecewiseQuadraticCouplingTransform),
    "cubic-spline": splines(nf.PiecewiseCubicCouplingTransform),
    "nsf-coupling": splines(nf.PiecewiseRationalQuadraticCouplingTransform),
    "maf": of_zuko(MAF),
    "nsf-autoregressive": with_bins(nsf),
    "gaussianization": with_bins(mixtures),
    "sum-of-squares": of_zuko(SOSPF, polynomials=3, degree=4),
    "bernstein": of_zuko(BPF, degree=16),
    "naf": of_zuko(NAF),
    "unconstrained-monotonic": of_zuko(UNAF),
    "triangular-spline": ("flowjax", None),
    "residual": ("normflows", residual),
    "ffjord": ("zuko", ffjord),
}


def milliseconds(work, given):
    """Works at least twice, until so many seconds are over; the first time does not count."""
    work(0)
    watch, repeats, seconds = Stopwatch(), 0, 0
    while repeats == 0 or seconds < float(given["drawing"]):
        repeats += 1
        work(repeats)
        seconds = watch.read()[1]
    return 1e3 * seconds / repeats


def between(clock, given):
    """Returns milliseconds a step from the first validation of trained weights to the last."""
    return 1e3 * (clock[-1] - clock[0]) / (len(clock) - 1) / int(given["validation_every"])


@torch.no_grad()
def draw(library, flow):
    return flow().sample((DRAWS,) if library == "zuko" else DRAWS)


def train(folder, data, name, seed, given):
    """Returns the mean log-likelihood of the test rows, and milliseconds for a step and draws."""
    library, flow_of = FLOWS[name]
    parts = [read(folder, data, seed, part) for part in PARTS]
    if library == "flowjax":
        return train_triangular(*parts, given, seed)
    training, validation, test = map(torch.from_numpy, parts)
    torch.manual_seed(int(seed))
    clock = []
    listener = lambda run: clock.append(time.process_time())
    flow = flow_of(training.shape[1], given)
    Run(flow, given, training, validation, listener=listener).fit(float(given["rate"]))
    drawing = milliseconds(lambda i: draw(library, flow), given)
    return log_likelihood(flow, test), between(clock[1:], given), drawing


def train_triangular(training, validation, test, given, seed):
    import equinox as eqx
    import jax
    from flowjax.distributions import Normal
    from flowjax.flows import triangular_spline_flow
    from flowjax_trace import loss_of, snapshots
    from paramax import non_trainable

    flow = triangular_spline_flow(
        jax.random.key(int(seed)),
        base_dist=Normal(jax.numpy.zeros(training.shape[1])),
        flow_layers=int(given["stacked"]),
        knots=int(given["bins"]),
        tanh_max_val=float(given["bound"]),
    )
    flow = eqx.tree_at(lambda flow: flow.base_dist, flow, replace_fn=non_trainable)
    clock, seen = [], []
    for _, params, static in snapshots(flow, training, validation, given, seed, 0):
        clock.append(time.process_time())
        seen.append((params, static))
    params, static = min(seen, key=lambda pair: float(loss_of(*pair, validation)))
    sample = eqx.filter_jit(lambda key: eqx.combine(params, static).sample(key, (DRAWS,)))
    drawing = milliseconds(lambda i: sample(jax.random.key(i)).block_until_ready(), given)
    return -float(loss_of(params, static, test)), between(clock, given), drawing


def print_table(folder, given, results):
    print("\nMean log-likelihood of the test rows in nats a row; milliseconds of the CPU for a step")
    print("of training and its part of the validations, and for 1,000 draws.\n")
    for key, value in properties(folder + "/truths.properties").items():
        print(f"The true density has {float(value):.3f} on {key}.\n")
    columns = "nats", "library", "difference", "step", "library", "draws", "library"
    print_head("architecture", "library", "data", *columns)
    for name in given["flows"].split():
        for data in given["data"].split():
            library = FLOWS[name][0]
            a, b = results.of("tfflows", data, name), results.of(library, data, name)
            nats = spread(a[:, 0]), spread(b[:, 0]), f"{a[:, 0].mean() - b[:, 0].mean():+.3f}"
            times = [f"{found[:, i].mean():.1f}" for i in (1, 2) for found in (a, b)]
            print_row(name, library, data, *nats, *times)


def main(folder):
    given, results = settings(folder), Results(folder)
    torch.set_num_threads(int(given["threads"]))
    for seed in given["seeds"].split():
        for data in given["data"].split():
            for name in given["flows"].split():
                key = FLOWS[name][0], data, name, seed
                results.measure(key, lambda: train(folder, data, name, seed, given))
    print_table(folder, given, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
