package io.github.tfflows.tables.flow;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * The identity, with a density per value of a column in place of one per number of the flow, which
 * is a multiple of values: {@code log |det|} is {@code log unit}. So densities are per raw unit,
 * though single precision holds no numbers as small or large as the values.
 *
 * @param unit the number of values within one number
 */
record DensityUnit(double unit) implements MaskableBijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return scope.entrywise(x, new Mapped(x, x.zeros().plus(Math.log(unit))));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return scope.entrywise(y, new Mapped(y, y.zeros().minus(Math.log(unit))));
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }
}
