"""Traces the training of FlowJAX's masked autoregressive flow with splines.

usage: flowjax_trace.py FOLDER flowjax DATA SEED BEGAN

BEGAN is when the process began, in milliseconds as of the clock.
"""

import sys
import time

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import optax
from flowjax.bijections import RationalQuadraticSpline
from flowjax.distributions import Normal
from flowjax.flows import masked_autoregressive_flow
from flowjax.train.losses import MaximumLikelihoodLoss
from flowjax.train.train_utils import step as update
from paramax import NonTrainable, non_trainable

from settings import PARTS, Results, batches, read, settings

BOUND = 5


def flow_of(d, given, seed):
    hidden = given["hidden"].split()
    flow = masked_autoregressive_flow(
        jax.random.key(int(seed)),
        base_dist=Normal(jnp.zeros(d)),
        transformer=RationalQuadraticSpline(knots=int(given["bins"]) - 1, interval=BOUND),
        flow_layers=int(given["layers"]),
        nn_width=int(hidden[0]),
        nn_depth=len(hidden),
    )
    return eqx.tree_at(lambda flow: flow.base_dist, flow, replace_fn=non_trainable)


def optimizer_of(given):
    rate = optax.cosine_decay_schedule(float(given["rate"]), int(given["steps"]))
    return optax.chain(optax.clip_by_global_norm(float(given["clip"])), optax.adam(rate))


@eqx.filter_jit
def loss_of(params, static, x):
    return -eqx.combine(params, static).log_prob(x).mean()


def snapshots(flow, training, validation, given, seed, began):
    """Yields seconds, trainable and other parts, until the validation rows improve no more."""
    is_leaf = lambda leaf: isinstance(leaf, NonTrainable)
    params, static = eqx.partition(flow, eqx.is_inexact_array, is_leaf=is_leaf)
    optimizer, loss = optimizer_of(given), MaximumLikelihoodLoss()
    state, source = optimizer.init(params), batches(training, int(given["batch"]), seed)
    best, failures = np.inf, 0
    fixed = dict(key=jax.random.key(1), optimizer=optimizer, loss_fn=loss)
    one = eqx.filter_jit(lambda p, x, s: update(p, static, x, opt_state=s, **fixed))
    for step in range(1, int(given["steps"]) + 1):
        params, state, _ = one(params, next(source), state)
        if step % int(given["validation_every"]) == 0:
            found = float(loss_of(params, static, validation))
            yield time.time() - int(began) / 1000, params, static
            best, failures = (found, 0) if found < best else (best, failures + 1)
            if failures >= int(given["patience"]):
                return


def trace(folder, data, seed, began):
    """Returns seconds and test losses in turn; the latter are computed after the training."""
    given = settings(folder)
    training, validation, test = (read(folder, data, seed, part) for part in PARTS)
    flow = flow_of(training.shape[1], given, seed)
    seen = list(snapshots(flow, training, validation, given, seed, began))
    return [v for at, params, rest in seen for v in (at, float(loss_of(params, rest, test)))]


def main(folder, library, data, seed, began):
    key = library, data, "trace", seed
    Results(folder).measure(key, lambda: trace(folder, data, seed, began))


if __name__ == "__main__":
    main(*sys.argv[1:])
