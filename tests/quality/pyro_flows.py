"""Flows of Pyro."""

import pyro.distributions as pyro
import pyro.distributions.transforms as pt
import torch
from pyro.nn import AutoRegressiveNN, DenseNN
from torch.nn.functional import silu

from zuko_training import sizes


class Fresh(torch.nn.Module):
    """A distribution of Pyro, made anew in each call, since its maps remember their last value."""

    def __init__(self, d, layers, modules, draws=True):
        super().__init__()
        self.d = d
        self.draws = draws
        self.layers = layers
        self.parts = torch.nn.ModuleList(modules)

    def forward(self):
        base = pyro.Normal(torch.zeros(self.d), torch.ones(self.d)).to_event(1)
        flow = pyro.TransformedDistribution(base, self.layers)
        flow.clear_cache()
        return flow


def without_inverse(layer_of, stacked):
    """Layers of Pyro that have no inverse: the density of data needs none, draws have none."""

    def flow(d, given):
        layers = [layer_of(d) for _ in range(int(given["stacked"]) * stacked)]
        return Fresh(d, [layer.inv for layer in layers], layers, draws=False)

    return "pyro", flow


def reversing(d, layers):
    """Layers of Pyro, each followed by the features in reversed order."""
    order = torch.arange(d).flip(0)
    return Fresh(d, [part for layer in layers for part in (layer, pt.permute(d, order))], layers)


def inverse_autoregressive(d, given):
    hidden, count = sizes(given)["hidden_features"], int(given["layers"])
    networks = [AutoRegressiveNN(d, hidden, nonlinearity=silu) for _ in range(count)]
    return reversing(d, [pt.AffineAutoregressive(network) for network in networks])


def linear_rational(d, given):
    hidden, bins, split = sizes(given)["hidden_features"], int(given["bins"]), d // 2
    widths = [(d - split) * n for n in (bins, bins, bins - 1, bins)]

    def coupling():
        network = DenseNN(split, hidden, widths, nonlinearity=silu)
        return pt.SplineCoupling(d, split, network, bins, float(given["bound"]), "linear")

    return reversing(d, [coupling() for _ in range(int(given["layers"]))])


FLOWS = {
    "planar": without_inverse(pt.planar, 2),
    "radial": without_inverse(pt.radial, 2),
    "sylvester": without_inverse(lambda d: pt.Sylvester(d, d), 1),
    "linear-rational-spline": ("pyro", linear_rational),
    "iaf": ("pyro", inverse_autoregressive),
}
