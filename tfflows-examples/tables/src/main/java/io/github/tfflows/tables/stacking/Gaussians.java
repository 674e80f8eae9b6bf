package io.github.tfflows.tables.stacking;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;

/**
 * A mixture of Gaussians with any covariances, in the form that whitens: {@code zₖ = Aₖ·x - bₖ} is
 * a standard normal vector in component {@code k}, with a lower triangular {@code Aₖ} of positive
 * diagonal,
 *
 * <pre>{@code log p(x) = log Σₖ πₖ |Aₖ| N(Aₖ·x - bₖ; 0, I)}</pre>
 *
 * <p>nats on all of ℝᵈ. The mean of a component is {@code A⁻¹·b} and its covariance {@code
 * A⁻¹·A⁻ᵀ}. One matrix product evaluates all components. Parameters are {@code logits} of the
 * weights {@code π}, shaped {@code [k]}, {@code shifts} {@code b}, {@code [k, d]}, the entries of
 * {@code A} below its diagonal as {@code lower}, {@code [k, d, d]}, and the logarithms of its
 * diagonal as {@code log_diagonal}, {@code [k, d]}. It starts with equal weights, unit covariances
 * and means drawn from {@code N(0, I)}. Entries depend on each other; none may be absent.
 *
 * @param components the number of Gaussians, at least one
 * @param dimension the number of entries of an event, at least one
 */
public record Gaussians(int components, int dimension) implements Distribution {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below one
   */
  public Gaussians {
    Require.atLeast("components", components, 1);
    Require.atLeast("dimension", dimension, 1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(dimension);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    Expr stacked = factors(scope).reshape((long) components * dimension, dimension);
    Expr z = perComponent(x.matMul(stacked.transpose(1, 0))).minus(shifts(scope)); // [n, k, d]
    Expr each = new UnitNormal().logDensity(z).plus(logDiagonal(scope)).sumLast();
    return each.plus(logWeights(scope)).logSumExpLast();
  }

  /** Builds draws of every component, and selects among them. */
  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Operand<TInt32> chosen = noise.stream(scope, 1).categorical(scope, logWeights(scope));
    Expr z = noise.normal(scope, eventShape());
    Expr shifts = shifts(scope);
    List<Expr> inverses = inverses(scope);
    List<Expr> draws =
        IntStream.range(0, components)
            .mapToObj(k -> z.plus(shifts.slice(0, k, 1)).matMul(inverses.get(k).transpose(1, 0)))
            .toList();
    Expr number = scope.expr(scope.tf().dtypes.cast(chosen, scope.type())).reshape(-1, 1);
    Expr x = number.choose(draws);
    return new Sample(x, logProb(scope, x));
  }

  /**
   * Returns the marginals of a mixture of Gaussians with the means and standard deviations of the
   * components.
   */
  @Override
  public Optional<Marginals> marginals() {
    Marginals normal = new UnitNormal().marginals();
    return Optional.of(
        Marginals.of(
            (scope, x) -> weighted(scope, normal.cdf().at(scope, standardized(scope, x))),
            (scope, x) -> weighted(scope, normal.survival().at(scope, standardized(scope, x)))));
  }

  private Expr weighted(GraphScope scope, Expr each) {
    return each.times(logWeights(scope).exp().reshape(components, 1)).sum(1);
  }

  /** The entries in the units of each component, {@code [n, k, d]}. */
  private Expr standardized(GraphScope scope, Expr x) {
    Expr shifts = shifts(scope);
    List<Expr> means = new ArrayList<>();
    List<Expr> deviations = new ArrayList<>();
    List<Expr> inverses = inverses(scope);
    for (int k = 0; k < components; k++) {
      Expr inverse = inverses.get(k);
      means.add(shifts.slice(0, k, 1).matMul(inverse.transpose(1, 0)));
      deviations.add(inverse.square().sumLast().sqrt().reshape(1, dimension));
    }
    return x.expand(1).minus(scope.concat(0, means)).over(scope.concat(0, deviations));
  }

  /** The matrices {@code A⁻¹}. */
  private List<Expr> inverses(GraphScope scope) {
    Expr factors = factors(scope);
    return IntStream.range(0, components)
        .mapToObj(k -> factors.slice(0, k, 1).reshape(dimension, dimension))
        .map(SquareMatrix::inverseOfLower)
        .toList();
  }

  private Expr perComponent(Expr x) {
    return x.reshape(-1, components, dimension);
  }

  private Expr factors(GraphScope scope) {
    Shape square = Shape.of(components, dimension, dimension);
    Expr lower = scope.parameter("lower", square, new Zeros<>());
    Expr diagonal = logDiagonal(scope).exp().expand(-1);
    return lower
        .times(SquareMatrix.below(scope, dimension))
        .plus(diagonal.times(SquareMatrix.identity(scope, dimension)));
  }

  private Expr logDiagonal(GraphScope scope) {
    return scope.parameter("log_diagonal", Shape.of(components, dimension), new Zeros<>());
  }

  private Expr shifts(GraphScope scope) {
    Shape shape = Shape.of(components, dimension);
    return scope.parameter("shifts", shape, new RandomNormal<>(0, 1, scope.seed()));
  }

  private Expr logWeights(GraphScope scope) {
    Expr logits = scope.parameter("logits", Shape.of(components), new Zeros<>());
    return scope.expr(scope.tf().nn.logSoftmax(logits.expand(0)));
  }
}
