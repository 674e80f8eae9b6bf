package io.github.tfflows.tables.density;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** The values that a column of a table can have. */
public sealed interface Cell {
  /**
   * Builds the numbers by which networks read values, shaped {@code [n, 1]}, as {@code [n, k]}.
   *
   * @param scope the place in the graph to build in
   */
  Expr features(GraphScope scope, Expr values);

  /** Returns a value of the column that stands in place of a missing one. */
  double filler();

  /**
   * One of {@code count} categories, given by its place from zero on.
   *
   * @param count the number of categories
   */
  record Categorical(int count) implements Cell {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below two
     */
    public Categorical {
      if (count < 2) {
        throw new IllegalArgumentException("expected at least two categories, got " + count);
      }
    }

    @Override
    public double filler() {
      return 0;
    }

    /** Builds the places of categories from their features, as {@code [n, 1]}. */
    Expr places(Expr features) {
      double[] places = IntStream.range(0, count).asDoubleStream().toArray();
      return features
          .times(features.scope().constant(Shape.of(count), places))
          .sumLast()
          .reshape(-1, 1);
    }

    /** One for the category, zero for every other; zeros for a number that stands for none. */
    @Override
    public Expr features(GraphScope scope, Expr values) {
      Ops tf = scope.tf();
      Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(values), TInt32.class);
      Operand<TInt32> row = tf.reshape(place, tf.array(-1));
      return scope.expr(tf.oneHot(row, tf.constant(count), scope.constant(1), scope.constant(0)));
    }
  }

  /**
   * A number.
   *
   * @param map the map of one feature, about standard normal, to the unit of the column
   * @param filler a number that the column can have
   */
  record Numeric(Bijector map, double filler) implements Cell {
    /**
     * Checks the map.
     *
     * @throws IllegalArgumentException if it does not act on single features
     */
    public Numeric {
      Shape unused = map.forwardEventShape(Shape.of(1));
    }

    /** Creates a column that can be zero. */
    public Numeric(Bijector map) {
      this(map, 0);
    }

    @Override
    public Expr features(GraphScope scope, Expr values) {
      return map.inverse(scope, values).value();
    }
  }
}
