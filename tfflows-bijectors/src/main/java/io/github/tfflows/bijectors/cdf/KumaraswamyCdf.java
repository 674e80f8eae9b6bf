package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * The distribution function of Kumaraswamy (1980, Journal of Hydrology 46, 79-88), {@code y = 1 -
 * (1 - xᵃ)ᵇ}, of {@code (0, 1)} onto itself. It is a substitute for the beta distribution function,
 * and its inverse has a closed form, {@code x = (1 - (1 - y)^(1/b))^(1/a)}.
 *
 * <pre>{@code log dy/dx = log a + log b + (a - 1)·log x + (b - 1)·log(1 - xᵃ)}</pre>
 *
 * <p>The two parameters of an entry are the logs of {@code a} and {@code b}, squashed so that both
 * stay within {@code (0.1, 10)}. Zero parameters are the identity. Data closer to a bound than the
 * machine epsilon, or beyond it, are clipped to that distance, with zero gradient. TensorFlow
 * Probability's KumaraswamyCDF has fixed parameters.
 */
public record KumaraswamyCdf() implements Increasing {
  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr logA = theta.entry(0).squashedLog(10);
    Expr logB = theta.entry(1).squashedLog(10);
    Expr logX = within(x).log();
    Expr logRest = logOneMinusExp(logX.times(logA.exp())); // log(1 - xᵃ)
    Expr y = logRest.times(logB.exp()).expm1().negated();
    return new Mapped(y, logSlope(logA, logB, logX, logRest));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr logA = theta.entry(0).squashedLog(10);
    Expr logB = theta.entry(1).squashedLog(10);
    Expr logRest = within(y).negated().log1p().times(logB.negated().exp());
    Expr logX = logOneMinusExp(logRest).times(logA.negated().exp());
    return new Mapped(logX.exp(), logSlope(logA, logB, logX, logRest).negated());
  }

  private static Expr logSlope(Expr logA, Expr logB, Expr logX, Expr logRest) {
    return logA.plus(logB).plus(logA.expm1().times(logX)).plus(logB.expm1().times(logRest));
  }

  private static Expr within(Expr x) {
    double margin = x.scope().limits().epsilon();
    return x.clip(margin, 1 - margin);
  }

  /** {@code log(1 - exp(m))} of a negative {@code m}, in the form without cancellation. */
  private static Expr logOneMinusExp(Expr m) {
    double middle = -Math.log(2);
    double last = -m.scope().limits().smallest();
    Expr near = m.clip(middle, last).expm1().negated().log();
    Expr far = m.min(middle).exp().negated().log1p();
    return m.greater(middle).select(near, far);
  }
}
