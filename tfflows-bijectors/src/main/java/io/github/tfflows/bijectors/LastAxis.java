package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.family.TFloating;

/** The last axis of an operand: the features of a vector, the channels of an image. */
final class LastAxis {
  /** Returns its size, or says that it must be known. */
  static int size(Operand<?> x) {
    Shape shape = x.shape();
    if (shape.isUnknown() || shape.numDimensions() < 2 || shape.get(-1) == Shape.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "expected points shaped [n, event...] with a known last size, got the shape " + shape);
    }
    return Math.toIntExact(shape.get(-1));
  }

  /**
   * Returns how many places of one event carry such an axis: 1 for vectors, h·w for images {@code
   * [n, h, w, c]}.
   */
  static int places(Operand<?> x) {
    long[] sizes = x.shape().asArray();
    long places = 1;
    for (int i = 1; i < sizes.length - 1; i++) {
      if (sizes[i] == Shape.UNKNOWN_SIZE) {
        throw new IllegalArgumentException(
            "every size of an event must be known, got points of the shape " + x.shape());
      }
      places *= sizes[i];
    }
    return Math.toIntExact(places);
  }

  /** Returns the event shape if its last axis has the size, or says that it has another. */
  static Shape require(Shape event, int size, String what) {
    if (event.isUnknown() || event.numDimensions() == 0 || event.get(-1) != size) {
      throw new IllegalArgumentException(what + " cannot act on event shape " + event);
    }
    return event;
  }

  /** Cuts {@code size} entries out, starting at {@code from}. */
  static <T extends TFloating> Expr<T> slice(
      GraphScope<T> scope, Operand<T> x, int from, int size) {
    int[] begin = new int[x.shape().numDimensions()];
    int[] sizes = new int[begin.length];
    Arrays.fill(sizes, -1);
    begin[begin.length - 1] = from;
    sizes[sizes.length - 1] = size;
    var tf = scope.tf();
    return scope.expr(tf.slice(x, tf.constant(begin), tf.constant(sizes)));
  }

  /** Takes one entry, without the axis. */
  static <T extends TFloating> Expr<T> entry(GraphScope<T> scope, Operand<T> x, int index) {
    return scope.expr(scope.tf().squeeze(slice(scope, x, index, 1), Squeeze.axis(List.of(-1L))));
  }

  /** Takes all entries, each without the axis; faster than one after the other. */
  static <T extends TFloating> List<Expr<T>> entries(GraphScope<T> scope, Operand<T> x) {
    return scope.tf().unstack(x, (long) size(x), Unstack.axis(-1L)).output().stream()
        .map(scope::expr)
        .toList();
  }

  /** Sums over it. */
  static <T extends TFloating> Expr<T> sum(GraphScope<T> scope, Operand<T> x) {
    return scope.expr(scope.tf().reduceSum(x, scope.tf().constant(-1)));
  }

  private LastAxis() {}
}
