package io.github.tfflows.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** An array fed to a graph or fetched from it, row by row. */
public final class Values {
  private final Shape shape;
  private final double[] entries;

  private Values(Shape shape, double[] entries) {
    if (shape.size() != entries.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " does not hold " + entries.length + " entries");
    }
    this.shape = shape;
    this.entries = entries;
  }

  public static Values of(Shape shape, double... entries) {
    return new Values(shape, entries.clone());
  }

  /** Returns the array fed under {@code name}. */
  public static Values fed(Map<String, Values> feeds, String name) {
    return Optional.ofNullable(feeds.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is not in " + feeds.keySet()));
  }

  /** Returns {@code n} rows of the given entries, shaped {@code [n, event...]}. */
  public static Values rows(Shape event, double... entries) {
    return of(event.prepend(entries.length / Math.max(event.size(), 1)), entries);
  }

  /** Returns the entries of the parts, one part after another. */
  public static Values concatenated(Shape shape, Values... parts) {
    return of(
        shape, Arrays.stream(parts).flatMapToDouble(at -> Arrays.stream(at.entries)).toArray());
  }

  public static Values zeros(Shape shape) {
    return new Values(shape, new double[Math.toIntExact(shape.size())]);
  }

  public static Values ones(Shape shape) {
    return zeros(shape).map(at -> 1);
  }

  /** Returns independent draws from {@code N(0, scale²)}. */
  public static Values gaussian(Shape shape, double scale, RandomGenerator random) {
    return zeros(shape).map(at -> scale * random.nextGaussian());
  }

  /**
   * Returns numbers to compare with other libraries: entry {@code j} is {@code sin(first + 0.7j)}.
   */
  public static Values sines(double first, Shape shape) {
    return of(
        shape,
        IntStream.range(0, Math.toIntExact(shape.size()))
            .mapToDouble(j -> Math.sin(first + 0.7 * j))
            .toArray());
  }

  public Shape shape() {
    return shape;
  }

  public double[] entries() {
    return entries.clone();
  }

  public double at(int flat) {
    return entries[flat];
  }

  public int size() {
    return entries.length;
  }

  public int rowCount() {
    return Math.toIntExact(shape.get(0));
  }

  public int rowSize() {
    return rowCount() == 0 ? 0 : entries.length / rowCount();
  }

  public double[] row(int i) {
    return Arrays.copyOfRange(entries, i * rowSize(), (i + 1) * rowSize());
  }

  public Values map(DoubleUnaryOperator f) {
    return new Values(shape, DoubleStream.of(entries).map(f).toArray());
  }

  /** Returns the rows, each replaced by its image of the same size. */
  public Values mapRows(UnaryOperator<double[]> f) {
    return new Values(
        shape,
        IntStream.range(0, rowCount())
            .mapToObj(this::row)
            .map(f)
            .flatMapToDouble(Arrays::stream)
            .toArray());
  }

  /** Returns {@code this + factor · direction}. */
  public Values plus(double factor, Values direction) {
    double[] moved = entries.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += factor * direction.entries[i];
    }
    return new Values(shape, moved);
  }

  public Values with(int flat, double value) {
    double[] changed = entries.clone();
    changed[flat] = value;
    return new Values(shape, changed);
  }

  /** Moves equal parts of each row; part {@code i} of the result was at {@code order[i]}. */
  public Values reordered(int... order) {
    int size = rowSize() / order.length;
    return mapRows(
        row ->
            IntStream.range(0, row.length)
                .mapToDouble(j -> row[order[j / size] * size + j % size])
                .toArray());
  }

  /** Repeats each row {@code times} times in place: {@code a, a, b, b}. */
  public Values repeatRows(int times) {
    double[] repeated = new double[entries.length * times];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = entries[i / rowSize() / times * rowSize() + i % rowSize()];
    }
    long[] sizes = shape.asArray();
    sizes[0] *= times;
    return new Values(Shape.of(sizes), repeated);
  }

  public double dot(Values other) {
    if (!shape.equals(other.shape)) {
      throw new AssertionError("got shape " + shape + ", expected " + other.shape);
    }
    double sum = 0;
    for (int i = 0; i < entries.length; i++) {
      sum += entries[i] * other.entries[i];
    }
    return sum;
  }

  /** Returns the mean of all entries. */
  public double mean() {
    return Arrays.stream(entries).average().orElseThrow();
  }

  public double largestMagnitude() {
    return DoubleStream.of(entries).map(Math::abs).max().orElse(0);
  }

  public boolean allFinite() {
    return DoubleStream.of(entries).allMatch(Double::isFinite);
  }

  public boolean noneNaN() {
    return DoubleStream.of(entries).noneMatch(Double::isNaN);
  }

  /**
   * Returns the largest {@code |a - b| / (1 + |b|)}: absolute for small entries, relative for large
   * ones. NaN counts as infinitely far.
   */
  public double distance(Values expected) {
    if (!shape.equals(expected.shape)) {
      throw new AssertionError("got shape " + shape + ", expected " + expected.shape);
    }
    double worst = 0;
    for (int i = 0; i < entries.length; i++) {
      double error = Math.abs(entries[i] - expected.entries[i]);
      worst =
          Math.max(
              worst,
              Double.isNaN(error)
                  ? Double.POSITIVE_INFINITY
                  : error / (1 + Math.abs(expected.entries[i])));
    }
    return worst;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values values
        && shape.equals(values.shape)
        && Arrays.equals(entries, values.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  @Override
  public String toString() {
    return shape + Arrays.toString(entries);
  }
}
