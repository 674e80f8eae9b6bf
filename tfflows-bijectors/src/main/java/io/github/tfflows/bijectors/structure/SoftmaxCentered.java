package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * {@code d} real numbers along the last axis onto {@code d + 1} positive shares that sum to one.
 * The numbers are the log-odds of the first shares against the last one, the additive log-ratios of
 * compositional data (Aitchison, 1982, "The statistical analysis of compositional data").
 *
 * <pre>{@code
 * y = softmax(x₁, ..., x_d, 0)       log |det d(y₁..y_d)/dx| = Σ log yₖ  over all d + 1
 * xₖ = log yₖ - log y_{d+1}
 * }</pre>
 *
 * <p>The log-determinant refers to the first {@code d} shares, as for {@link StickBreaking}; the
 * class of the same name in TensorFlow Probability uses the area of the simplex, which adds the
 * constant {@code log(d + 1) / 2}. Shares at or below zero count as the smallest normal number
 * divided by the machine epsilon (about 1e-31 in single precision). Shares that do not sum to one
 * also get a density, so divide percentages or counts by their sum first.
 */
public record SoftmaxCentered() implements Bijector {
  private static final String MAP = "a map onto a simplex";

  /** It does if a share rounds to zero or one. */
  @Override
  public boolean losesDigits() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr logOdds = scope.concat(-1, List.of(x, x.slice(-1, 0, 1).zeros()));
    Expr logShares = logOdds.logSoftmaxLast();
    return new Mapped(logShares.exp(), logShares.sumEvent());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    int d = y.size(-1) - 1;
    Expr logShares = y.max(scope.limits().smallest()).log();
    Expr x = logShares.slice(-1, 0, d).minus(logShares.slice(-1, d, 1));
    return new Mapped(x, y.atLeast(0).logIndicator().sumEvent().minus(logShares.sumEvent()));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return LastAxis.longer(event, 1, MAP);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return LastAxis.longer(event, -1, MAP);
  }
}
