package io.github.tfflows.core.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * The values of a flow's parameters by name, on the Java heap, in double precision.
 *
 * @param byName each parameter's array, in the order of declaration
 */
public record Weights(Map<String, Weights.Array> byName) {
  public Weights {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * The values of one parameter.
   *
   * @param values its entries in row-major order, as many as the shape holds, not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by value below
  public record Array(Shape shape, double[] values) {
    public Array {
      if (shape.hasUnknownDimension() || shape.size() != values.length) {
        throw new IllegalArgumentException(
            "an array of shape %s needs %s values, got %s"
                .formatted(shape, shape.size(), values.length));
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Array that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "array of shape " + shape;
    }
  }

  /**
   * Returns one parameter.
   *
   * @param name its full name
   * @throws IllegalArgumentException if there is none of that name
   */
  public Array get(String name) {
    Array array = byName.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "no weights named " + name + "; there are " + byName.keySet());
    }
    return array;
  }

  /**
   * Returns one parameter.
   *
   * @throws IllegalArgumentException if there is none of that name, or it has another shape
   */
  public Array get(String name, Shape shape) {
    Array array = get(name);
    if (!array.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "the weights %s have shape %s, expected %s".formatted(name, array.shape(), shape));
    }
    return array;
  }

  /** Returns the weights of a part of a flow, such as {@code base}, by their names within it. */
  public Weights part(String name) {
    return below(name + ".");
  }

  /** Returns the weights whose names begin with a prefix, by the rest of their names. */
  public Weights below(String prefix) {
    Map<String, Array> part = new LinkedHashMap<>();
    byName.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), array);
          }
        });
    return new Weights(part);
  }

  public Weights with(Map<String, Array> changed) {
    Map<String, Array> all = new LinkedHashMap<>(byName);
    all.putAll(changed);
    return new Weights(all);
  }

  public boolean areFinite() {
    return byName.values().stream()
        .flatMapToDouble(array -> Arrays.stream(array.values()))
        .allMatch(Double::isFinite);
  }

  /** Returns the total number of entries. */
  public long size() {
    return byName.values().stream().mapToLong(array -> array.values().length).sum();
  }
}
