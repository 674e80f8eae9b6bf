package io.github.tfflows.core.data;

import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;

/**
 * A vector as a concatenation of named arrays, each in row-major order. A layout joins named data
 * into the events or the contexts of a flow, and splits draws by name:
 *
 * <pre>{@code
 * Layout layout = Layout.of("position", Shape.of(3)).and("stress", Shape.of(2, 2));
 * Data data = Data.of(layout.joined(Map.of("position", positions, "stress", stresses)));
 * ...
 * Rows drawn = layout.split(model.sampleAndLogProb(100, 1).x()).get("stress");
 * }</pre>
 *
 * <p>The parts of a {@link io.github.tfflows.core.base.Joint} distribution are in the order of the
 * layout: {@code new Joint(layout.ordered(Map.of("position", normal, "stress", heavyTailed)))}. A
 * {@code Blockwise} map of a layout has a bijector for each name. In TensorFlow Probability, joint
 * distributions of dictionaries do this.
 *
 * @param parts the arrays in their order, at least one, each with a name of its own
 */
public record Layout(List<Part> parts) {
  /**
   * A named array of the vector.
   *
   * @param shape its shape, all sizes known
   */
  public record Part(String name, Shape shape) {
    public Part {
      Objects.requireNonNull(name, "name");
      Require.known(shape);
    }

    public int size() {
      return Math.toIntExact(shape.size());
    }
  }

  public Layout {
    parts = List.copyOf(parts);
    List<String> names = parts.stream().map(Part::name).toList();
    if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "expected at least one part, with different names, got the names " + names);
    }
  }

  /**
   * Returns the layout of one part.
   *
   * @param shape its shape, all sizes known
   */
  public static Layout of(String name, Shape shape) {
    return new Layout(List.of(new Part(name, shape)));
  }

  /**
   * Returns this layout followed by another part.
   *
   * @param shape its shape, all sizes known
   * @throws IllegalArgumentException if there is a part of this name
   */
  public Layout and(String name, Shape shape) {
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(name, shape));
    return new Layout(more);
  }

  /** Returns the number of entries of the vector. */
  public int size() {
    return parts.stream().mapToInt(Part::size).sum();
  }

  /**
   * Returns the values of all names in the order of the parts.
   *
   * @param byName a value for each part
   * @throws IllegalArgumentException if a name is missing or unknown
   */
  public <T> List<T> ordered(Map<String, T> byName) {
    Objects.requireNonNull(byName, "byName");
    List<T> values = new ArrayList<>();
    for (Part part : parts) {
      T value = byName.get(part.name());
      if (value != null) {
        values.add(value);
      }
    }
    if (values.size() != parts.size() || byName.size() != parts.size()) {
      throw new IllegalArgumentException(
          "expected the names %s, got %s"
              .formatted(parts.stream().map(Part::name).toList(), byName.keySet()));
    }
    return List.copyOf(values);
  }

  /**
   * Joins the arrays of all parts into vectors.
   *
   * @param byName the rows of each part, in its shape
   * @throws IllegalArgumentException if a name is missing or unknown, the shape of rows differs
   *     from the shape of their part, or the numbers of rows differ
   */
  public Rows joined(Map<String, Rows> byName) {
    List<Rows> arrays = ordered(byName);
    int count = arrays.get(0).count();
    float[] vectors = new float[Math.multiplyExact(count, size())];
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Rows array = arrays.get(i);
      if (array.count() != count || !array.eventShape().equals(part.shape())) {
        throw new IllegalArgumentException(
            "expected %s rows of shape %s as %s, got %s"
                .formatted(count, part.shape(), part.name(), array));
      }
      for (int row = 0; row < count; row++) {
        System.arraycopy(
            array.values(), row * part.size(), vectors, row * size() + from, part.size());
      }
      from += part.size();
    }
    return new Rows(vectors, Shape.of(size()), count);
  }

  /**
   * Splits vectors into arrays by name, in the order of the parts.
   *
   * @throws IllegalArgumentException if they are not vectors of the layout's size
   */
  public Map<String, Rows> split(Rows vectors) {
    if (!vectors.eventShape().equals(Shape.of(size()))) {
      throw new IllegalArgumentException(
          "expected vectors of %s entries, got %s".formatted(size(), vectors));
    }
    Map<String, Rows> byName = new LinkedHashMap<>();
    int from = 0;
    for (Part part : parts) {
      float[] values = vectors.columns(from, part.size()).values();
      byName.put(part.name(), new Rows(values, part.shape(), vectors.count()));
      from += part.size();
    }
    return byName;
  }
}
