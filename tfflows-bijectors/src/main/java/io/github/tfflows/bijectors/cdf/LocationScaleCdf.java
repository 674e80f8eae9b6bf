package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.List;

/**
 * The cumulative distribution function of a family of trainable location and scale, {@code y = F((x
 * - t)·exp(-s))}, of the reals onto {@code (0, 1)}; its {@link #inverted()} is the quantile
 * function. {@code log dy/dx = log f((x - t)·exp(-s)) - s} with {@code f} the density of the
 * standard member, {@code t = s = 0}.
 *
 * <p>Of the two parameters {@code (t, b)} of an entry, the second is squashed, {@code s = b / (1 +
 * |b| / ln 1000)}, so that the scale stays within {@code (1e-3, 1e3)}.
 *
 * <p>Log-slopes are exact far into the tails, where {@code y} rounds to zero or one. In the inverse
 * a datum nearer to a bound than the machine epsilon, or beyond it, is moved to that distance, with
 * zero gradient. Points further out than the root of the largest number times the machine epsilon
 * (6e15 scales in single precision) act as if they were there.
 *
 * <p>An implementation builds the three functions of the standard member. Only {@link #logDensity}
 * must be differentiable: the slopes of the others follow from it.
 */
public interface LocationScaleCdf extends Increasing {
  /** Builds {@code F(z)} of the standard member, from 0 to 1. */
  Expr cdf(Expr z);

  /** Builds {@code log f(z)} of the standard member, in nats; finite for every finite {@code z}. */
  Expr logDensity(Expr z);

  /** Builds {@code F⁻¹(u)} of the standard member, for {@code u} between zero and one. */
  Expr quantile(Expr u);

  @Override
  default int parameters() {
    return 2;
  }

  @Override
  default Domain range() {
    return Domain.INTERVAL;
  }

  @Override
  default Mapped forward(GraphScope scope, Expr x, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = Squashed.logScale(at.get(1));
    Mapped y = StandardForm.forward(this, x.minus(at.get(0)).times(s.negated().exp()));
    return new Mapped(y.value(), y.logDet().minus(s));
  }

  @Override
  default Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = Squashed.logScale(at.get(1));
    Mapped z = StandardForm.inverse(this, y);
    return new Mapped(z.value().times(s.exp()).plus(at.get(0)), z.logDet().plus(s));
  }
}
