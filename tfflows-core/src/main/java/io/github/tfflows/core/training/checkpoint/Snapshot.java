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

  /** Creates an empty snapshot. */
  public Snapshot() {
    this(Map.of());
  }

  /** Copies arrays by name. */
  public Snapshot(Map<String, Weights.Array> arrays) {
    this.arrays = new LinkedHashMap<>(arrays);
  }

  /** Returns the arrays by name. */
  public Map<String, Weights.Array> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /** Adds an array. */
  public void put(String name, Weights.Array array) {
    arrays.put(name, array);
  }

  /** Adds numbers. */
  public void put(String name, double... numbers) {
    put(name, new Weights.Array(Shape.of(numbers.length), numbers));
  }

  /** Adds weights under a common name. */
  public void put(String name, Weights weights) {
    weights.byName().forEach((of, array) -> put(name + SEPARATOR + of, array));
  }

  /** Adds rows. */
  public void put(String name, Rows rows) {
    Shape shape = rows.eventShape().prepend(rows.count());
    put(name, new Weights.Array(shape, Tensors.widened(rows.values())));
  }

  /** Returns the rows of an array. */
  public Rows rows(String name) {
    Weights.Array array = array(name);
    int count = Math.toIntExact(array.shape().get(0));
    return new Rows(Tensors.narrowed(array.values()), array.shape().tail(), count);
  }

  /**
   * Returns an array.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Weights.Array array(String name) {
    Weights.Array array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("the checkpoint has no " + name);
    }
    return array;
  }

  /** Returns the numbers of an array. */
  public double[] numbers(String name) {
    return array(name).values();
  }

  /** Returns the first number of an array. */
  public double number(String name) {
    return numbers(name)[0];
  }

  /** Returns the weights of a common name. */
  public Weights weights(String name) {
    return new Weights(arrays).below(name + SEPARATOR);
  }
}
