"""Flows of FlowJAX, and their fit by the steps of flowjax_trace."""

import sys
import time

import equinox as eqx
import jax
from flowjax.distributions import Normal
from flowjax.flows import block_neural_autoregressive_flow, triangular_spline_flow
from paramax import non_trainable

from flowjax_trace import loss_of, snapshots
from settings import DRAWS, milliseconds


def triangular_spline(key, base, given):
    return triangular_spline_flow(
        key,
        base_dist=base,
        flow_layers=int(given["stacked"]),
        knots=int(given["bins"]),
        tanh_max_val=float(given["bound"]),
    )


def bnaf(key, base, given):
    return block_neural_autoregressive_flow(
        key, base_dist=base, nn_depth=2, nn_block_dim=8, flow_layers=int(given["layers"])
    )


FLOWS = {"bnaf": ("flowjax", bnaf), "triangular-spline": ("flowjax", triangular_spline)}


def fit(library, flow_of, parts, given, seed):
    """Returns what torch_fit.fit returns."""
    training, validation, test = parts
    base = Normal(jax.numpy.zeros(training.shape[1]))
    flow = flow_of(jax.random.key(int(seed)), base, given)
    flow = eqx.tree_at(lambda flow: flow.base_dist, flow, replace_fn=non_trainable)
    clock, seen = [], []
    for _, params, static in snapshots(flow, training, validation, given, seed, 0):
        clock.append(time.process_time())
        seen.append((params, static))
    params, static = min(seen, key=lambda pair: float(loss_of(*pair, validation)))
    return -float(loss_of(params, static, test)), clock, drawing(params, static, given)


def drawing(params, static, given):
    """Milliseconds for draws, nan where the bisection of FlowJAX does not converge."""
    sample = eqx.filter_jit(lambda key: eqx.combine(params, static).sample(key, (DRAWS,)))
    try:
        return milliseconds(lambda i: sample(jax.random.key(i)).block_until_ready(), given)
    except eqx.EquinoxRuntimeError:
        print("FlowJAX has no draws: its bisection does not converge", file=sys.stderr)
        return float("nan")
