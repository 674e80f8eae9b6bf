package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The numbers of a distribution whose entries are independent, one for each entry of an event. */
final class Entries {
  static List<Double> finite(String name, List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        throw new IllegalArgumentException(
            "%s of entry %s is %s; expected a finite number".formatted(name, i, values.get(i)));
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " has no entries; expected at least one");
    }
    return List.copyOf(values);
  }

  static List<Double> positive(String name, List<Double> values) {
    List<Double> checked = finite(name, values);
    for (int i = 0; i < checked.size(); i++) {
      if (!(checked.get(i) > 0)) {
        throw new IllegalArgumentException(
            "%s of entry %s is %s; expected a positive number".formatted(name, i, checked.get(i)));
      }
    }
    return checked;
  }

  static void requireAsMany(String name, List<Double> values, String other, List<Double> others) {
    if (values.size() != others.size()) {
      throw new IllegalArgumentException(
          "expected as many entries of %s as of %s, got %s and %s"
              .formatted(name, other, values.size(), others.size()));
    }
  }

  static List<Double> all(int d, double value) {
    Require.known(Shape.of(d));
    return Collections.nCopies(d, value);
  }

  static Expr everywhere(GraphScope scope, Shape shape, double value) {
    double[] entries = new double[Math.toIntExact(shape.size())];
    Arrays.fill(entries, value);
    return scope.constant(shape, entries);
  }

  private Entries() {}
}
