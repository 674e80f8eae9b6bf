package io.github.tfflows.tables;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A map whose networks see the conditions in their own scale: raw columns go in, one number for
 * each, and the networks get standardised numbers, sines and cosines, and one number a name.
 *
 * @param bijector the map
 * @param conditions what becomes of each column of the context
 */
record TableContext(Bijector bijector, List<Condition> conditions) implements Bijector {
  /** What becomes of a column of the context. */
  sealed interface Condition {
    /** Builds the numbers of a column, shaped {@code [n, 1]}, as {@code [n, k]}. */
    <T extends TFloating> Operand<T> of(GraphScope<T> scope, Expr<T> column);
  }

  /** A number, standardised. */
  record Scaled(double mean, double scale) implements Condition {
    @Override
    public <T extends TFloating> Operand<T> of(GraphScope<T> scope, Expr<T> column) {
      return column.minus(mean).times(1 / scale);
    }
  }

  /** The logarithm of a number, standardised. */
  record LogScaled(double mean, double scale) implements Condition {
    @Override
    public <T extends TFloating> Operand<T> of(GraphScope<T> scope, Expr<T> column) {
      return column.log().minus(mean).times(1 / scale);
    }
  }

  /** Where a number is on a circle. */
  record Angle(double period) implements Condition {
    @Override
    public <T extends TFloating> Operand<T> of(GraphScope<T> scope, Expr<T> column) {
      Ops tf = scope.tf();
      Expr<T> angle = column.times(2 * Math.PI / period);
      return tf.concat(List.of(tf.math.sin(angle), tf.math.cos(angle)), tf.constant(1));
    }
  }

  /** One number for each of {@code count} names: one for the name given by its place, or zero. */
  record OneHot(int count) implements Condition {
    @Override
    public <T extends TFloating> Operand<T> of(GraphScope<T> scope, Expr<T> column) {
      Ops tf = scope.tf();
      Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(column), TInt32.class);
      Operand<TInt32> row = tf.reshape(place, tf.array(-1));
      return tf.oneHot(row, tf.constant(count), scope.scalar(1), scope.scalar(0));
    }
  }

  TableContext {
    conditions = List.copyOf(conditions);
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return bijector.forward(embedded(scope), x);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return bijector.inverse(embedded(scope), y);
  }

  @Override
  public Shape eventShape(Shape event) {
    return bijector.eventShape(event);
  }

  private <T extends TFloating> GraphScope<T> embedded(GraphScope<T> scope) {
    Ops tf = scope.tf();
    Operand<T> context = scope.context().orElseThrow();
    List<Operand<T>> parts = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      Operand<T> column = tf.slice(context, tf.array(0, i), tf.array(-1, 1));
      parts.add(conditions.get(i).of(scope, scope.expr(column)));
    }
    return scope.withContext(parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1)));
  }
}
