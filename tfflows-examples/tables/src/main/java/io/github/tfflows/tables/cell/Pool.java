package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * The categories that share the last outcome of a cell, in proportion to their counts. The first of
 * these categories has the same index as the outcome.
 */
record Pool(int first, List<Integer> counts) {
  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Builds the outcomes of categories; an unseen one keeps its index. */
  Operand<TInt32> outcomes(GraphScope scope, Operand<TInt32> places) {
    Ops tf = scope.tf();
    Operand<TInt32> end = tf.constant(first + counts.size());
    Operand<TInt32> outcome = tf.math.minimum(places, tf.constant(first));
    return tf.select(tf.math.less(places, end), outcome, places);
  }

  /** Returns the logarithm of each category's share of its outcome. */
  double[] logShares() {
    double all = counts.stream().mapToDouble(Integer::doubleValue).sum();
    double[] table = new double[first + counts.size()];
    for (int i = 0; i < counts.size(); i++) {
      table[first + i] = Math.log(counts.get(i) / all);
    }
    return table;
  }

  /** Builds the logarithm of a category's share of its outcome, {@code [n]}. */
  Expr logShares(GraphScope scope, Expr places) {
    Ops tf = scope.tf();
    double[] table = logShares();
    Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(places), TInt32.class);
    Operand<TInt32> row = tf.reshape(place, tf.array(-1));
    Expr shares = scope.constant(Shape.of(table.length), table);
    return scope.expr(tf.gather(shares, within(tf, row, table.length - 1), tf.constant(0)));
  }

  /** Builds indices from zero to a last one. */
  static Operand<TInt32> within(Ops tf, Operand<TInt32> places, int last) {
    return tf.math.maximum(tf.math.minimum(places, tf.constant(last)), tf.constant(0));
  }

  /** Draws categories for drawn outcomes, {@code [n, 1]}. */
  Expr drawn(GraphScope scope, Expr outcomes, Noise noise) {
    Ops tf = scope.tf();
    double all = counts.stream().mapToDouble(Integer::doubleValue).sum();
    double[] ends = new double[counts.size()];
    double end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += counts.get(i);
      ends[i] = end / all;
    }
    Expr u = noise.uniform(scope, Shape.of(1)).reshape(1, -1);
    Operand<TInt32> member = tf.upperBound(scope.constant(Shape.of(1, ends.length), ends), u);
    Expr offset = scope.expr(tf.dtypes.cast(member, scope.type())).reshape(-1, 1);
    return outcomes.greater(first - 0.5).select(outcomes.plus(offset), outcomes);
  }

  /**
   * Builds the indices of categories from their features, {@code [n, 1]}; in the pool the given
   * ones.
   */
  Expr places(Expr features, Expr given) {
    double[] outcomes = IntStream.rangeClosed(0, first).asDoubleStream().toArray();
    Expr place =
        features
            .times(features.scope().constant(Shape.of(outcomes.length), outcomes))
            .sumLast()
            .reshape(-1, 1);
    return isEmpty() ? place : place.greater(first - 0.5).select(given, place);
  }
}
