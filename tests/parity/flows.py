"""The flows to compare, link by link from the base to the data, and random weights for them.

A link names its class as in tfflows, so that the weights have the names that tfflows gives them.
"""

from dataclasses import dataclass, field

import numpy as np

D = 4  # features
KEPT = D // 2  # features that a coupling keeps
BINS = 4
BOUND = 3.0
PARAMETERS = {"additive": 1, "affine": 2, "spline": 3 * BINS - 1}


@dataclass(frozen=True)
class Link:
    kind: str
    shapes: dict = field(default_factory=dict)
    map: str = ""
    net: str = ""
    seed: int = 0


# The constant factors of InvertibleLinear by size and seed: row i of LU is row pivots[i] of W. With
# all weights zero, its inverse takes the i-th unit vector to signs[i] times the pivots[i]-th.
PIVOTS_AND_SIGNS = {
    (3, 0): ([0, 2, 1], [-1, -1, 1]),
    (4, 0): ([0, 2, 1, 3], [-1, -1, -1, -1]),
    (4, 1): ([0, 3, 1, 2], [1, -1, -1, 1]),
    (4, 2): ([3, 2, 1, 0], [1, 1, 1, -1]),
}

REVERSE = Link("permutation")
ACT_NORM = Link("act_norm", {"log_scale": (D,), "shift": (D,)})
AFFINE = Link("affine", {"theta": (1, D, 2)}, "affine")
PLANAR = Link("planar", {"w": (D,), "u": (D,), "b": ()})
RADIAL = Link("radial", {"center": (D,), "alpha": (), "beta": ()})


def linear(seed, size=D):
    shapes = {"lower": (size, size), "upper": (size, size), "log_scale": (size,)}
    return Link("invertible_linear", shapes, seed=seed)


def coupling(map, net, context=0):
    shapes = NETS[net](KEPT + context, 8, (D - KEPT) * PARAMETERS[map])
    return Link("coupling", shapes, map, net)


def autoregressive(map, net, context=0):
    shapes = NETS[net](D + context, 12, D * PARAMETERS[map])
    return Link("masked_autoregressive", shapes, map, net)


def mlp(inputs, hidden, outputs):
    return {
        **dense("dense_0", inputs, hidden),
        **dense("dense_1", hidden, hidden),
        **dense("output", hidden, outputs),
    }


def residual(inputs, hidden, outputs):
    return {
        **dense("input", inputs, hidden),
        **dense("block_0.dense_0", hidden, hidden),
        **dense("block_0.dense_1", hidden, hidden),
        **dense("output", hidden, outputs),
    }


def dense(name, inputs, outputs):
    path = f"conditioner.{name}"
    return {f"{path}.kernel": (inputs, outputs), f"{path}.bias": (outputs,)}


NETS = {"mlp": mlp, "residual": residual}


def flow(name, context):
    """Returns the links of a flow of the test, which has the same names."""

    def spline(host, net):
        return [linear(0), host("spline", net), linear(1), host("spline", net), linear(2)]

    affine = coupling("affine", "mlp", context)
    return {
        "real_nvp": lambda: [affine, REVERSE, affine],
        "nice": lambda: [AFFINE] + around(REVERSE, coupling("additive", "residual")),
        "glow": lambda: [affine, linear(0), ACT_NORM, affine, linear(1), ACT_NORM],
        "maf": lambda: around(REVERSE, autoregressive("affine", "mlp", context)),
        "nsf_coupling": lambda: spline(coupling, "mlp"),
        "nsf_coupling_residual": lambda: spline(coupling, "residual"),
        "nsf_autoregressive": lambda: spline(autoregressive, "mlp"),
        "nsf_autoregressive_residual": lambda: spline(autoregressive, "residual"),
        "linear": lambda: [linear(0)],
        "convolution": lambda: [linear(0, 3)],
        "act_norm": lambda: [ACT_NORM],
        "planar": lambda: [PLANAR] * 3,
        "planar_leaky_relu": lambda: [PLANAR] * 3,
        "radial": lambda: [RADIAL] * 3,
    }[name]()


def around(between, link):
    return [link, between, link]


def draw(links, random):
    """Returns for each link its weights by name, of few digits so that they are short."""
    return [
        {name: np.round(random.normal(0, 0.2, shape), 3) for name, shape in link.shapes.items()}
        for link in links
    ]


def full_names(links, weights):
    """Returns all weights by the names that tfflows knows them by."""
    paths = [f"{i}_{link.kind}." if len(links) > 1 else "" for i, link in enumerate(links)]
    return {
        f"bijector.{path}{name}": values
        for path, of_link in zip(paths, weights)
        for name, values in of_link.items()
    }


def layers(weights):
    """Returns kernel and bias of each layer of a network, from its inputs to its outputs."""
    kernels = [values for name, values in weights.items() if name.endswith("kernel")]
    biases = [values for name, values in weights.items() if name.endswith("bias")]
    return list(zip(kernels, biases))


def lu(link, weights):
    """Returns pivots, lower factor, upper factor and the log of its diagonal's sizes."""
    lower, upper, log_scale = weights["lower"], weights["upper"], weights["log_scale"]
    pivots, signs = PIVOTS_AND_SIGNS[len(log_scale), link.seed]
    lower = np.tril(lower, -1) + np.eye(len(log_scale))
    upper = np.triu(upper, 1) + np.diag(signs * np.exp(log_scale))
    return np.array(pivots), lower, upper


def ascending(degrees):
    """Returns where the units are that come first, second... when ordered by degree."""
    return np.argsort(degrees, kind="stable")
