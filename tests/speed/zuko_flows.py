"""zuko's flows.

Its recipes MAF and NSF as they are, with their alternating orders; couplings are those of its
RealNVP, with alternating masks, whose scalar map is exchanged for the spline in NSF-C. The spline
of d features takes 3 bins - 1 parameters, as in tfflows, on [-5, 5].
"""

from functools import partial

import torch
import zuko
from zuko.flows.coupling import NICE
from zuko.transforms import MonotonicRQSTransform

from torch_flow import TorchFlow, use_threads  # noqa: F401


class Model(TorchFlow):
    def __init__(self, family, d, layers, hidden, bins):
        sizes = dict(features=d, transforms=layers, hidden_features=(hidden, hidden))
        spline = dict(
            univariate=partial(MonotonicRQSTransform, slope=1e-3),
            shapes=[(bins,), (bins,), (bins - 1,)],
        )
        super().__init__(
            {
                "RealNVP": lambda: zuko.flows.RealNVP(**sizes),
                "MAF": lambda: zuko.flows.MAF(**sizes),
                "NSF-C": lambda: NICE(**sizes, **spline),
                "NSF-AR": lambda: zuko.flows.NSF(**sizes, bins=bins),
            }[family]()
        )

    def log_prob_of(self, x):
        return self.flow().log_prob(x)

    def sample_of(self, count):
        return self.flow().sample((count,))
