package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * A smooth version of {@code min(max(x, low), high)}: the reals onto {@code (low, high)}, close to
 * the identity within. One of the bounds may be infinite.
 *
 * <p>With {@code sp(x) = s·log(1 + exp(x/s))} and {@code w = high - low},
 *
 * <pre>{@code
 * y = high - sp(w - sp(x - low))·w/sp(w)
 * y = low + sp(x - low)  and  y = high - sp(high - x)     for one bound
 * }</pre>
 *
 * <p>as in TensorFlow Probability's SoftClip. Far out, {@code y} rounds to a bound, never beyond
 * it. In the inverse, data closer to one of two bounds than {@code ε·w}, with {@code ε} the machine
 * epsilon, are clipped to that distance, with zero gradient. With a single bound the distance is
 * {@code s} times the smallest normal number over {@code ε}.
 *
 * @param low the lower bound, or minus infinity
 * @param high the upper bound, above the lower one, or infinity; at least one bound is finite
 * @param hingeSoftness the width {@code s} of the bends, from 1e-3 to 1e3
 */
public record SoftClip(double low, double high, double hingeSoftness) implements Increasing {
  public SoftClip {
    boolean bounded = low != Double.NEGATIVE_INFINITY || high != Double.POSITIVE_INFINITY;
    boolean separate = low < high && low < Double.MAX_VALUE && high > -Double.MAX_VALUE;
    if (!(bounded && separate && hingeSoftness >= 1e-3 && hingeSoftness <= 1e3)) {
      throw new IllegalArgumentException(
          "expected low < high, one of them finite, and a softness from 1e-3 to 1e3, got %s, %s, %s"
              .formatted(low, high, hingeSoftness));
    }
  }

  @Override
  public Domain range() {
    if (hasBoth()) {
      return Domain.interval(low, high);
    }
    return Double.isFinite(low) ? Domain.above(low) : Domain.below(high);
  }

  @Override
  public boolean losesDigits() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Mapped y = new Mapped(x, x.zeros());
    if (Double.isFinite(low)) {
      Mapped above = softplus(x.minus(low));
      y = new Mapped(above.value().plus(low), above.logDet());
    }
    if (Double.isFinite(high)) {
      Mapped below = softplus(y.value().negated().plus(high));
      Expr value = below.value().times(-stretch()).plus(high);
      y = new Mapped(value, y.logDet().plus(below.logDet()).plus(Math.log(stretch())));
    }
    return new Mapped(hasBoth() ? y.value().clip(low, high) : y.value(), y.logDet());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Mapped x = new Mapped(y, y.zeros());
    if (Double.isFinite(high)) {
      Mapped below = inverseOfSoftplus(y.negated().plus(high).times(1 / stretch()));
      Expr logDet = below.logDet().minus(Math.log(stretch()));
      x = new Mapped(below.value().negated().plus(high), logDet);
    }
    if (Double.isFinite(low)) {
      Mapped above = inverseOfSoftplus(x.value().minus(low));
      x = new Mapped(above.value().plus(low), x.logDet().plus(above.logDet()));
    }
    return x;
  }

  private Mapped softplus(Expr x) {
    Expr scaled = x.times(1 / hingeSoftness);
    Expr logSlope = scaled.negated().softplus().negated();
    return new Mapped(scaled.softplus().times(hingeSoftness), logSlope);
  }

  private Mapped inverseOfSoftplus(Expr y) {
    double margin =
        hasBoth()
            ? y.scope().limits().epsilon() * (high - low) / hingeSoftness
            : y.scope().limits().smallest();
    Expr scaled = y.times(1 / hingeSoftness).max(margin);
    Expr logSlope = scaled.negated().expm1().negated().log(); // of softplus
    return new Mapped(scaled.plus(logSlope).times(hingeSoftness), logSlope.negated());
  }

  private boolean hasBoth() {
    return Double.isFinite(high - low);
  }

  /** The factor that maps {@code sp(w)} to {@code w}. */
  private double stretch() {
    double widths = (high - low) / hingeSoftness;
    return hasBoth() ? widths / (widths + Math.log1p(Math.exp(-widths))) : 1;
  }
}
