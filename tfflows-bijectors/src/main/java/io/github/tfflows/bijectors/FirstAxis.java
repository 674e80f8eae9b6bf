package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The first axis of an operand. What is cut, summed or broadcast along it is contiguous in memory
 * and fast; along a short last axis the same takes several times as long.
 */
final class FirstAxis {
  /** Cuts {@code size} entries out, starting at {@code from}. */
  static <T extends TFloating> Expr<T> slice(
      GraphScope<T> scope, Operand<T> x, int from, int size) {
    int[] begin = new int[x.shape().numDimensions()];
    int[] sizes = new int[begin.length];
    Arrays.fill(sizes, -1);
    begin[0] = from;
    sizes[0] = size;
    var tf = scope.tf();
    return scope.expr(tf.slice(x, tf.constant(begin), tf.constant(sizes)));
  }

  /** Sums over it. */
  static <T extends TFloating> Expr<T> sum(GraphScope<T> scope, Operand<T> x) {
    return scope.expr(scope.tf().reduceSum(x, scope.tf().constant(0)));
  }

  /** Returns the shape of {@code x} with two axes in the place of the first. */
  static long[] split(Operand<?> x, long first, long second) {
    long[] rest = x.shape().asArray();
    long[] shape = new long[rest.length + 1];
    shape[0] = first;
    shape[1] = second;
    System.arraycopy(rest, 1, shape, 2, rest.length - 1);
    return shape;
  }

  private FirstAxis() {}
}
