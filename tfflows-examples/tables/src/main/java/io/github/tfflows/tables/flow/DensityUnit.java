package io.github.tfflows.tables.flow;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * The identity, with a density per raw unit of a column instead of the flow's unit, which is {@code
 * unit} raw ones: {@code log |det|} is {@code log unit}. It is for values that are too small or too
 * large for single precision.
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
