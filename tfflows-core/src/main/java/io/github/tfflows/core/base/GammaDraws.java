package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;

/** The logarithms of gamma-distributed numbers of unit rate. */
final class GammaDraws {
  /**
   * Builds {@code log g}, where {@code g} has the density {@code g^(α - 1)·exp(-g) / Γ(α)}. The
   * number {@code g} itself underflows for small {@code α}; its logarithm comes from {@code g =
   * h·u^(1/α)}, where {@code h} has the concentration {@code α + 1} and {@code u} is uniform
   * (Marsaglia and Tsang, 2000, ACM Transactions on Mathematical Software 26(3), 363-372).
   *
   * <p>The gradient by {@code α} is the gradient of the inverse distribution function, for {@code
   * h} by implicit differentiation (Figurnov et al., 2018, arXiv:1805.08498).
   *
   * @param concentration {@code α}, positive, for each entry of an event
   */
  static Expr logs(GraphScope scope, Noise noise, Expr concentration) {
    Expr u = noise.stream(scope, 1).openUniform(scope, concentration.shape());
    return raised(scope, noise, concentration.plus(1)).plus(u.log().over(concentration));
  }

  /** Builds logarithms for concentrations of at least one. */
  private static Expr raised(GraphScope scope, Noise noise, Expr concentration) {
    Expr h = noise.gamma(scope, concentration).stopGradient();
    if (!scope.isDifferentiated()) {
      return h.log();
    }
    Expr held = concentration.stopGradient();
    Expr slope = scope.expr(scope.tf().random.randomGammaGrad(held, h)).over(h);
    return h.log().withSlope(slope, concentration);
  }

  private GammaDraws() {}
}
