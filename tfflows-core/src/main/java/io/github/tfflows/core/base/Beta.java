package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The beta distribution with independent entries:
 *
 * <pre>{@code
 * log p(x) = Σ ((aᵢ - 1)·log xᵢ + (bᵢ - 1)·log(1 - xᵢ) - log B(aᵢ, bᵢ))
 * log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b)
 * }</pre>
 *
 * <p>nats for {@code 0 ≤ xᵢ ≤ 1}, minus infinity outside. Numbers too close to 0 or 1 for a finite
 * logarithm of the number or its complement are clipped to the nearest number with finite
 * logarithms; draws are clipped likewise. Draws come from two gamma draws and are differentiable in
 * both parameters (see {@link Gamma}).
 *
 * @param a the concentrations {@code a}, positive; initial values if they are trained
 * @param b the concentrations {@code b}, positive; initial values if they are trained
 */
public record Beta(List<Double> a, List<Double> b, Trainability trainability)
    implements Distribution {
  public Beta {
    a = Entries.positive("a", a);
    b = Entries.positive("b", b);
    Entries.requireAsMany("a", a, "b", b);
  }

  public static Beta fixed(List<Double> a, List<Double> b) {
    return new Beta(a, b, Trainability.FIXED);
  }

  /**
   * Returns a beta distribution of {@code d} entries that starts as the uniform one and is trained.
   */
  public static Beta trainable(int d) {
    return new Beta(Entries.all(d, 1), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  /**
   * Returns the distribution of the {@code k}-th smallest of {@code n} independent numbers that are
   * uniform in (0, 1): the minimum for {@code k = 1}, the maximum for {@code k = n}. {@link
   * OrderStatistic} is the order statistic of other distributions.
   *
   * @param k the rank in ascending order, from 1 to {@code n}
   * @param n how many numbers there are
   */
  public static Beta orderStatistic(int k, int n) {
    if (k < 1 || k > n) {
      throw new IllegalArgumentException(
          "expected a place from 1 to the number of values, got place %s of %s".formatted(k, n));
    }
    return fixed(List.of((double) k), List.of(n - k + 1.0));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(a.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr atOne = concentration(scope, "a", a);
    Expr atZero = concentration(scope, "b", b);
    Expr at = inside(scope, scope.presentOnly(x));
    Expr logBeta = atOne.logGamma().plus(atZero.logGamma()).minus(atOne.plus(atZero).logGamma());
    Expr inside =
        atOne
            .minus(1)
            .times(at.log())
            .plus(atZero.minus(1).times(at.negated().log1p()))
            .minus(logBeta);
    Expr outside = scope.constant(Double.NEGATIVE_INFINITY);
    return scope.sumPresent(x.atLeast(0).and(x.atMost(scope.constant(1))).select(inside, outside));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr ones = GammaDraws.logs(scope, noise.stream(scope, 1), concentration(scope, "a", a));
    Expr zeros = GammaDraws.logs(scope, noise.stream(scope, 2), concentration(scope, "b", b));
    Expr x = inside(scope, ones.minus(zeros).sigmoid());
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        Marginals.of(
            (scope, x) ->
                x.clip(0, 1)
                    .incompleteBeta(concentration(scope, "a", a), concentration(scope, "b", b)),
            (scope, x) ->
                x.clip(0, 1)
                    .complement()
                    .incompleteBeta(concentration(scope, "b", b), concentration(scope, "a", a))));
  }

  /** {@inheritDoc} The mode exists if both concentrations are above one. */
  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        new Summary(
            scope -> entropy(concentration(scope, "a", a), concentration(scope, "b", b)),
            scope -> share(concentration(scope, "a", a), concentration(scope, "b", b)),
            scope -> variance(concentration(scope, "a", a), concentration(scope, "b", b)),
            scope -> mode(concentration(scope, "a", a), concentration(scope, "b", b))));
  }

  private static Expr entropy(Expr a, Expr b) {
    Expr sum = a.plus(b);
    return a.logGamma()
        .plus(b.logGamma())
        .minus(sum.logGamma())
        .minus(a.minus(1).times(a.digamma()))
        .minus(b.minus(1).times(b.digamma()))
        .plus(sum.minus(2).times(sum.digamma()));
  }

  private static Expr share(Expr a, Expr b) {
    return a.over(a.plus(b));
  }

  private static Expr variance(Expr a, Expr b) {
    return share(a, b).times(share(b, a)).over(a.plus(b).plus(1));
  }

  private static Expr mode(Expr a, Expr b) {
    Expr unknown = a.scope().constant(Double.NaN);
    return a.greater(1).and(b.greater(1)).select(share(a.minus(1), b.minus(1)), unknown);
  }

  private static Expr inside(GraphScope scope, Expr x) {
    return x.clip(scope.limits().smallest(), 1 - scope.limits().epsilon() / 2);
  }

  private Expr concentration(GraphScope scope, String name, List<Double> values) {
    return trainability.logs(scope, name, values).exp();
  }
}
