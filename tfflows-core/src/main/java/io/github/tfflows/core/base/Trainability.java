package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Whether training moves a distribution's own parameters. */
public enum Trainability {
  /** They are constants. */
  FIXED,

  /** They are trained with the rest of the flow; positive ones by their logarithms. */
  TRAINABLE;

  /** Builds one number for each entry of a vector, with the given values or initial values. */
  Expr numbers(GraphScope scope, String name, List<Double> values) {
    return numbers(
        scope,
        name,
        Shape.of(values.size()),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Builds the logarithms of positive numbers; the parameter is {@code log_name}.
   *
   * @throws IllegalArgumentException if one is out of the range of the float type
   */
  Expr logs(GraphScope scope, String name, List<Double> values) {
    FloatLimits limits = scope.limits();
    for (double value : values) {
      if (value < limits.smallest() || value > limits.largest()) {
        throw new IllegalArgumentException(
            "%s holds %s; expected numbers from %s to %s in this precision; scale the data"
                .formatted(name, value, limits.smallest(), limits.largest()));
      }
    }
    return numbers(scope, "log_" + name, values.stream().map(Math::log).toList());
  }

  /** Builds an array with the given values or initial values. */
  Expr numbers(GraphScope scope, String name, Shape shape, double... values) {
    return switch (this) {
      case FIXED -> scope.constant(shape, values);
      case TRAINABLE -> scope.parameter(name, shape, values);
    };
  }
}
