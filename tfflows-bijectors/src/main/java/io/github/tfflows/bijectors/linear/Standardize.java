package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Fixed means and scales on the last axis, {@code y = mean + scale·x}. Its inverse standardizes
 * data, per feature of a vector or per channel of an image. {@code log |det|} is the sum of {@code
 * log scale}, times h·w for images. With this map as a link, the flow is the density of the raw
 * data, per raw unit.
 *
 * @param mean the mean of each feature, in the unit of the data
 * @param scale the scale of each feature, positive, in the unit of the data
 */
public record Standardize(List<Double> mean, List<Double> scale) implements MaskableBijector {
  /** The distance from zero, in scales, where floats round by a ten-thousandth of a scale. */
  private static final double FAR = 1 << 12;

  public Standardize {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (mean.isEmpty() || mean.size() != scale.size()) {
      throw new IllegalArgumentException(
          "expected as many scales as means and at least one, got %s means and %s scales"
              .formatted(mean.size(), scale.size()));
    }
    for (int i = 0; i < mean.size(); i++) {
      if (!Double.isFinite(mean.get(i))) {
        throw new IllegalArgumentException("mean " + i + " must be finite, got " + mean.get(i));
      }
      Require.positive("scale " + i, scale.get(i));
    }
  }

  /** Returns the standardization of vectors, as {@link #fit(float[], int)} does. */
  public static Standardize fit(float[][] rows) {
    return fit(Rows.of(rows));
  }

  /** Returns the standardization of the last axis of events, as {@link #fit(float[], int)} does. */
  public static Standardize fit(Rows rows) {
    return fit(rows.values(), Math.toIntExact(rows.eventShape().get(-1)));
  }

  /**
   * Returns the standardization of the last axis of events, by {@linkplain Data#weighted weighted}
   * moments: a row of weight two counts as two equal rows, and a row of weight zero does not count.
   *
   * @throws IllegalArgumentException if all weights are zero, or a value of a row that counts is
   *     not finite
   */
  public static Standardize fit(Data data) {
    Data counting = data.withoutZeroWeights();
    Rows rows = counting.x();
    int features = Math.toIntExact(rows.eventShape().get(-1));
    int places = rows.size() / features;
    return fit(rows.values(), features, place -> counting.weight(place / places));
  }

  /**
   * Returns the map whose inverse gives the columns of {@code values} mean zero and standard
   * deviation one (with the number of rows as divisor); a constant column keeps its scale. Sums are
   * in double precision.
   *
   * @param values the data, row by row; for images each pixel is a row
   * @param features the number of columns, at least one
   * @throws IllegalArgumentException if there are no rows, the last row is incomplete, or a value
   *     is not finite
   */
  public static Standardize fit(float[] values, int features) {
    return fit(values, features, row -> 1);
  }

  private static Standardize fit(float[] values, int features, IntToDoubleFunction weight) {
    if (features < 1 || values.length == 0 || values.length % features != 0) {
      throw new IllegalArgumentException(
          "expected one or more full rows of %s features, got %s values"
              .formatted(features, values.length));
    }
    Rows rows = Rows.of(values, features);
    List<Double> mean = new ArrayList<>();
    List<Double> scale = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      Column column = new Column(rows, i, weight);
      double center = column.center();
      double deviation = Math.sqrt(column.mean(x -> (x - center) * (x - center)));
      mean.add(center);
      scale.add(deviation > Float.MIN_NORMAL ? deviation : 1);
    }
    return new Standardize(mean, scale);
  }

  @Override
  public boolean yieldsReals() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return scope.entrywise(
        x,
        new Mapped(
            x.times(row(scope, scale)).plus(row(scope, mean)), logScale(scope).broadcastLike(x)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return scope.entrywise(
        y,
        new Mapped(
            y.minus(row(scope, mean)).over(row(scope, scale)),
            logScale(scope).negated().broadcastLike(y)));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.lastAxis(event, mean.size(), "a standardization");
  }

  /** Returns whether a mean is thousands of scales from zero. */
  @Override
  public boolean losesDigits() {
    return IntStream.range(0, mean.size())
        .anyMatch(i -> Math.abs(mean.get(i)) > FAR * scale.get(i));
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }

  private Expr logScale(GraphScope scope) {
    return row(scope, scale.stream().map(Math::log).toList());
  }

  private static Expr row(GraphScope scope, List<Double> entries) {
    double[] values = entries.stream().mapToDouble(Double::doubleValue).toArray();
    return scope.constant(Shape.of(values.length), values);
  }

  /** The numbers of a feature, each with the weight of its row. */
  private record Column(Rows of, int feature, IntToDoubleFunction weight) {
    private IntStream rows() {
      return IntStream.range(0, of.count());
    }

    private float at(int row) {
      return of.values()[row * of.size() + feature];
    }

    private double mean(DoubleUnaryOperator function) {
      double sum = 0;
      double weights = 0;
      for (int row = 0; row < of.count(); row++) {
        sum += weight.applyAsDouble(row) * function.applyAsDouble(at(row));
        weights += weight.applyAsDouble(row);
      }
      return sum / weights;
    }

    /** The mean; for a constant column exactly its value, so that deviations are zero. */
    private double center() {
      rows().forEach(this::requireFinite);
      return rows().allMatch(row -> at(row) == at(0)) ? at(0) : mean(x -> x);
    }

    private void requireFinite(int row) {
      if (!Float.isFinite(at(row))) {
        throw new IllegalArgumentException(
            "column %s holds %s in row %s, expected a finite number"
                .formatted(feature, at(row), row));
      }
    }
  }
}
