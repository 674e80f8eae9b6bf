package io.github.tfflows.core.data;

import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;

/**
 * Rows of events in one flat array: the arguments and results of a compiled distribution.
 *
 * <p>The constructor does not copy the array; do not change it afterwards.
 *
 * @param values the entries of {@code count} events in row-major order
 * @param eventShape the shape of one row, all sizes known; {@code [0]} for rows without entries
 * @param count the number of rows
 */
@SuppressWarnings("ArrayRecordComponent") // not copied on purpose; compared by value below
public record Rows(float[] values, Shape eventShape, int count) {
  public Rows {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(eventShape, "eventShape");
    Require.atLeast("count", count, 0);
    if (eventShape.hasUnknownDimension() || values.length != count * eventShape.size()) {
      throw new IllegalArgumentException(
          "%s rows of shape %s hold %s numbers, got %s"
              .formatted(count, eventShape, count * eventShape.size(), values.length));
    }
  }

  /**
   * Returns rows over a flat array.
   *
   * @param values the entries in row-major order, not copied
   * @param eventShape the sizes of one row, each at least one
   * @throws IllegalArgumentException if the length is not a multiple of the event's size
   */
  public static Rows of(float[] values, long... eventShape) {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(eventShape, "eventShape");
    Shape shape = Require.known(Shape.of(eventShape));
    if (values.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          "rows of shape %s need a multiple of %s numbers, got %s"
              .formatted(shape, shape.size(), values.length));
    }
    return new Rows(values, shape, (int) (values.length / shape.size()));
  }

  /**
   * Returns a copy of an array of vectors.
   *
   * @param rows at least one row, all equally long
   * @throws IllegalArgumentException if there is no row, or rows differ in length
   */
  public static Rows of(float[][] rows) {
    Objects.requireNonNull(rows, "rows");
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == null) {
        throw new NullPointerException("row %s of %s is null".formatted(i, rows.length));
      }
    }
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException("expected at least one row with at least one column");
    }
    int size = rows[0].length;
    float[] flat = new float[Math.multiplyExact(rows.length, size)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != size) {
        throw new IllegalArgumentException(
            "row %s has %s columns, expected %s as in row 0".formatted(i, rows[i].length, size));
      }
      System.arraycopy(rows[i], 0, flat, i * size, size);
    }
    return new Rows(flat, Shape.of(size), rows.length);
  }

  /**
   * Returns rows without entries, of shape {@code [0]}: the context of an unconditional density.
   */
  public static Rows empty(int count) {
    return new Rows(new float[0], Shape.of(0), count);
  }

  /** Returns the number of entries of a row. */
  public int size() {
    return (int) eventShape.size();
  }

  /**
   * Returns a copy of consecutive rows.
   *
   * @param to the row after the last
   * @throws IndexOutOfBoundsException if they are not among the rows
   */
  public Rows slice(int from, int to) {
    if (from < 0 || from > to || to > count) {
      throw new IndexOutOfBoundsException(
          "expected a range within the %s rows, got %s up to %s".formatted(count, from, to));
    }
    float[] part = Arrays.copyOfRange(values, from * size(), to * size());
    return new Rows(part, eventShape, to - from);
  }

  /**
   * Returns a copy of chosen rows.
   *
   * @param indices their places, in the order of the result; repeats are allowed
   * @throws IndexOutOfBoundsException if one is not among the rows
   */
  public Rows select(int... indices) {
    int size = size();
    float[] chosen = new float[Math.multiplyExact(indices.length, size)];
    for (int i = 0; i < indices.length; i++) {
      int row = indices[i];
      if (row < 0 || row >= count) {
        throw new IndexOutOfBoundsException(
            "expected the index of one of %s rows, got %s".formatted(count, row));
      }
      System.arraycopy(values, row * size, chosen, i * size, size);
    }
    return new Rows(chosen, eventShape, indices.length);
  }

  /** Returns the rows as an array of vectors, each event flattened. */
  public float[][] toArrays() {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(values, i * size(), (i + 1) * size());
    }
    return rows;
  }

  /**
   * Returns a vector for each row: its entries, then the entries of the other row at its place.
   *
   * @throws IllegalArgumentException if the number of rows differs
   */
  public Rows beside(Rows others) {
    if (count != others.count) {
      throw new IllegalArgumentException(
          "expected %s rows beside these, got %s".formatted(count, others));
    }
    int width = size() + others.size();
    float[] all = new float[Math.multiplyExact(count, width)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, i * size(), all, i * width, size());
      System.arraycopy(others.values, i * others.size(), all, i * width + size(), others.size());
    }
    return new Rows(all, Shape.of(width), count);
  }

  /**
   * Returns vectors of some entries of each row.
   *
   * @param from the first entry, counted from zero
   * @throws IndexOutOfBoundsException if a row has fewer entries
   */
  public Rows columns(int from, int size) {
    int first = Objects.checkFromIndexSize(from, size, size());
    float[] some = new float[Math.multiplyExact(count, size)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, i * size() + first, some, i * size, size);
    }
    return new Rows(some, Shape.of(size), count);
  }

  /**
   * Returns these rows followed by others of the same shape.
   *
   * @throws IllegalArgumentException if the shapes of the events differ
   */
  public Rows followedBy(Rows others) {
    if (!eventShape.equals(others.eventShape)) {
      throw new IllegalArgumentException(
          "expected more rows of shape %s, got %s".formatted(eventShape, others));
    }
    float[] all = Arrays.copyOf(values, Math.addExact(values.length, others.values.length));
    System.arraycopy(others.values, 0, all, values.length, others.values.length);
    return new Rows(all, eventShape, count + others.count);
  }

  /**
   * Returns these rows if every entry is finite.
   *
   * @throws IllegalArgumentException if one is not; the message has its row and column
   */
  public Rows requireFinite(String role) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "expected finite numbers in %s, got %s in row %s, column %s"
                .formatted(role, values[i], i / size(), i % size()));
      }
    }
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rows that
        && count == that.count
        && eventShape.equals(that.eventShape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * eventShape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "%s %s of shape %s".formatted(count, count == 1 ? "row" : "rows", eventShape);
  }
}
