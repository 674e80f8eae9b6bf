package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.univariate.Univariate;
import java.util.List;

/**
 * The cumulative distribution function of a location-scale family with trainable parameters, {@code
 * y = F((x - t)·exp(-s))}, of the reals onto {@code (0, 1)}; its {@link #inverted()} is the
 * quantile function. {@code log dy/dx = log f((x - t)·exp(-s)) - s} with {@code f} the density of
 * the standard member, {@code t = s = 0}.
 *
 * <p>The second of the two parameters {@code (t, b)} of an entry is squashed, {@code s = b / (1 +
 * |b| / ln 1000)}, so that the scale stays within {@code (1e-3, 1e3)}.
 *
 * <p>Log-slopes are exact far into the tails, where {@code y} rounds to zero or one. In the
 * inverse, data closer to a bound than the machine epsilon, or beyond it, are clipped to that
 * distance, with zero gradient. Points beyond the root of the largest number times the machine
 * epsilon (6e15 scales in single precision) are clipped there.
 *
 * <p>Only the log-density of the standard member must be differentiable: the slopes of the other
 * functions follow from it.
 */
public interface LocationScaleCdf extends Increasing {
  /** Returns the standard member of the family. */
  Univariate standard();

  @Override
  default int parameters() {
    return 2;
  }

  @Override
  default Domain range() {
    return Domain.UNIT;
  }

  @Override
  default Mapped forward(GraphScope scope, Expr x, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = at.get(1).squashedLog();
    Mapped y = StandardForm.forward(standard(), x.minus(at.get(0)).times(s.negated().exp()));
    return new Mapped(y.value(), y.logDet().minus(s));
  }

  @Override
  default Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = at.get(1).squashedLog();
    Mapped z = StandardForm.inverse(standard(), y);
    return new Mapped(z.value().times(s.exp()).plus(at.get(0)), z.logDet().plus(s));
  }
}
