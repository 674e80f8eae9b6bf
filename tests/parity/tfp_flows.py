"""TensorFlow Probability's bijectors with the weights of a flow."""

import math

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from flows import BINS, BOUND, D, KEPT, PARAMETERS, layers, lu

tfb, tfd = tfp.bijectors, tfp.distributions
NOTE = {
    "real_nvp": "RealNVP, Scale and Shift as they are; dense layers and the squashing of the "
    "log-scale in TensorFlow.",
    "glow": "RealNVP, ScaleMatvecLU, Scale and Shift as they are; dense layers and the squashing "
    "of the log-scale in TensorFlow.",
    "maf": "MaskedAutoregressiveFlow, AutoregressiveNetwork, Scale and Shift as they are; the "
    "squashing of the log-scale in TensorFlow.",
    "nsf_coupling": "RealNVP, RationalQuadraticSpline and ScaleMatvecLU as they are; dense layers "
    "and the sizes and slopes of the bins in TensorFlow.",
    "nsf_autoregressive": "MaskedAutoregressiveFlow, AutoregressiveNetwork, "
    "RationalQuadraticSpline and ScaleMatvecLU as they are; the sizes and slopes of the bins in "
    "TensorFlow.",
    "linear": "ScaleMatvecLU as it is.",
}


class Peer:
    """Both libraries map from the base to the data; a Chain of TFP applies its last link first."""

    def __init__(self, name, links, weights, context, dtype):
        self.dtype = getattr(tf, dtype)
        tf_keras.backend.set_floatx(dtype)  # the activations of AutoregressiveNetwork go by it
        bijectors = []
        for link, of_link in zip(links, weights):
            values = {key: tf.constant(value, self.dtype) for key, value in of_link.items()}
            bijectors.append(LINKS[link.kind](link, values))
        base = tfd.MultivariateNormalDiag(tf.zeros(D, self.dtype), tf.ones(D, self.dtype))
        self.flow = tfd.TransformedDistribution(base, tfb.Chain(bijectors[::-1]))

    def inverse(self, x, context):
        x = tf.constant(x, self.dtype)
        return self.flow.bijector.inverse(x).numpy(), self.flow.log_prob(x).numpy()

    def forward(self, z, context):
        return self.flow.bijector.forward(tf.constant(z, self.dtype)).numpy()


def coupling(link, weights):
    def moved(kept, units):
        h = kept
        for i, (kernel, bias) in enumerate(layers(weights)):
            h = (tf.nn.relu(h) if i else h) @ kernel + bias
        return MAPS[link.map](tf.reshape(h, (-1, units, PARAMETERS[link.map])))

    return tfb.RealNVP(num_masked=KEPT, bijector_fn=moved)


def autoregressive(link, weights):
    dtype = next(iter(weights.values())).dtype
    network = tfb.AutoregressiveNetwork(
        PARAMETERS[link.map], [D], hidden_units=[12, 12], activation="relu", dtype=dtype
    )
    network.build((None, D))
    values = []
    for mask, (kernel, bias) in zip(network._masks, layers(weights)):
        values += [mask * kernel.numpy(), bias.numpy()]
    network._network.set_weights(values)
    return tfb.MaskedAutoregressiveFlow(bijector_fn=lambda x: MAPS[link.map](network(x)))


def linear(link, weights):
    pivots, lower, upper = lu(link, {key: value.numpy() for key, value in weights.items()})
    packed = tf.constant(np.tril(lower, -1) + upper, weights["lower"].dtype)
    return tfb.Invert(tfb.ScaleMatvecLU(packed, pivots))


def act_norm(link, weights):
    return tfb.Chain([tfb.Shift(weights["shift"]), tfb.Scale(log_scale=weights["log_scale"])])


def affine(theta):
    a, t = theta[..., 0], theta[..., 1]
    return tfb.Chain([tfb.Shift(t), tfb.Scale(log_scale=a / (1 + abs(a) / math.log(1e3)))])


def spline(theta):
    def sizes(raw):
        return 2 * BOUND * (1e-3 + (1 - 1e-3 * BINS) * tf.nn.softmax(raw))

    widths, heights, slopes = tf.split(theta, [BINS, BINS, BINS - 1], -1)
    slopes = 1e-3 + tf.nn.softplus(slopes + math.log(math.expm1(1 - 1e-3)))
    return tfb.RationalQuadraticSpline(sizes(widths), sizes(heights), slopes, -BOUND)


MAPS = {"affine": affine, "spline": spline}
LINKS = {
    "coupling": coupling,
    "masked_autoregressive": autoregressive,
    "invertible_linear": linear,
    "act_norm": act_norm,
    "permutation": lambda link, weights: tfb.Permute(list(range(D))[::-1]),
}
