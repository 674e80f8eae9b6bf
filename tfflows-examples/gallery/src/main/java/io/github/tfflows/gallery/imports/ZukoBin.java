package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;

/** A bin from {@code (x0, y0)}, of a width and a height, with slopes at its ends. */
record ZukoBin(Expr x0, Expr width, Expr y0, Expr height, Expr d0, Expr d1) {
  Mapped forward(Expr x) {
    Expr xi = x.minus(x0).over(width).clip(0, 1);
    Expr q = xi.times(xi.complement());
    Expr numerator = chord().times(xi.square()).plus(d0.times(q));
    return new Mapped(y0.plus(height.times(numerator).over(denominator(q))), logSlope(xi));
  }

  /** The root in [0, 1], in the form without cancellation. */
  Mapped inverse(Expr y) {
    Expr rho = y.minus(y0).over(height).clip(0, 1);
    Expr e = d0.times(rho.complement()).minus(d1.times(rho));
    Expr b = e.plus(chord().times(rho).times(2));
    Expr both = chord().square().times(rho.times(rho.complement())).times(4);
    Expr sum = b.abs().plus(e.square().plus(both).sqrt());
    Expr rising = chord().times(rho).times(2).over(sum);
    Expr falling = sum.over(chord().plus(b.abs()).times(2));
    Expr xi = b.atLeast(0).select(rising, falling).clip(0, 1);
    return new Mapped(x0.plus(width.times(xi)), logSlope(xi).negated());
  }

  private Expr chord() {
    return height.over(width);
  }

  private Expr denominator(Expr q) {
    return chord().plus(d0.plus(d1).minus(chord().times(2)).times(q));
  }

  private Expr logSlope(Expr xi) {
    Expr q = xi.times(xi.complement());
    Expr ends = d1.times(xi.square()).plus(d0.times(xi.complement().square()));
    Expr slope = ends.plus(chord().times(q).times(2));
    return chord().over(denominator(q)).square().times(slope).log();
  }
}
