"""Flows of TensorFlow Probability, and their fit: Adam, half a cosine, clipped gradients."""

import time

import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from settings import DRAWS, batches, milliseconds

tfb, tfd = tfp.bijectors, tfp.distributions


def highway(d, given, seed):
    layers = []
    for i in range(int(given["layers"])):
        layers += [
            tfp.experimental.bijectors.build_trainable_highway_flow(
                d, activation_fn=tf.nn.tanh, seed=(int(seed), i)
            ),
            tfb.Permute(list(reversed(range(d)))),
        ]
    base = tfd.MultivariateNormalDiag(tf.zeros(d))
    return tfd.TransformedDistribution(base, tfb.Invert(tfb.Chain(layers)))


FLOWS = {"highway": ("tfp", highway)}


class Fit:
    """The weights of the best validation of a training."""

    def __init__(self, flow, given):
        self.flow, self.given = flow, given
        rate, steps = float(given["rate"]), int(given["steps"])
        decay = tf_keras.optimizers.schedules.CosineDecay(rate, steps)
        self.adam = tf_keras.optimizers.Adam(decay, epsilon=1e-8)
        self.clip = float(given["clip"])
        self.loss = tf.function(lambda x: -tf.reduce_mean(flow.log_prob(x)))
        self.step = tf.function(self.update)

    def update(self, x):
        variables = self.flow.trainable_variables
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(self.flow.log_prob(x))
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), self.clip)
        self.adam.apply_gradients(zip(gradients, variables))

    def train(self, training, validation, seed):
        """Returns the times of the validations."""
        source = batches(training, int(self.given["batch"]), seed)
        best, weights, clock = float("inf"), None, []
        for step in range(1, int(self.given["steps"]) + 1):
            self.step(tf.constant(next(source)))
            if step % int(self.given["validation_every"]) == 0:
                found = float(self.loss(tf.constant(validation)))
                clock.append(time.process_time())
                if found < best:
                    best, weights = found, [v.numpy() for v in self.flow.trainable_variables]
        for variable, value in zip(self.flow.trainable_variables, weights):
            variable.assign(value)
        return clock


def fit(library, flow_of, parts, given, seed):
    """Returns what torch_fit.fit returns."""
    tf.config.threading.set_intra_op_parallelism_threads(int(given["threads"]))
    tf.config.threading.set_inter_op_parallelism_threads(int(given["threads"]))
    training, validation, test = parts
    flow = flow_of(training.shape[1], given, seed)
    fitted = Fit(flow, given)
    clock = fitted.train(training, validation, seed)
    sample = tf.function(lambda: flow.sample(DRAWS))
    return -float(fitted.loss(tf.constant(test))), clock, milliseconds(lambda i: sample(), given)
