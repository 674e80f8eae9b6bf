package io.github.tfflows.tables.density;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.List;
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
   * One of some categories, given by its place from zero on. The last categories may share one
   * outcome, their <em>pool</em>: networks do not tell them apart, and the probability of a
   * category in the pool is {@code P(pool)·count / Σ counts}.
   *
   * <p>A share of the probability can be left for a category that is none of these, which has the
   * place after the last. It is never drawn, and networks read zeros for it.
   *
   * @param count the number of outcomes, the pool included
   * @param pooled how often each category of the pool occurred; empty where there is none
   * @param unseen the probability of a category that is none of these; zero if there cannot be one
   */
  record Categorical(int count, List<Integer> pooled, double unseen) implements Cell {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are less than two categories, a pooled one never
     *     occurred, or the probability of others is negative, one or more
     */
    public Categorical {
      pooled = List.copyOf(pooled);
      if (count < 2) {
        throw new IllegalArgumentException("expected at least two categories, got " + count);
      }
      if (pooled.stream().anyMatch(times -> times < 1)) {
        throw new IllegalArgumentException("expected positive counts, got " + pooled);
      }
      if (!(unseen >= 0 && unseen < 1)) {
        throw new IllegalArgumentException(
            "expected a probability of other categories from 0 on and below 1, got " + unseen);
      }
    }

    /** Creates categories without others. */
    public Categorical(int count, List<Integer> pooled) {
      this(count, pooled, 0);
    }

    /** Creates categories without a pool and without others. */
    public Categorical(int count) {
      this(count, List.of());
    }

    /** The number of categories, each of the pool counted. */
    int size() {
      return pooled.isEmpty() ? count : count - 1 + pooled.size();
    }

    @Override
    public double filler() {
      return 0;
    }

    /** One for the outcome, zero for every other; zeros for a number that stands for none. */
    @Override
    public Expr features(GraphScope scope, Expr values) {
      Ops tf = scope.tf();
      Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(values), TInt32.class);
      Operand<TInt32> row = tf.reshape(place, tf.array(-1));
      Operand<TInt32> outcome = pooled.isEmpty() ? row : Pool.of(this).outcomes(scope, row);
      return scope.expr(
          tf.oneHot(outcome, tf.constant(count), scope.constant(1), scope.constant(0)));
    }
  }

  /**
   * A number.
   *
   * @param map the map of one feature, about standard normal, to the unit of the column
   * @param filler a number that the column can have, in the domain of the map
   * @param masses the values that have a probability of their own
   */
  record Numeric(Bijector map, double filler, PointMasses masses) implements Cell {
    private static final double FARTHEST = 10;

    /**
     * Checks the map.
     *
     * @throws IllegalArgumentException if it does not act on single features
     */
    public Numeric {
      Shape unused = map.forwardEventShape(Shape.of(1));
    }

    /** Creates a column that can be zero, and of which all values have a density. */
    public Numeric(Bijector map) {
      this(map, 0, PointMasses.NONE);
    }

    /**
     * The number in the scale of the flow, squashed so that one far away does not take the networks
     * beyond all that they have learned; of a mass its outcome and its value.
     */
    @Override
    public Expr features(GraphScope scope, Expr values) {
      if (masses.isEmpty()) {
        return map.inverse(scope, values).value().squash(FARTHEST);
      }
      Expr place = masses.places(values);
      Expr isMass = PointMasses.isMass(place);
      Expr scaled = map.inverse(scope, unlessMass(values, isMass)).value().squash(FARTHEST);
      return scope.concat(
          1,
          List.of(
              scaled.times(isMass.complement()),
              masses.outcomes().features(scope, place),
              masses.scaled(place)));
    }

    /** Numbers of the map's domain in place of masses. */
    Expr unlessMass(Expr values, Expr isMass) {
      return isMass.greater(0).select(values.zeros().plus(filler), values);
    }
  }
}
