"""Flows of nflows, normflows, TorchCFM and zuko."""

import nflows.flows
import nflows.transforms as nf
import normflows
import torch
import zuko
from nflows.distributions import StandardNormal
from nflows.nn.nets import MLP
from torch.nn.functional import silu
from torchcfm.conditional_flow_matching import ConditionalFlowMatcher
from zuko.flows import BPF, CNF, MAF, NAF, NICE, NSF, SOSPF, UNAF
from zuko.transforms import AdditiveTransform, FreeFormJacobianTransform, GaussianizationTransform

from zuko_training import sizes


class Network(MLP):
    """A network for a coupling, which divides by the root of hidden_features."""

    def __init__(self, inputs, outputs, hidden):
        super().__init__([inputs], [outputs], hidden, silu)
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


class Matching(torch.nn.Module):
    """A velocity from noise at time zero to data at time one."""

    def __init__(self, d, hidden):
        super().__init__()
        self.d = d
        self.velocity = zuko.nn.MLP(d + 1, d, hidden, activation=torch.nn.SiLU)
        self.matcher = ConditionalFlowMatcher(sigma=0.0)

    def at(self, t, x):
        return self.velocity(torch.cat((x, t.expand(*x.shape[:-1], 1)), dim=-1))

    def forward(self):
        """The density by the exact trace, as zuko's CNF has it."""
        path = FreeFormJacobianTransform(
            lambda t, x: -self.at(1 - t, x), t0=0.0, t1=1.0, phi=self.parameters(), exact=True
        )
        base = zuko.distributions.DiagNormal(torch.zeros(self.d), torch.ones(self.d))
        return zuko.distributions.NormalizingFlow(path, base)

    def loss(self, x):
        t, between, velocity = self.matcher.sample_location_and_conditional_flow(
            torch.randn_like(x), x
        )
        return (self.at(t[:, None], between) - velocity).square().mean()


def couplings(kind, d, given, **options):
    """Couplings of nflows; layers in turn transform every second feature, and the others."""
    hidden = sizes(given)["hidden_features"]
    masks = [[(i + j) % 2 for i in range(d)] for j in range(int(given["layers"]))]
    return [kind(mask, lambda a, b: Network(a, b, hidden), **options) for mask in masks]


def stack(d, layers):
    return Called(nflows.flows.Flow(nf.CompositeTransform(layers), StandardNormal([d])))


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


def nsf(d, bins, **options):
    return NSF(d, bins=bins, **options)


def mixtures(d, components, **options):
    shapes = [(components,), (components,)]
    return MAF(d, univariate=GaussianizationTransform, shapes=shapes, **options)


def ffjord(d, given):
    return CNF(d, hidden_features=sizes(given)["hidden_features"])


def residual(d, given):
    widths = [d, *sizes(given)["hidden_features"], d]
    layers = [
        normflows.flows.Residual(normflows.nets.LipschitzMLP(widths, lipschitz_const=0.9))
        for _ in range(int(given["stacked"]))
    ]
    base = normflows.distributions.DiagGaussian(d, trainable=False)
    return Residual(normflows.NormalizingFlow(base, layers))


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
    "residual": ("normflows", residual),
    "ffjord": ("zuko", ffjord),
    "flow-matching": ("torchcfm", lambda d, given: Matching(d, sizes(given)["hidden_features"])),
}
