"""nflows' transforms with reversals in between and no residual blocks.

Its MLP takes no context, with which couplings call their network. Splines on [-5, 5]; a MADE of
one block without residual has two hidden layers.
"""

import torch
from nflows import transforms
from nflows.distributions import StandardNormal
from nflows.flows import Flow
from nflows.nn.nets import MLP

from torch_flow import TorchFlow, use_threads  # noqa: F401

BOUND = 5.0


class Network(MLP):
    def forward(self, inputs, context=None):
        return super().forward(inputs)


class Model(TorchFlow):
    def __init__(self, family, d, layers, hidden, bins):
        mask = (torch.arange(d) >= d // 2).int()
        spline = dict(num_bins=bins, tails="linear", tail_bound=BOUND)
        made = dict(hidden_features=hidden, num_blocks=1, use_residual_blocks=False)

        def network(inputs, outputs):
            return Network([inputs], [outputs], [hidden, hidden])

        host = {
            "RealNVP": lambda: transforms.AffineCouplingTransform(mask, network),
            "MAF": lambda: transforms.MaskedAffineAutoregressiveTransform(d, **made),
            "NSF-C": lambda: transforms.PiecewiseRationalQuadraticCouplingTransform(
                mask, network, **spline
            ),
            "NSF-AR": lambda: transforms.MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
                d, **made, **spline
            ),
        }[family]
        links = [host()]
        for _ in range(layers - 1):
            links += [transforms.ReversePermutation(d), host()]
        super().__init__(Flow(transforms.CompositeTransform(links), StandardNormal([d])))

    def log_prob_of(self, x):
        return self.flow.log_prob(x)

    def sample_of(self, count):
        return self.flow.sample(count)
