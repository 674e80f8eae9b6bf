"""flowjax's recipes coupling_flow and masked_autoregressive_flow, each work compiled by JAX.

Their layers are run by a scan, with a random permutation after each. The scale of an affine map is
a softplus. The spline has trainable slopes also at its ends, two parameters more a feature than
tfflows', on [-5, 5]. The number of threads is set before JAX starts.
"""

import os

BOUND = 5


def use_threads(threads):
    if threads == 1:
        os.environ["PJRT_NPROC"] = os.environ["NPROC"] = "1"
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"


class Model:
    def __init__(self, family, d, layers, hidden, bins):
        import equinox as eqx
        import jax
        import jax.numpy as jnp
        import optax
        from flowjax.bijections import RationalQuadraticSpline
        from flowjax.distributions import Normal
        from flowjax.flows import coupling_flow, masked_autoregressive_flow
        from flowjax.train.losses import MaximumLikelihoodLoss
        from flowjax.train.train_utils import step
        from paramax import NonTrainable, non_trainable

        recipe = coupling_flow if family in ("RealNVP", "NSF-C") else masked_autoregressive_flow
        spline = RationalQuadraticSpline(knots=bins - 1, interval=BOUND)
        flow = recipe(
            jax.random.key(0),
            base_dist=Normal(jnp.zeros(d)),
            transformer=spline if family.startswith("NSF") else None,
            flow_layers=layers,
            nn_width=hidden,
            nn_depth=2,
        )
        flow = eqx.tree_at(lambda flow: flow.base_dist, flow, replace_fn=non_trainable)
        self.jax = jax
        self.key = jax.random.key(1)
        self.flow = flow
        self.density = eqx.filter_jit(lambda flow, x: flow.log_prob(x))
        self.draws = eqx.filter_jit(lambda flow, key, n: flow.sample(key, (n,)))
        self.params, self.static = eqx.partition(
            flow, eqx.is_inexact_array, is_leaf=lambda leaf: isinstance(leaf, NonTrainable)
        )
        optimizer = optax.adam(1e-4)
        self.state = optimizer.init(self.params)
        loss = MaximumLikelihoodLoss()

        @eqx.filter_jit
        def one_step(params, static, x, key, state):
            return step(
                params, static, x, key=key, optimizer=optimizer, opt_state=state, loss_fn=loss
            )

        self.one_step = one_step
        leaves = jax.tree.leaves(eqx.filter(self.params, eqx.is_inexact_array))
        self.count = sum(leaf.size for leaf in leaves)

    def parameters(self):
        return self.count

    def log_prob(self, x):
        import numpy as np

        return np.asarray(self.density(self.flow, x))

    def sample(self, count):
        import numpy as np

        self.key, key = self.jax.random.split(self.key)
        return np.asarray(self.draws(self.flow, key, count))

    def step(self, x):
        self.params, self.state, loss = self.one_step(
            self.params, self.static, x, self.key, self.state
        )
        return float(loss)
