package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.data.Rows;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Fixed means and scales on the last axis, {@code y = mean + scale·x}: its inverse standardises
 * data, per feature of a vector or per channel of an image, and {@code log |det|} is the sum of
 * {@code log scale}, times h·w for images. As a link of the flow it makes the density one of the
 * raw data, per raw unit.
 *
 * @param mean the mean of each feature, in the unit of the data
 * @param scale the scale of each feature, positive, in the unit of the data
 */
public record Standardize(List<Double> mean, List<Double> scale) implements MaskableBijector {
  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if the lists are empty or differ in size, a mean is not
   *     finite, or a scale is not positive and finite
   */
  public Standardize {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (mean.isEmpty() || mean.size() != scale.size()) {
      throw new IllegalArgumentException(
          "expected as many scales as means and at least one, got "
              + mean.size()
              + " means and "
              + scale.size()
              + " scales");
    }
    for (int i = 0; i < mean.size(); i++) {
      if (!Double.isFinite(mean.get(i))) {
        throw new IllegalArgumentException("mean " + i + " must be finite, got " + mean.get(i));
      }
      if (!(scale.get(i) > 0 && Double.isFinite(scale.get(i)))) {
        throw new IllegalArgumentException(
            "scale " + i + " must be positive and finite, got " + scale.get(i));
      }
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
   * Returns the map whose inverse gives the columns of {@code values} mean zero and standard
   * deviation one (the population's, divided by the number of rows); a constant column keeps its
   * scale. Sums run in double precision.
   *
   * @param values the data, row by row; for images each pixel is a row
   * @param features the number of columns, at least one
   * @throws IllegalArgumentException if there are no rows, the last row is incomplete, or a value
   *     is not finite
   */
  public static Standardize fit(float[] values, int features) {
    if (features < 1 || values.length == 0 || values.length % features != 0) {
      throw new IllegalArgumentException(
          "expected one or more full rows of "
              + features
              + " features, got "
              + values.length
              + " values");
    }
    List<Double> mean = new ArrayList<>();
    List<Double> scale = new ArrayList<>();
    for (int column = 0; column < features; column++) {
      double center = mean(values, features, column);
      double deviation = deviation(values, features, column, center);
      mean.add(center);
      scale.add(deviation > Float.MIN_NORMAL ? deviation : 1);
    }
    return new Standardize(mean, scale);
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
    return EventShapes.requireLast(event, mean.size(), "a standardization");
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return forwardEventShape(event);
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

  /** The mean of a column; of a constant column the very value, so that it deviates nowhere. */
  private static double mean(float[] values, int features, int column) {
    int rows = values.length / features;
    double sum = 0;
    boolean constant = true;
    for (int row = 0; row < rows; row++) {
      int i = row * features + column;
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "column "
                + column
                + " holds "
                + values[i]
                + " in row "
                + row
                + ", expected a finite number");
      }
      sum += values[i];
      constant &= values[i] == values[column];
    }
    return constant ? values[column] : sum / rows;
  }

  private static double deviation(float[] values, int features, int column, double center) {
    int rows = values.length / features;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double distance = values[row * features + column] - center;
      sum += distance * distance;
    }
    return Math.sqrt(sum / rows);
  }
}
