"""normflows' planar, radial and linear flows with the weights of a flow."""

import numpy as np
import torch
from normflows import NormalizingFlow
from normflows.distributions import DiagGaussian
from normflows.flows import Invertible1x1Conv, Planar, Radial
from torch.nn.functional import softplus

from flows import lu

NOTE = {
    "convolution": "Invertible1x1Conv with use_lu as it is, on images of 2 by 2 with 3 channels.",
    "planar": "Planar with tanh as it is, from the base to the data only.",
    "planar_leaky_relu": "Planar with leaky_relu, its negative slope set to 0.01.",
    "radial": "Radial, its alpha the softplus of that of tfflows; from the base to the data only.",
}


class Peer:
    """Both libraries map from the base to the data. Two of the flows have no inverse here."""

    def __init__(self, name, links, weights, context, dtype):
        self.dtype = getattr(torch, dtype)
        self.images = name == "convolution"
        self.invertible = name in ("convolution", "planar_leaky_relu")
        event = (3, 2, 2) if self.images else (4,)
        flows = [LINKS[link.kind](name, link, of_link) for link, of_link in zip(links, weights)]
        base = DiagGaussian(event, trainable=False)
        self.flow = NormalizingFlow(base, flows).to(self.dtype)

    @torch.no_grad()
    def inverse(self, x, context):
        x = self._event(x)
        return self._rows(self.flow.inverse(x)), self.flow.log_prob(x).numpy()

    @torch.no_grad()
    def forward(self, z, context):
        return self._rows(self.flow.forward(self._event(z)))

    @torch.no_grad()
    def forward_and_log_prob(self, z):
        z = self._event(z)
        x, log_det = self.flow.forward_and_log_det(z)
        return self._rows(x), (self.flow.q0.log_prob(z) - log_det).numpy()

    def _event(self, rows):
        """Images of tfflows have their channels last; sums of normflows are of the default type."""
        torch.set_default_dtype(self.dtype)
        rows = torch.tensor(rows, dtype=self.dtype)
        return rows.reshape(-1, 2, 2, 3).permute(0, 3, 1, 2) if self.images else rows

    def _rows(self, events):
        rows = events.permute(0, 2, 3, 1) if self.images else events
        return rows.numpy().reshape(len(rows), -1)


def planar(name, link, weights):
    act = "tanh" if name == "planar" else "leaky_relu"
    u, w = tensor(weights["u"])[None], tensor(weights["w"])[None]
    flow = Planar((4,), act, u=u, w=w, b=tensor(weights["b"])[None])
    if act == "leaky_relu":
        flow.h.negative_slope = 0.01
    return flow


def radial(name, link, weights):
    flow = Radial((4,), z_0=tensor(weights["center"])[None]).double()
    with torch.no_grad():
        flow.alpha.copy_(softplus(tensor(weights["alpha"])))
        flow.beta.copy_(tensor(weights["beta"]))
    return flow


def convolution(name, link, weights):
    pivots, lower, upper = lu(link, weights)
    flow = Invertible1x1Conv(3, use_lu=True).double()
    with torch.no_grad():
        flow.P.copy_(tensor(np.eye(3)[:, pivots]))
        flow.L.copy_(tensor(lower))
        flow.U.copy_(tensor(np.triu(upper, 1)))
        flow.sign_S.copy_(tensor(np.sign(upper.diagonal())))
        flow.log_S.copy_(tensor(np.log(np.abs(upper.diagonal()))))
    return flow


def tensor(array):
    return torch.tensor(array, dtype=torch.float64)


LINKS = {"planar": planar, "radial": radial, "invertible_linear": convolution}
