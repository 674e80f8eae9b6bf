package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** Orders of the entries of vectors, {@code [n, d]}. */
final class Orders {
  /** Returns the indices of the entries from the smallest to the largest. */
  static Operand<TInt32> ascending(GraphScope scope, Expr x) {
    Ops tf = scope.tf();
    Expr falling = x.stopGradient().negated();
    return tf.nn.topK(falling, tf.constant(x.size(-1)), TInt32.class).indices();
  }

  /** Selects entries by indices, which differ from row to row. */
  static Expr arranged(GraphScope scope, Expr x, Operand<TInt32> places) {
    Ops tf = scope.tf();
    int d = x.size(-1);
    Operand<TInt32> rows = tf.range(tf.constant(0), x.rowCount(), tf.constant(1));
    Operand<TInt32> starts = tf.math.mul(rows, tf.constant(d));
    Operand<TInt32> flat = tf.math.add(tf.expandDims(starts, tf.constant(1)), places);
    return x.reshape(-1).rows(tf.reshape(flat, tf.array(-1))).reshape(-1, d);
  }

  static Expr sorted(GraphScope scope, Expr x) {
    return arranged(scope, x, ascending(scope, x));
  }

  /** Returns {@code logWeight} for vectors of ascending entries, and minus infinity for others. */
  static Expr ifAscending(GraphScope scope, Expr x, double logWeight) {
    int steps = x.size(-1) - 1;
    Condition ascends = x.slice(-1, 1, steps).atLeast(x.slice(-1, 0, steps)).allLast();
    return ascends.select(scope.constant(logWeight), scope.constant(Double.NEGATIVE_INFINITY));
  }

  static double logCount(int d) {
    double sum = 0;
    for (int i = 2; i <= d; i++) {
      sum += Math.log(i);
    }
    return sum;
  }

  private Orders() {}
}
