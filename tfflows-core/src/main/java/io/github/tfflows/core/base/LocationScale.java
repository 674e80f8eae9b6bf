package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.Symmetric;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * Independent entries {@code xᵢ = μᵢ + σᵢ·zᵢ}, where all {@code zᵢ} have the same standard
 * distribution: {@code log p(x) = Σ (log f(zᵢ) - log σᵢ)}.
 */
interface LocationScale extends Distribution {
  List<Double> location();

  List<Double> scale();

  Trainability trainability();

  /** Returns {@code log f} of each entry of the standard distribution. */
  UnaryOperator<Expr> logStandard(GraphScope scope);

  /** Builds draws of the standard distribution, {@code [n, d]}. */
  Expr standardDraws(GraphScope scope, Noise noise);

  @Override
  default Shape eventShape() {
    return Shape.of(scale().size());
  }

  @Override
  default Expr logProb(GraphScope scope, Expr x) {
    UnaryOperator<Expr> logStandard = logStandard(scope);
    Expr z = standardized(scope, scope.presentOnly(x));
    return scope.sumPresent(logStandard.apply(z).minus(logScale(scope)));
  }

  @Override
  default Sample sample(GraphScope scope, Noise noise) {
    Expr x = moved(scope, standardDraws(scope, noise));
    return new Sample(x, logProb(scope, x));
  }

  default Expr standardized(GraphScope scope, Expr x) {
    return x.minus(location(scope)).over(logScale(scope).exp());
  }

  default Expr moved(GraphScope scope, Expr z) {
    return z.times(logScale(scope).exp()).plus(location(scope));
  }

  /** Returns the distribution functions, from the functions of the standard distribution. */
  default Marginals marginals(Symmetric standard) {
    return standard.marginals().mapped(this::moved, this::standardized);
  }

  /**
   * Returns the summary for a symmetric standard distribution.
   *
   * @param entropy the entropy of one entry of the standard distribution
   * @param variance the variance of one entry of the standard distribution
   */
  default Summary summary(double entropy, double variance) {
    return Summary.symmetric(
        scope -> logScale(scope).plus(entropy),
        this::location,
        scope -> logScale(scope).times(2).exp().times(variance));
  }

  default Expr location(GraphScope scope) {
    return trainability().numbers(scope, "location", location());
  }

  default Expr logScale(GraphScope scope) {
    return trainability().logs(scope, "scale", scale());
  }
}
