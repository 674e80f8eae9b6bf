package io.github.tfflows.tables.flow;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * Changes the cut of a circle: inverse maps any number to {@code [cut, cut + period)}, {@code x = y
 * - period·⌊(y - cut) / period⌋}, and forward maps that to {@code [start, start + period)}. Both
 * preserve volume.
 *
 * @param start the lower end of the data
 * @param cut the lower end for the flow
 * @param period the length of the circle
 */
record Circle(double start, double cut, double period) implements MaskableBijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return scope.entrywise(x, counted(x, start));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return scope.entrywise(y, counted(y, cut));
  }

  private Mapped counted(Expr x, double from) {
    Expr turns = x.minus(from).times(1 / period).floor().stopGradient();
    Expr y = x.minus(turns.times(period)).clip(from, from + period); // may round to just beyond
    return new Mapped(y, x.zeros());
  }
}
