package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * The power series with fewer rows in each later term, weighted by the inverse of their share (Chen
 * et al., 2019, arXiv:1906.02735, eq. 6, with one {@code ε} of random signs for each row):
 *
 * <pre>{@code log det(I + J) ≈ Σ (-1)ᵏ⁺¹/k · ε·Jᵏ·ε · [row survives to k] / P(survives to k)}</pre>
 *
 * <p>All rows survive the first terms; then a share of the rows of a term survives to the next one.
 * The mean equals the mean of {@link PowerSeries} with the same number of terms, at the cost of
 * {@code exact + survival / (1 - survival)} terms. Chen et al. draw one length of the series for a
 * batch. Here a random run of rows survives, at least one to the end, so that the mean of a batch
 * includes every term, and its variance is bounded.
 *
 * @param exact the number of terms of all rows, at least one
 * @param survival the share of rows that survive to the next term, within (0, 1)
 * @param terms the total number of terms, at least {@code exact}
 */
public record RussianRoulette(int exact, double survival, int terms) implements LogDeterminant {
  private static final int EXACT = 2;
  private static final double SURVIVAL = 0.5;

  public RussianRoulette {
    if (exact < 1 || terms < exact) {
      throw new IllegalArgumentException(
          "expected at least one exact term, and at least as many in all, got %s and %s"
              .formatted(exact, terms));
    }
    if (!(survival > 0 && survival < 1)) {
      throw new IllegalArgumentException("survival must be within (0, 1), got " + survival);
    }
  }

  /**
   * Returns the choice of the paper: two terms for all rows, then half of the rows for each next
   * term.
   *
   * @param terms the number of terms, at least two
   */
  public static RussianRoulette of(int terms) {
    return new RussianRoulette(EXACT, SURVIVAL, terms);
  }

  /** The rows of a term: their indices in the batch, and their products {@code Jᵏ·ε}. */
  private record Survivors(Operand<TInt32> places, Expr power) {
    Survivors first(Operand<TInt32> count) {
      Ops tf = power.scope().tf();
      Operand<TInt32> kept = tf.range(tf.constant(0), count, tf.constant(1));
      return new Survivors(tf.gather(places, kept, tf.constant(0)), power.rows(kept));
    }

    Survivors along(Linearized contraction) {
      return new Survivors(places, contraction.rows(x -> x.rows(places)).along(power));
    }
  }

  @Override
  public Expr ofStep(GraphScope scope, Linearized contraction) {
    Expr points = contraction.value();
    Noise noise = Noise.ofStep(scope, points);
    Expr probe = noise.signs(scope, Shape.of(points.size(-1)));
    Expr power = probe;
    Expr sum = probe.zeros().sumLast();
    for (int k = 1; k <= exact; k++) {
      power = contraction.along(power);
      sum = sum.plus(probe.times(power).sumLast().times(PowerSeries.weight(k)));
    }
    Operand<TInt32> all = runFrom(scope, noise);
    Survivors survivors = new Survivors(all, power.rows(all));
    Expr rows = scope.expr(scope.tf().dtypes.cast(noise.count(), scope.type()));
    for (int k = exact + 1; k <= terms; k++) {
      Expr left = rows.times(-Math.pow(survival, k - exact)).floor().negated(); // rounded up
      Operand<TInt32> count = scope.tf().dtypes.cast(left, TInt32.class);
      survivors = survivors.first(count).along(contraction);
      Expr estimate = probe.rows(survivors.places()).times(survivors.power()).sumLast();
      Expr term = estimate.times(rows.over(left)).times(PowerSeries.weight(k));
      sum = sum.plus(placed(scope, survivors.places(), term, noise.count()));
    }
    return sum;
  }

  /** Returns the indices of the batch in cyclic order, from a random one on. */
  private static Operand<TInt32> runFrom(GraphScope scope, Noise noise) {
    Ops tf = scope.tf();
    Noise once = new Noise(tf.constant(1), noise.stream(scope, 1).seed());
    Expr rows = scope.expr(tf.dtypes.cast(noise.count(), scope.type()));
    Expr start = once.uniform(scope, Shape.scalar()).times(rows).floor();
    Operand<TInt32> places = tf.range(tf.constant(0), noise.count(), tf.constant(1));
    return tf.math.mod(tf.math.add(places, tf.dtypes.cast(start, TInt32.class)), noise.count());
  }

  /** Returns values at the given rows, and zeros elsewhere. */
  private static Expr placed(
      GraphScope scope, Operand<TInt32> places, Expr values, Operand<TInt32> rows) {
    Ops tf = scope.tf();
    return scope.expr(
        tf.scatterNd(
            tf.expandDims(places, tf.constant(1)), values, tf.expandDims(rows, tf.constant(0))));
  }
}
