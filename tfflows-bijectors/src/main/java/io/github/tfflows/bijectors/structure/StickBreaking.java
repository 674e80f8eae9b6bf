package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * {@code d} real numbers along the last axis onto {@code d + 1} positive shares that sum to one:
 * each number determines the part to break off the rest of a stick (Stan Reference Manual 2.18,
 * section "Unit simplex"; {@code IteratedSigmoidCentered} in TensorFlow Probability).
 *
 * <pre>{@code
 * zₖ = sigmoid(xₖ - log(d + 1 - k))       yₖ = zₖ·rₖ       rₖ = 1 - (y₁ + ... + yₖ₋₁)
 * y_{d+1} = r_{d+1}                       log |det d(y₁..y_d)/dx| = Σ log yₖ  over all d + 1
 * }</pre>
 *
 * <p>Zeros map to equal shares. Rests are products of {@code 1 - z}, and in the inverse sums of the
 * later shares, which is precise for small ones. Shares at or below zero count as the smallest
 * normal number divided by the machine epsilon (about 1e-31 in single precision). Shares that do
 * not sum to one also get a density, so divide percentages or counts by their sum first.
 */
public record StickBreaking() implements Bijector {
  private static final String MAP = "a map onto a simplex";

  /** It does if a share rounds to zero or one. */
  @Override
  public boolean losesDigits() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    int d = x.size(-1);
    Expr logit = x.minus(centre(scope, d));
    Expr broken = logit.negated().softplus().negated(); // log z
    Expr rests = logit.softplus().negated().cumulativeSum(-1); // log of r₂ .. r_{d+1}
    Expr first = rests.slice(-1, 0, 1).zeros();
    Expr earlier = scope.concat(-1, List.of(first, rests.slice(-1, 0, d - 1)));
    Expr logShares = scope.concat(-1, List.of(broken.plus(earlier), rests.slice(-1, d - 1, 1)));
    return new Mapped(logShares.exp(), logShares.sumEvent());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    int d = y.size(-1) - 1;
    Expr shares = y.max(scope.limits().smallest());
    Expr rests = shares.slice(-1, 1, d).reverse(-1).cumulativeSum(-1).reverse(-1);
    Expr logShares = shares.log();
    Expr logit = logShares.slice(-1, 0, d).minus(rests.log());
    return new Mapped(
        logit.plus(centre(scope, d)),
        y.atLeast(0).logIndicator().sumEvent().minus(logShares.sumEvent()));
  }

  /** The logits of equal shares, negated: {@code log d, ..., log 1}. */
  private static Expr centre(GraphScope scope, int d) {
    return scope.constant(
        Shape.of(d), IntStream.range(0, d).mapToDouble(k -> Math.log(d - k)).toArray());
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
