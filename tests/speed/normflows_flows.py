"""normflows' flows.

Couplings of splines have alternating masks; their residual network and the trainable spline of the
kept half are exchanged for an MLP and nothing, so that the architectures are equal. Between the
others halves are swapped, since there is no reversal. Splines on [-5, 5].
"""

import normflows as nf
import torch
from normflows.flows.neural_spline.autoregressive import (
    MaskedPiecewiseRationalQuadraticAutoregressive,
)
from normflows.flows.neural_spline.coupling import PiecewiseRationalQuadraticCoupling
from normflows.utils.masks import create_alternating_binary_mask

from torch_flow import TorchFlow, use_threads  # noqa: F401

BOUND = 5.0


class Network(nf.nets.MLP):
    def forward(self, x, context=None):
        return super().forward(x)


class Model(TorchFlow):
    def __init__(self, family, d, layers, hidden, bins):
        spline = dict(num_bins=bins, tails="linear", tail_bound=BOUND)
        made = dict(hidden_features=hidden, num_blocks=1, use_residual_blocks=False)

        def real_nvp(i):
            kept = d - d // 2
            network = nf.nets.MLP([kept, hidden, hidden, 2 * (d - kept)])
            return nf.flows.AffineCouplingBlock(network)

        def spline_coupling(i):
            flow = nf.flows.CoupledRationalQuadraticSpline(d, 1, hidden, num_bins=bins)
            flow.prqct = PiecewiseRationalQuadraticCoupling(
                create_alternating_binary_mask(d, even=i % 2 == 0),
                lambda inputs, outputs: Network([inputs, hidden, hidden, outputs]),
                **spline,
            )
            return flow

        def spline_autoregressive(i):
            flow = nf.flows.AutoregressiveRationalQuadraticSpline(d, 1, hidden, num_bins=bins)
            flow.mprqat = MaskedPiecewiseRationalQuadraticAutoregressive(
                features=d, **made, **spline
            )
            return flow

        host = {
            "RealNVP": real_nvp,
            "MAF": lambda i: Turned(nf.flows.MaskedAffineAutoregressive(d, **made)),
            "NSF-C": spline_coupling,
            "NSF-AR": spline_autoregressive,
        }[family]
        links = [host(0)]
        for i in range(1, layers):
            if family != "NSF-C":
                links.append(nf.flows.Permute(d, mode="swap"))
            links.append(host(i))
        super().__init__(nf.NormalizingFlow(nf.distributions.DiagGaussian(d, False), links))

    def log_prob_of(self, x):
        return self.flow.log_prob(x)

    def sample_of(self, count):
        return self.flow.sample(count)[0]


class Turned(nf.flows.Reverse):
    """The densities of its MaskedAffineAutoregressive take a pass a feature; turned, one pass."""
