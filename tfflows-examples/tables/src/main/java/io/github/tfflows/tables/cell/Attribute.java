package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * An attribute of categories that networks read, such as the price of a product or the city of a
 * customer: a number of each category, or the index of its class.
 *
 * @param numbers the numbers, about standardized, or the indices; zeros encode an index that is
 *     {@code classes}
 * @param classes the number of classes; zero for numbers
 */
public record Attribute(List<Double> numbers, int classes) {
  /**
   * Copies the numbers.
   *
   * @throws IllegalArgumentException if there are none, or the number of classes is negative
   */
  public Attribute {
    numbers = List.copyOf(numbers);
    Require.atLeast("numbers of an attribute", numbers.size(), 1);
    Require.atLeast("classes", classes, 0);
  }

  /** Returns the number of features. */
  int width() {
    return Math.max(1, classes);
  }

  /** Builds the numbers or the one-hot classes of categories; zeros for an unseen one. */
  Expr of(GraphScope scope, Operand<TInt32> places) {
    Ops tf = scope.tf();
    double[] table = new double[numbers.size() + 1];
    Arrays.setAll(table, i -> i < numbers.size() ? numbers.get(i) : classes);
    Operand<TInt32> within = Pool.within(tf, places, numbers.size());
    Expr all = scope.constant(Shape.of(table.length), table);
    Expr each = scope.expr(tf.gather(all, within, tf.constant(0)));
    return classes == 0
        ? each.reshape(-1, 1)
        : scope.expr(
            tf.oneHot(
                tf.dtypes.cast(each, TInt32.class),
                tf.constant(classes),
                scope.constant(1),
                scope.constant(0)));
  }
}
