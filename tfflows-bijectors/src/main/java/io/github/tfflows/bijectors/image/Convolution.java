package io.github.tfflows.bijectors.image;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A convolution that keeps the height and the width of an image, with zero padding. Without input
 * channels it is its bias.
 *
 * @param size the height and the width of the kernel
 * @param from the number of input channels
 * @param to the number of output channels
 */
record Convolution(int size, int from, int to) {
  private static final List<Long> EVERY_PLACE = List.of(1L, 1L, 1L, 1L);

  /**
   * Applies weights that start at random, uniform within one over the root of the number of inputs.
   */
  Expr random(GraphScope scope, Expr x) {
    double limit = 1 / Math.sqrt(Math.max(1, size * size * from));
    return apply(
        scope,
        x,
        new RandomUniform<>(-limit, limit, scope.sub("kernel").seed()),
        new RandomUniform<>(-limit, limit, scope.sub("bias").seed()));
  }

  Expr zero(GraphScope scope, Expr x) {
    return apply(scope, x, new Zeros<>(), new Zeros<>());
  }

  private Expr apply(
      GraphScope scope,
      Expr x,
      Initializer<TFloating> kernelStart,
      Initializer<TFloating> biasStart) {
    if (from == 0) {
      return scope.parameter("bias", Shape.of(to), biasStart).forEachVectorOf(x);
    }
    Expr kernel = scope.parameter("kernel", Shape.of(size, size, from, to), kernelStart);
    Expr bias = scope.parameter("bias", Shape.of(to), biasStart);
    return scope.expr(scope.tf().nn.conv2d(x, kernel, EVERY_PLACE, "SAME")).plus(bias);
  }
}
