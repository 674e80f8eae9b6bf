package io.github.tfflows.core.training.checkpoint;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Tensors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** The state of a training between two steps: arrays by name. */
public final class Snapshot {
  private static final String SEPARATOR = "/";

  private final Map<String, Weights.Array> arrays;

  public Snapshot() {
    this(Map.of());
  }

  public Snapshot(Map<String, Weights.Array> arrays) {
    this.arrays = new LinkedHashMap<>(arrays);
  }

  public Map<String, Weights.Array> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  public void put(String name, Weights.Array array) {
    arrays.put(name, array);
  }

  public void put(String name, double... numbers) {
    put(name, new Weights.Array(Shape.of(numbers.length), numbers));
  }

  public void put(String name, Weights weights) {
    weights.byName().forEach((of, array) -> put(name + SEPARATOR + of, array));
  }

  public void put(String name, Rows rows) {
    Shape shape = rows.eventShape().prepend(rows.count());
    put(name, new Weights.Array(shape, Tensors.widened(rows.values())));
  }

  public Rows rows(String name) {
    Weights.Array array = array(name);
    int count = Math.toIntExact(array.shape().get(0));
    return new Rows(Tensors.narrowed(array.values()), array.shape().tail(), count);
  }

  /** Returns the array of a name, which must be there. */
  public Weights.Array array(String name) {
    Weights.Array array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("the checkpoint has no " + name);
    }
    return array;
  }

  public double[] numbers(String name) {
    return array(name).values();
  }

  public double number(String name) {
    return numbers(name)[0];
  }

  public Weights weights(String name) {
    return new Weights(arrays).below(name + SEPARATOR);
  }
}
