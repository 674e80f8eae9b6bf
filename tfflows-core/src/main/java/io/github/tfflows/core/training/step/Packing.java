package io.github.tfflows.core.training.step;

import io.github.tfflows.core.data.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The order of parameters in one vector. An optimizer updates the vector in one op; dozens of ops
 * for small parameters would cost more to schedule than to compute.
 *
 * @param shapes the shape of each parameter by name, in the order of the vector
 */
public record Packing(Map<String, Shape> shapes) {
  /** The least size of a vector; updating fewer numbers is faster than starting another thread. */
  private static final int LEAST_SIZE = 1 << 13;

  /** Packs the accepted parameters, in the order of the weights. */
  public static Packing of(Weights weights, Predicate<String> accepted) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    weights.byName().forEach((name, array) -> shapes.put(name, array.shape()));
    shapes.keySet().removeIf(accepted.negate());
    return new Packing(shapes);
  }

  /** Returns the parameters whose name and shape are accepted, in their order. */
  Packing only(BiPredicate<String, Shape> accepted) {
    Map<String, Shape> some = new LinkedHashMap<>(shapes);
    some.entrySet().removeIf(each -> !accepted.test(each.getKey(), each.getValue()));
    return new Packing(some);
  }

  /**
   * Splits the parameters, in their order, into a vector for each thread, of sizes as equal as
   * whole parameters allow.
   */
  public List<Packing> cut(int threads) {
    long total = size();
    long count = Math.max(1, Math.min(threads, total / LEAST_SIZE));
    Map<Long, Map<String, Shape>> vectors = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, Shape> parameter : shapes.entrySet()) {
      long size = parameter.getValue().size();
      long middle = at + size / 2;
      long vector = Math.min(count - 1, middle * count / Math.max(1, total));
      vectors
          .computeIfAbsent(vector, unused -> new LinkedHashMap<>())
          .put(parameter.getKey(), parameter.getValue());
      at += size;
    }
    return vectors.values().stream().map(Packing::new).toList();
  }

  int size() {
    return Math.toIntExact(shapes.values().stream().mapToLong(Shape::size).sum());
  }

  Shape shape() {
    return Shape.of(size());
  }

  double[] pack(Weights weights) {
    double[] vector = new double[size()];
    int at = 0;
    for (Map.Entry<String, Shape> parameter : shapes.entrySet()) {
      double[] values = weights.get(parameter.getKey(), parameter.getValue()).values();
      System.arraycopy(values, 0, vector, at, values.length);
      at += values.length;
    }
    return vector;
  }

  Weights unpack(double[] vector) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, Shape> parameter : shapes.entrySet()) {
      int end = at + Math.toIntExact(parameter.getValue().size());
      double[] values = Arrays.copyOfRange(vector, at, end);
      byName.put(parameter.getKey(), new Weights.Array(parameter.getValue(), values));
      at = end;
    }
    return new Weights(byName);
  }

  /** Builds the vector of one operand for each parameter; missing ones are zeros. */
  Operand<TFloating> pack(Ops tf, Class<TFloating> type, Map<String, Operand<TFloating>> parts) {
    List<Operand<TFloating>> flat = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          Operand<TFloating> part = parts.get(name);
          flat.add(
              part == null
                  ? tf.zeros(tf.array(shape.size()), type)
                  : tf.reshape(part, tf.array(-1)));
        });
    return flat.size() == 1 ? flat.get(0) : tf.concat(flat, tf.constant(0));
  }

  Map<String, Operand<TFloating>> unpack(Ops tf, Operand<TFloating> vector) {
    long[] sizes = shapes.values().stream().mapToLong(Shape::size).toArray();
    Iterator<? extends Operand<TFloating>> parts =
        sizes.length < 2
            ? List.of(vector).iterator()
            : tf.splitV(vector, tf.constant(sizes), tf.constant(0), (long) sizes.length)
                .output()
                .iterator();
    Map<String, Operand<TFloating>> byName = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> byName.put(name, tf.reshape(parts.next(), tf.constant(shape.asArray()))));
    return byName;
  }

  /**
   * Returns ones for the entries of accepted kernels, the parameters named {@code kernel}, and
   * zeros for others.
   */
  double[] kernels(Set<String> accepted) {
    double[] marks = new double[size()];
    int at = 0;
    for (Map.Entry<String, Shape> parameter : shapes.entrySet()) {
      int end = at + Math.toIntExact(parameter.getValue().size());
      String name = parameter.getKey();
      Arrays.fill(marks, at, end, name.endsWith("kernel") && accepted.contains(name) ? 1 : 0);
      at = end;
    }
    return marks;
  }
}
