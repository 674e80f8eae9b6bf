package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Neal's funnel: the logarithm of the variance of all other entries is itself an entry (Neal, 2003,
 * <em>Slice sampling</em>, section 8).
 *
 * <pre>{@code
 * x₁ ~ N(0, 3²)    xᵢ | x₁ ~ N(0, exp(x₁))   for i > 1
 * }</pre>
 *
 * @param dimension the number of entries, at least two; ten in the paper
 */
public record Funnel(int dimension) implements Distribution {
  private static final double NECK = 3;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if there are fewer than two entries
   */
  public Funnel {
    Require.atLeast("dimension", dimension, 2);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(dimension);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    Expr neck = x.slice(-1, 0, 1);
    Expr z = x.slice(-1, 1, dimension - 1).times(neck.times(-0.5).exp());
    return standard(neck.times(1 / NECK), 1)
        .minus(Math.log(NECK))
        .plus(standard(z, dimension - 1))
        .minus(neck.sumLast().times((dimension - 1) / 2.0));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape());
    Expr neck = z.slice(-1, 0, 1).times(NECK);
    Expr rest = z.slice(-1, 1, dimension - 1).times(neck.times(0.5).exp());
    Expr x = scope.concat(-1, List.of(neck, rest));
    return new Sample(x, logProb(scope, x));
  }

  /** Returns its entropy in nats. */
  public double entropy() {
    return dimension / 2.0 * (1 + Math.log(2 * Math.PI)) + Math.log(NECK);
  }

  private static Expr standard(Expr z, int entries) {
    return z.square().sumLast().times(-0.5).minus(entries / 2.0 * Math.log(2 * Math.PI));
  }
}
