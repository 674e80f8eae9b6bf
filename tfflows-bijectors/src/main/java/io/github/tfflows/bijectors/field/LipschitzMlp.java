package io.github.tfflows.bijectors.field;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A multi-layer perceptron {@code g} with a bounded slope: {@code |g(x) - g(y)| ≤ slope·|x - y|} in
 * the Euclidean norm, for all weights (Behrmann et al., 2019, arXiv:1811.00995, section 2.1).
 *
 * <p>Each of the {@code m} kernels acts as {@code W·min(1, slope^(1/m) / |W|₂)}, with an upper
 * bound in place of the spectral norm {@code |W|₂} (Delattre et al., 2023, arXiv:2305.16173); the
 * activations are no steeper than one. The context's columns shift the first layer, by an unbounded
 * kernel. The last layer starts at zero.
 *
 * @param hidden the number of units of each hidden layer, from 1 to 16,384; at least one layer
 * @param activation the function after each hidden layer
 * @param slope the largest slope, within (0, 1) for a contraction
 */
public record LipschitzMlp(List<Integer> hidden, SmoothActivation activation, double slope) {
  private static final double DEFAULT_SLOPE = 0.9;

  public LipschitzMlp {
    hidden = SmoothLayers.checked(hidden);
    if (!(slope > 0 && slope < 1)) {
      throw new IllegalArgumentException("slope must be within (0, 1), got " + slope);
    }
  }

  /**
   * Returns a perceptron with {@link SmoothActivation#LIP_SWISH}, a slope of at most 0.9, and
   * hidden layers of given sizes.
   */
  public static LipschitzMlp of(int... hidden) {
    return new LipschitzMlp(
        Arrays.stream(hidden).boxed().toList(), SmoothActivation.LIP_SWISH, DEFAULT_SLOPE);
  }

  /** Returns this network with another activation. */
  public LipschitzMlp withActivation(SmoothActivation other) {
    return new LipschitzMlp(hidden, other, slope);
  }

  /** Returns this network with another bound on its slope, within (0, 1). */
  public LipschitzMlp withSlope(double most) {
    return new LipschitzMlp(hidden, activation, most);
  }

  /**
   * Declares the weights.
   *
   * @param size the number {@code d} of entries of a point
   * @return a function that builds {@code g} and its Jacobian at points, in the points' graph,
   *     which may be a loop's
   */
  public Function<Expr, Linearized> in(GraphScope scope, int size) {
    double share = Math.pow(slope, 1.0 / (hidden.size() + 1));
    SmoothLayers layers =
        SmoothLayers.of(scope, size, hidden, activation)
            .normalized(
                kernel -> {
                  Expr bound = SpectralNorm.bound(kernel);
                  return kernel.times(scope.constant(share).over(bound).min(1));
                })
            .withFirst(first -> first.withContext(scope));
    return layers::at;
  }
}
