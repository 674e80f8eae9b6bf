package io.github.tfflows.gallery.imports;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

/**
 * The rational-quadratic spline of zuko (Durkan et al., 2019, arXiv:1906.04032, eqs. 4-8), which is
 * the identity outside of {@code [-5, 5]}. Its bins have no minimal width; instead, their logits
 * and the logarithms of inner slopes are bounded:
 *
 * <pre>{@code
 * widths, heights = 10·softmax(u / (1 + 2|u| / ln 1000))
 * slopes = exp(u / (1 + |u| / ln 1000))
 * }</pre>
 */
record ZukoSpline(int bins) implements Increasing {
  private static final double BOUND = 5;
  private static final double LIMIT = Math.log(1e3);

  @Override
  public int parameters() {
    return 3 * bins - 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr inside = x.abs().less(BOUND).indicator();
    return around(x, inside, bin(x.times(inside), theta, 0).forward(x.times(inside)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr inside = y.abs().less(BOUND).indicator();
    return around(y, inside, bin(y.times(inside), theta, 1).inverse(y.times(inside)));
  }

  private static Mapped around(Expr x, Expr inside, Mapped mapped) {
    Expr outside = inside.complement().times(x);
    return new Mapped(inside.times(mapped.value()).plus(outside), inside.times(mapped.logDet()));
  }

  /** The bin of each entry, by its widths (0) or by its heights (1). */
  private ZukoBin bin(Expr at, Expr theta, int axis) {
    List<Expr> raw = theta.split(-1, bins, bins, bins - 1);
    List<Expr> sizes = List.of(sizes(raw.get(0)), sizes(raw.get(1)));
    Expr end = raw.get(2).slice(-1, 0, 1).zeros();
    Expr slopes = at.scope().concat(-1, List.of(end, raw.get(2).squash(LIMIT), end)).exp();
    Expr reached = at.expand(-1).atLeast(starts(sizes.get(axis))).indicator();
    Expr next = reached.slice(-1, 1, bins - 1);
    Expr own = reached.minus(at.scope().concat(-1, List.of(next, next.slice(-1, 0, 1).zeros())));
    return new ZukoBin(
        picked(own, starts(sizes.get(0))),
        picked(own, sizes.get(0)),
        picked(own, starts(sizes.get(1))),
        picked(own, sizes.get(1)),
        picked(own, slopes.slice(-1, 0, bins)),
        picked(own, slopes.slice(-1, 1, bins)));
  }

  private static Expr sizes(Expr raw) {
    Expr parts = raw.squash(LIMIT / 2).exp();
    return parts.over(parts.sumLast().expand(-1)).times(2 * BOUND);
  }

  private static Expr starts(Expr sizes) {
    return sizes.cumulativeSum(-1).minus(sizes).minus(BOUND);
  }

  private static Expr picked(Expr own, Expr values) {
    return own.times(values).sumLast();
  }
}
