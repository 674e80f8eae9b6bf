package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;

/**
 * The bin of a spline that each entry falls into.
 *
 * @param own one for this bin and zero for the others, {@code [K, ...]}
 * @param x0 the lower end of the bin, shaped like the entries
 * @param y0 its image
 * @param width the size of the bin
 * @param height the size of its image
 */
record Bin(Expr own, Expr x0, Expr y0, Expr width, Expr height) {
  /** The slope of the chord. */
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

  /** The point at a relative position. */
  Expr x(Expr xi) {
    return x0.plus(xi.times(width));
  }

  /** The image at a relative position of images. */
  Expr y(Expr rho) {
    return y0.plus(rho.times(height));
  }

  /** The bin of the inverse map. */
  Bin inverted() {
    return new Bin(own, y0, x0, height, width);
  }

  /** Selects the number of this bin, of one for each bin, {@code [K, ...]}. */
  Expr select(Expr perBin) {
    return own.times(perBin).sum(0);
  }

  /** Selects the number of the lower end, of one for each knot, {@code [K + 1, ...]}. */
  Expr lower(Expr perKnot) {
    return select(perKnot.slice(0, 0, bins()));
  }

  /** Selects the number of the upper end, of one for each knot, {@code [K + 1, ...]}. */
  Expr upper(Expr perKnot) {
    return select(perKnot.slice(0, 1, bins()));
  }

  /** Selects the same of one for each inner knot, {@code [K - 1, ...]}; zero for the first bin. */
  Expr innerLower(Expr perInnerKnot) {
    return own.slice(0, 1, bins() - 1).times(perInnerKnot).sum(0);
  }

  /** Selects the same of one for each inner knot, {@code [K - 1, ...]}; zero for the last bin. */
  Expr innerUpper(Expr perInnerKnot) {
    return own.slice(0, 0, bins() - 1).times(perInnerKnot).sum(0);
  }

  private int bins() {
    return own.size(0);
  }
}
