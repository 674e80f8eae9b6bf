"""TensorFlow Probability's bijectors, each work compiled by tf.function(jit_compile=True).

RealNVP and MaskedAutoregressiveFlow, the latter on an AutoregressiveNetwork, with Permute in
between. Dense layers and, for splines, sizes and slopes of the bins are plain TensorFlow; splines
on [-5, 5].
"""

import math
import os

BOUND = 5.0


def use_threads(threads):
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)


class Model:
    def __init__(self, family, d, layers, hidden, bins):
        import tensorflow as tf
        import tensorflow_probability as tfp
        import tf_keras

        self.tf, self.tfb, self.tf_keras = tf, tfp.bijectors, tf_keras
        self.d, self.hidden, self.bins = d, hidden, bins
        self.variables = []
        reverse = self.tfb.Permute(list(range(d))[::-1])
        host = self._coupling if family in ("RealNVP", "NSF-C") else self._autoregressive
        map, count = (
            (self._spline, 3 * bins - 1) if family.startswith("NSF") else (self._affine, 2)
        )
        links = [host(map, count)]
        for _ in range(layers - 1):
            links += [reverse, host(map, count)]
        base = tfp.distributions.MultivariateNormalDiag(tf.zeros(d), tf.ones(d))
        flow = tfp.distributions.TransformedDistribution(base, self.tfb.Chain(links))
        self.optimizer = tf_keras.optimizers.Adam(1e-4)
        self.optimizer.build(self.variables)

        @tf.function(jit_compile=True)
        def density(x):
            return flow.log_prob(x)

        @tf.function(jit_compile=True)
        def draws(count, seed):
            return flow.sample(count, seed=seed)

        @tf.function(jit_compile=True)
        def step(x):
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(self.variables)
                loss = -tf.reduce_mean(flow.log_prob(x))
            gradients = tape.gradient(loss, self.variables)
            self.optimizer.apply_gradients(zip(gradients, self.variables))
            return loss

        self.density, self.draws, self.one_step = density, draws, step
        self.seed = 0

    def parameters(self):
        return sum(math.prod(variable.shape) for variable in self.variables)

    def log_prob(self, x):
        return self.density(self.tf.constant(x)).numpy()

    def sample(self, count):
        self.seed += 1
        return self.draws(count, self.tf.constant([0, self.seed])).numpy()

    def step(self, x):
        return float(self.one_step(self.tf.constant(x)).numpy())

    def _coupling(self, map, count):
        tf, kept = self.tf, self.d // 2
        sizes = [kept, self.hidden, self.hidden, (self.d - kept) * count]
        draw = self.tf_keras.initializers.GlorotUniform(seed=len(self.variables))
        layers = [
            (tf.Variable(draw((i, o))), tf.Variable(tf.zeros(o))) for i, o in zip(sizes, sizes[1:])
        ]
        self.variables += [variable for layer in layers for variable in layer]

        def moved(x, units):
            h = x
            for i, (kernel, bias) in enumerate(layers):
                h = (tf.nn.relu(h) if i else h) @ kernel + bias
            return map(tf.reshape(h, (-1, units, count)))

        return self.tfb.RealNVP(num_masked=kept, bijector_fn=moved)

    def _autoregressive(self, map, count):
        network = self.tfb.AutoregressiveNetwork(
            count, [self.d], hidden_units=[self.hidden, self.hidden], activation="relu"
        )
        network.build((None, self.d))
        self.variables += network.trainable_variables
        return self.tfb.MaskedAutoregressiveFlow(bijector_fn=lambda x: map(network(x)))

    def _affine(self, theta):
        shift, scale = self.tfb.Shift(theta[..., 1]), self.tfb.Scale(log_scale=theta[..., 0])
        return self.tfb.Chain([shift, scale])

    def _spline(self, theta):
        tf, bins = self.tf, self.bins

        def sizes(raw):
            return 2 * BOUND * (1e-3 + (1 - 1e-3 * bins) * tf.nn.softmax(raw))

        widths, heights, slopes = tf.split(theta, [bins, bins, bins - 1], -1)
        slopes = 1e-3 + tf.nn.softplus(slopes + math.log(math.expm1(1 - 1e-3)))
        return self.tfb.RationalQuadraticSpline(sizes(widths), sizes(heights), slopes, -BOUND)
