package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.SquareMatrix;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A Gaussian on vectors with any covariance: {@code x = μ + L·z} with {@code z ~ N(0, I)} and the
 * Cholesky factor {@code L} of the covariance {@code Σ = L·Lᵀ},
 *
 * <pre>{@code log p(x) = -½ |L⁻¹·(x - μ)|² - Σ log Lᵢᵢ - (d/2)·log 2π}</pre>
 *
 * <p>nats on all of ℝᵈ. The parameters are {@code μ}, the entries of {@code L} below its diagonal,
 * and the logarithms of its diagonal. Draws are differentiable in all of them. Entries depend on
 * each other, so none may be absent.
 *
 * @param mean the mean {@code μ}, or where it starts
 * @param covariance the rows of the covariance {@code Σ}, or where it starts; symmetric and
 *     positive definite
 */
public record FullNormal(
    List<Double> mean, List<List<Double>> covariance, Trainability trainability)
    implements Distribution {
  private record Factor(Expr lower, Expr logDiagonal) {}

  public FullNormal {
    mean = Entries.finite("mean", mean);
    covariance = covariance.stream().map(row -> Entries.finite("covariance", row)).toList();
    CholeskyFactor.requireCovariance(covariance, mean.size());
  }

  public static FullNormal fixed(List<Double> mean, List<List<Double>> covariance) {
    return new FullNormal(mean, covariance, Trainability.FIXED);
  }

  /** Returns a Gaussian of {@code d} entries that starts as {@code N(0, I)} and is trained. */
  public static FullNormal trainable(int d) {
    List<Double> zeros = Entries.all(d, 0);
    List<List<Double>> identity =
        IntStream.range(0, d)
            .mapToObj(i -> IntStream.range(0, d).mapToObj(j -> i == j ? 1.0 : 0.0).toList())
            .toList();
    return new FullNormal(zeros, identity, Trainability.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(mean.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    Expr centred = x.minus(trainability.numbers(scope, "mean", mean));
    Factor factor = factor(scope);
    Expr z =
        centred.matMul(
            SquareMatrix.inverseOfLower(factor.lower()).transpose(1, 0)); // vectors are rows
    return logProb(z, factor);
  }

  /** The log-density of {@code x = L·z + mean}. */
  private static Expr logProb(Expr z, Factor factor) {
    Expr logNormal = new UnitNormal().logDensity(z);
    return logNormal.minus(factor.logDiagonal()).sumEvent();
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape());
    Expr mean = trainability.numbers(scope, "mean", this.mean);
    Factor factor = factor(scope);
    Expr x = z.matMul(factor.lower().transpose(1, 0)).plus(mean);
    return new Sample(x, logProb(z, factor));
  }

  /**
   * Returns the distribution functions of Gaussians with the variances on the covariance's
   * diagonal.
   */
  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        new UnitNormal()
            .marginals()
            .mapped(
                (scope, z) ->
                    z.times(deviations(scope)).plus(trainability.numbers(scope, "mean", mean)),
                (scope, x) ->
                    x.minus(trainability.numbers(scope, "mean", mean)).over(deviations(scope))));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        Summary.symmetric(
            scope -> factor(scope).logDiagonal().plus(UnitNormal.ENTROPY),
            scope -> trainability.numbers(scope, "mean", mean),
            scope -> deviations(scope).square()));
  }

  private Expr deviations(GraphScope scope) {
    return factor(scope).lower().square().sumLast().sqrt();
  }

  private Factor factor(GraphScope scope) {
    int d = mean.size();
    CholeskyFactor start = CholeskyFactor.of(covariance);
    Shape square = Shape.of(d, d);
    Expr below = trainability.numbers(scope, "lower", square, start.below());
    Expr log = trainability.numbers(scope, "log_diagonal", Shape.of(d), start.logDiagonal());
    Expr lower =
        below
            .times(SquareMatrix.below(scope, d))
            .plus(log.exp().times(SquareMatrix.identity(scope, d)));
    return new Factor(lower, log);
  }
}
