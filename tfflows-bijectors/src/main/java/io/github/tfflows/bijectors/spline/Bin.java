package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;

/**
 * The bin of each entry in a spline.
 *
 * @param own one for this bin and zero for the others, {@code [K, ...]}
 * @param x0 the lower end of the bin, shaped like the entries
 * @param y0 its image
 * @param width the size of the bin
 * @param height the size of its image
 */
record Bin(Expr own, Expr x0, Expr y0, Expr width, Expr height) {
  Expr chord() {
    return height.over(width);
  }

  /** The relative position {@code ξ = (x - x0)/w} of {@code x} in the bin. */
  Expr positionOf(Expr x) {
    return x.minus(x0).over(width).clipStraightThrough(0, 1); // past rounding
  }

  /** The relative position {@code ρ = (y - y0)/h} of the image {@code y}. */
  Expr positionOfImage(Expr y) {
    return y.minus(y0).over(height).clipStraightThrough(0, 1);
  }

  Expr x(Expr xi) {
    return x0.plus(xi.times(width));
  }

  Expr y(Expr rho) {
    return y0.plus(rho.times(height));
  }

  Bin inverted() {
    return new Bin(own, y0, x0, height, width);
  }

  /** Selects the number of this bin from numbers of all bins, {@code [K, ...]}. */
  Expr select(Expr perBin) {
    return own.times(perBin).sum(0);
  }

  /** Selects the number of the lower end from numbers of all knots, {@code [K + 1, ...]}. */
  Expr lower(Expr perKnot) {
    return select(perKnot.slice(0, 0, bins()));
  }

  /** Selects the number of the upper end from numbers of all knots, {@code [K + 1, ...]}. */
  Expr upper(Expr perKnot) {
    return select(perKnot.slice(0, 1, bins()));
  }

  /**
   * Selects the number of the lower end from numbers of inner knots, {@code [K - 1, ...]}; zero for
   * the first bin.
   */
  Expr innerLower(Expr perInnerKnot) {
    return own.slice(0, 1, bins() - 1).times(perInnerKnot).sum(0);
  }

  /**
   * Selects the number of the upper end from numbers of inner knots, {@code [K - 1, ...]}; zero for
   * the last bin.
   */
  Expr innerUpper(Expr perInnerKnot) {
    return own.slice(0, 0, bins() - 1).times(perInnerKnot).sum(0);
  }

  private int bins() {
    return own.size(0);
  }
}
