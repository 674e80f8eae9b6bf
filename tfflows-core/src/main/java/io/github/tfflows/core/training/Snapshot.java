package io.github.tfflows.core.training;

import io.github.tfflows.core.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** The state of a training between two steps: arrays by name. */
final class Snapshot {
  private static final String SEPARATOR = "/";

  private final Map<String, Weights.Array> arrays = new LinkedHashMap<>();

  Map<String, Weights.Array> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  void put(String name, Weights.Array array) {
    arrays.put(name, array);
  }

  void put(String name, double... numbers) {
    put(name, new Weights.Array(Shape.of(numbers.length), numbers));
  }

  /** Adds weights under a common name. */
  void put(String name, Weights weights) {
    weights.byName().forEach((of, array) -> put(name + SEPARATOR + of, array));
  }

  Weights.Array array(String name) {
    Weights.Array array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("the checkpoint has no " + name);
    }
    return array;
  }

  double[] numbers(String name) {
    return array(name).values();
  }

  double number(String name) {
    return numbers(name)[0];
  }

  /** The weights of a common name. */
  Weights weights(String name) {
    String prefix = name + SEPARATOR;
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    arrays.forEach(
        (of, array) -> {
          if (of.startsWith(prefix)) {
            byName.put(of.substring(prefix.length()), array);
          }
        });
    return new Weights(byName);
  }
}
