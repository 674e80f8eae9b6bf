package io.github.tfflows.bijectors.image;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.op.Ops;

/**
 * The network of Glow's couplings (Kingma and Dhariwal, 2018, arXiv:1807.03039, section 5 and
 * figure 2): convolutions of 3×3, 1×1 and 3×3 places with rectified linear units in between. The
 * parameters of a place depend on the known channels of its neighbours, at most two places away.
 * The columns of a context are appended to every place.
 *
 * <p>From {@code [n, h, w, k]} it yields parameters shaped {@code [n, h, w, d, p]}, with zero
 * padding. The last convolution starts at zero. It omits the normalization of hidden channels in
 * Glow's code.
 *
 * @param width the number of channels of both hidden layers, from one to 4,096
 */
public record ConvolutionalNet(int width) implements Conditioner {
  /** The most channels. The kernel between two layers of this width has 17 million entries. */
  private static final int MOST_CHANNELS = 1 << 12;

  public ConvolutionalNet {
    Require.within("width", width, 1, MOST_CHANNELS);
  }

  public static ConvolutionalNet of(int width) {
    return new ConvolutionalNet(width);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    if (known.rank() != 4) {
      throw new IllegalArgumentException(
          "a convolutional network reads images [n, h, w, c], got an array of shape "
              + known.shape());
    }
    Expr x = scope.contextAfter(known);
    Ops tf = scope.tf();
    Expr h = new Convolution(3, x.size(-1), width).random(scope.sub("conv_0"), x);
    h = new Convolution(1, width, width).random(scope.sub("conv_1"), scope.expr(tf.nn.relu(h)));
    return new Convolution(3, width, features * parameters)
        .zero(scope.sub("output"), scope.expr(tf.nn.relu(h)))
        .splitLast(features, parameters);
  }
}
