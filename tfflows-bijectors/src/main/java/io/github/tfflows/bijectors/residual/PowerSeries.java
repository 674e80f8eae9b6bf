package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * The first terms of the power series, each trace estimated from one probe of random signs
 * (Behrmann et al., 2019, arXiv:1811.00995, eq. 4 and algorithm 2):
 *
 * <pre>{@code log det(I + J) ≈ Σ (-1)ᵏ⁺¹/k · ε·Jᵏ·ε     over k = 1..terms}</pre>
 *
 * <p>It takes one product with {@code J} for each term, for any number of entries. The omitted
 * terms are at most {@code d·slopeᵏ⁺¹ / ((k + 1)·(1 - slope))}. Each row has a new {@code ε} in
 * each training step.
 *
 * @param terms the number of terms, at least one
 */
public record PowerSeries(int terms) implements LogDeterminant {
  public PowerSeries {
    Require.atLeast("terms", terms, 1);
  }

  @Override
  public Expr ofStep(GraphScope scope, Linearized contraction) {
    Expr points = contraction.value();
    Expr probe = Noise.ofStep(scope, points).signs(scope, Shape.of(points.size(-1)));
    Expr power = contraction.along(probe);
    Expr sum = probe.times(power).sumLast();
    for (int k = 2; k <= terms; k++) {
      power = contraction.along(power);
      sum = sum.plus(probe.times(power).sumLast().times(weight(k)));
    }
    return sum;
  }

  /** The factor of a term, {@code (-1)ᵏ⁺¹/k}. */
  static double weight(int k) {
    return (k % 2 == 0 ? -1.0 : 1.0) / k;
  }
}
