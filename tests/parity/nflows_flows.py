"""nflows' hosts, networks, splines and normalization with the weights of a flow."""

import math

import numpy as np
import torch
from nflows import transforms
from nflows.distributions import StandardNormal
from nflows.flows import Flow
from nflows.nn.nets import ResidualNet

from flows import BINS, BOUND, D, KEPT, ascending, layers, lu

NOTE = {
    "nice": "AdditiveCouplingTransform, ResidualNet and PointwiseAffineTransform as they are.",
    "nsf_coupling_residual": "PiecewiseRationalQuadraticCouplingTransform and ResidualNet as they "
    "are, its last layer scaled by the root of its width, by which nflows divides, and shifted by "
    "the raw slope of one; NaiveLinear with the assembled matrix.",
    "nsf_autoregressive_residual": "MaskedPiecewiseRationalQuadraticAutoregressiveTransform with "
    "its scalar map turned around and its last layer shifted by the raw slope of one; hidden units "
    "reordered by degree; NaiveLinear with the assembled matrix.",
    "act_norm": "ActNorm as it is.",
}


class Peer:
    """nflows maps from the data to the base, so links come in reverse and are turned around."""

    def __init__(self, name, links, weights, context, dtype):
        self.dtype = getattr(torch, dtype)
        inverses = [
            LINKS[link.kind](link, of_link) for link, of_link in reversed(list(zip(links, weights)))
        ]
        self.flow = Flow(transforms.CompositeTransform(inverses), StandardNormal([D]))
        self.flow.to(self.dtype).eval()

    @torch.no_grad()
    def inverse(self, x, context):
        x = torch.tensor(x, dtype=self.dtype)
        return self.flow.transform_to_noise(x).numpy(), self.flow.log_prob(x).numpy()

    @torch.no_grad()
    def forward(self, z, context):
        return self.flow._transform.inverse(torch.tensor(z, dtype=self.dtype))[0].numpy()


class TurnedAround(transforms.MaskedPiecewiseRationalQuadraticAutoregressiveTransform):
    """Moves the data by the inverse of the spline, as tfflows does."""

    def _elementwise_forward(self, inputs, parameters):
        return super()._elementwise_inverse(inputs, parameters)

    def _elementwise_inverse(self, inputs, parameters):
        return super()._elementwise_forward(inputs, parameters)


class Matrix(transforms.NaiveLinear):
    """Solves by what took the place of the function that nflows calls for it."""

    def inverse_no_cache(self, inputs):
        outputs = torch.linalg.solve(self._weight, (inputs - self.bias).T).T
        return outputs, -torch.linalg.slogdet(self._weight)[1].expand(len(inputs))


def coupling(link, weights):
    def network(inputs, outputs):
        net = ResidualNet(inputs, outputs, hidden_features=8, num_blocks=1)
        block = net.blocks[0].linear_layers
        for layer, (kernel, bias) in zip(
            (net.initial_layer, *block, net.final_layer), layers(weights)
        ):
            fill(layer, kernel, bias)
        if link.map == "spline":
            adapt(net.final_layer, math.sqrt(8))
        return net

    mask = torch.arange(D) >= KEPT
    if link.map == "additive":
        return transforms.InverseTransform(transforms.AdditiveCouplingTransform(mask, network))
    return transforms.InverseTransform(
        transforms.PiecewiseRationalQuadraticCouplingTransform(
            mask, network, num_bins=BINS, tails="linear", tail_bound=BOUND
        )
    )


def autoregressive(link, weights):
    """nflows deals degrees out in turn."""
    transform = TurnedAround(
        D, hidden_features=12, num_blocks=1, num_bins=BINS, tails="linear", tail_bound=BOUND
    ).double()
    net = transform.autoregressive_net
    hidden = ascending(net.initial_layer.degrees)
    order = torch.arange(D)
    for layer, (kernel, bias) in zip(
        (net.initial_layer, *net.blocks[0].linear_layers, net.final_layer), layers(weights)
    ):
        to = hidden if len(bias) == 12 else torch.arange(len(bias))
        with torch.no_grad():
            layer.weight[to[:, None], order[None, :]] = torch.tensor(kernel.T)
            layer.bias[to] = torch.tensor(bias)
        order = to
    adapt(net.final_layer, 1)
    return transform


def adapt(output, divisor):
    """Undoes the division of widths and heights, and makes zero the raw slope of one."""
    is_slope = np.arange(len(output.bias)) % (3 * BINS - 1) >= 2 * BINS
    scale = torch.tensor(np.where(is_slope, 1, divisor))
    with torch.no_grad():
        output.weight *= scale[:, None]
        output.bias *= scale
        output.bias += torch.tensor(is_slope * math.log(math.expm1(1 - 1e-3)))


def linear(link, weights):
    pivots, lower, upper = lu(link, weights)
    transform = Matrix(D).double()
    with torch.no_grad():
        transform._weight.copy_(torch.tensor((lower @ upper)[pivots.argsort()]))
    return transform


def act_norm(link, weights):
    transform = transforms.ActNorm(D).double()
    with torch.no_grad():
        transform.log_scale.copy_(torch.tensor(weights["log_scale"]))
        transform.shift.copy_(torch.tensor(weights["shift"]))
    return transforms.InverseTransform(transform)


def affine(link, weights):
    """The squashing of the log-scale is not nflows', so it is done here."""
    a, t = weights["theta"][0].T
    scale = np.exp(a / (1 + np.abs(a) / math.log(1e3)))
    return transforms.InverseTransform(
        transforms.PointwiseAffineTransform(torch.tensor(t), torch.tensor(scale))
    )


def fill(layer, kernel, bias):
    layer.double()
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(kernel.T))
        layer.bias.copy_(torch.tensor(bias))


LINKS = {
    "coupling": coupling,
    "masked_autoregressive": autoregressive,
    "invertible_linear": linear,
    "act_norm": act_norm,
    "affine": affine,
    "permutation": lambda link, weights: transforms.ReversePermutation(D),
}
