"""zuko's hosts, networks, scalar maps and linear maps with the weights of a flow."""

import math

import torch
import zuko
from zuko.flows.autoregressive import MaskedAutoregressiveTransform
from zuko.flows.coupling import GeneralCouplingTransform
from zuko.lazy import Flow, UnconditionalDistribution, UnconditionalTransform
from zuko.transforms import (
    LULinearTransform,
    MonotonicAffineTransform,
    MonotonicRQSTransform,
    PermutationTransform,
)

from flows import BINS, BOUND, D, KEPT, ascending, layers, lu

SLOPE = 1e-3
NOTE = {
    "real_nvp": "Flow, GeneralCouplingTransform, MLP and MonotonicAffineTransform as they are.",
    "maf": "Flow, MaskedAutoregressiveTransform, MaskedMLP and MonotonicAffineTransform as they "
    "are; hidden units reordered by degree.",
    "nsf_coupling": "GeneralCouplingTransform, MLP, LULinearTransform and MonotonicRQSTransform; "
    "its raw spline parameters computed so that the knots are those of tfflows.",
    "nsf_autoregressive": "MaskedAutoregressiveTransform, MaskedMLP, LULinearTransform and "
    "MonotonicRQSTransform; its raw spline parameters computed so that the knots are those of "
    "tfflows.",
}


class Peer:
    """zuko maps from the data to the base, so links come in reverse and maps are turned around."""

    def __init__(self, name, links, weights, context, dtype):
        self.dtype = getattr(torch, dtype)
        torch.set_default_dtype(self.dtype)
        base = UnconditionalDistribution(
            zuko.distributions.DiagNormal, torch.zeros(D), torch.ones(D), buffer=True
        )
        transforms = []
        for link, of_link in reversed(list(zip(links, weights))):
            transforms += LINKS[link.kind](link, of_link, context)
        self.flow = Flow(transforms, base)

    @torch.no_grad()
    def inverse(self, x, context):
        x, flow = self._tensor(x), self._given(context)
        return flow.transform(x).numpy(), flow.log_prob(x).numpy()

    @torch.no_grad()
    def forward(self, z, context):
        return self._given(context).transform.inv(self._tensor(z)).numpy()

    def _given(self, context):
        return self.flow(None if context is None else self._tensor(context))

    def _tensor(self, array):
        return torch.tensor(array, dtype=self.dtype)


def coupling(link, weights, context):
    univariate, shapes = MAPS[link.map]
    kept = torch.arange(D) < KEPT
    transform = GeneralCouplingTransform(
        D, context, kept, univariate=univariate, shapes=shapes, hidden_features=(8, 8)
    )
    for layer, (kernel, bias) in zip(list(transform.hyper)[::2], layers(weights)):
        fill(layer, kernel, bias)
    return [transform]


def autoregressive(link, weights, context):
    """zuko deals degrees out in turn, and takes the context after the features."""
    univariate, shapes = MAPS[link.map]
    transform = MaskedAutoregressiveTransform(
        D, context, univariate=univariate, shapes=shapes, hidden_features=(12, 12)
    )
    lowest = 0 if context else 1
    hidden = ascending(lowest + torch.arange(12) % (D - lowest))
    order = torch.cat((D + torch.arange(context), torch.arange(D)))
    for layer, (kernel, bias) in zip(list(transform.hyper)[::2], layers(weights)):
        to = hidden if len(bias) == 12 else torch.arange(len(bias))
        with torch.no_grad():
            layer.weight[to[:, None], order[None, :]] = real(kernel.T)
            layer.bias[to] = real(bias)
        order = to
    return [transform]


def linear(link, weights, context):
    """L (U + D) is (L D) (1 + D⁻¹ U), where zuko has the diagonal of ones in the upper factor."""
    pivots, lower, upper = lu(link, weights)
    diagonal = upper.diagonal()
    packed = lower * diagonal + upper / diagonal[:, None] * (1 - torch.eye(D).numpy())
    return [
        UnconditionalTransform(LULinearTransform, real(packed), buffer=True),
        UnconditionalTransform(PermutationTransform, torch.tensor(pivots.argsort()), buffer=True),
    ]


def reverse(link, weights, context):
    order = torch.arange(D).flip(0)
    return [UnconditionalTransform(PermutationTransform, order, buffer=True)]


def fill(layer, kernel, bias):
    with torch.no_grad():
        layer.weight.copy_(real(kernel.T))
        layer.bias.copy_(real(bias))


def real(array):
    return torch.tensor(array, dtype=torch.get_default_dtype())


def affine(a, t):
    return MonotonicAffineTransform(t, a, slope=SLOPE).inv


def spline(widths, heights, slopes):
    """The spline whose knots are those of tfflows, by inverting zuko's squashing."""
    return MonotonicRQSTransform(
        unsquashed(centred(shares(widths).log()), 2),
        unsquashed(centred(shares(heights).log()), 2),
        unsquashed(positive(slopes).log(), 1),
        bound=BOUND,
        slope=SLOPE,
    ).inv


def shares(raw):
    return 1e-3 + (1 - 1e-3 * BINS) * raw.softmax(-1)


def centred(logits):
    """The logits of the same shares that are nearest to zero, where zuko's squashing can reach."""
    return logits - (logits.amax(-1, keepdim=True) + logits.amin(-1, keepdim=True)) / 2


def positive(raw):
    return 1e-3 + torch.nn.functional.softplus(raw + math.log(math.expm1(1 - 1e-3)))


def unsquashed(y, sharpness):
    """Solves y = u / (1 + |sharpness u / log(slope)|), which zuko computes, for u."""
    return y / (1 - (sharpness * y / math.log(SLOPE)).abs())


MAPS = {
    "affine": (affine, ((), ())),
    "spline": (spline, ((BINS,), (BINS,), (BINS - 1,))),
}
LINKS = {
    "coupling": coupling,
    "masked_autoregressive": autoregressive,
    "invertible_linear": linear,
    "permutation": reverse,
}
