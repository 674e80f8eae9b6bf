package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Arrays;
import java.util.List;
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

  /** Cuts it into consecutive parts of the sizes, two or more. */
  static <T extends TFloating> List<Expr<T>> split(
      GraphScope<T> scope, Operand<T> x, int... sizes) {
    var tf = scope.tf();
    return tf.splitV(x, tf.constant(sizes), tf.constant(0), (long) sizes.length).output().stream()
        .map(scope::expr)
        .toList();
  }

  /** Returns the shape of {@code x} with this axis as two rows of half its size. */
  static long[] halved(Operand<?> x) {
    long[] shape = x.shape().asArray();
    long[] halved = new long[shape.length + 1];
    halved[0] = 2;
    halved[1] = shape[0] / 2;
    System.arraycopy(shape, 1, halved, 2, shape.length - 1);
    return halved;
  }

  private FirstAxis() {}
}
