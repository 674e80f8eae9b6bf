package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Splines, compared with another implementation: parameters, points, images and log-slopes of 4
 * bins on [-3, 3] are in a file with the name of the map.
 */
@ParameterizedClass
@EnumSource
public record SplineTest(Spline spline) implements ScalarBijectorContract {
  /** The library adds this to raw slopes, so that the slope at zero is one. */
  private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - 1e-3));

  /** A spline, and the number of its parameters for eight bins. */
  @SuppressWarnings("ImmutableEnumChecker") // constructors
  public enum Spline {
    /** One height of each bin. */
    LINEAR(LinearSpline::new, 8),
    /** A width of each bin, and the slopes at the inner knots. */
    QUADRATIC(QuadraticSpline::new, 15),
    /** Two sizes of each bin, and the slopes at both ends. */
    CUBIC(CubicSpline::new, 18),
    /** Two sizes of each bin, and the slopes at the inner knots. */
    RATIONAL_QUADRATIC(RationalQuadratic::new, 23),
    /** Two sizes of each bin, and the slopes at all knots. */
    UNBOUNDED_RATIONAL_QUADRATIC(UnboundedRationalQuadratic::new, 25),
    /** Two sizes and a cut of each bin, and the slopes at the inner knots. */
    LINEAR_RATIONAL(LinearRational::new, 31),
    /** Two sizes and a slope of each bin. */
    CIRCULAR_RATIONAL_QUADRATIC(CircularRationalQuadratic::new, 24);

    private final Sized map;
    private final int parametersOfEightBins;

    Spline(Sized map, int parametersOfEightBins) {
      this.map = map;
      this.parametersOfEightBins = parametersOfEightBins;
    }
  }

  /** The constructor of a spline. */
  @FunctionalInterface
  private interface Sized {
    ScalarBijector of(int bins, double bound);
  }

  @Override
  public ScalarBijector map() {
    return spline.map.of(8, 3);
  }

  /** The knots at zero parameters, on a circle and beyond. */
  @Override
  public double[] edges() {
    DoubleStream knots = DoubleStream.of(-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3);
    return spline == Spline.CIRCULAR_RATIONAL_QUADRATIC
        ? DoubleStream.concat(knots, DoubleStream.of(-9, -3.75, 3.75, 9)).toArray()
        : knots.toArray();
  }

  /** Returns the parameters in a file of references. */
  private double[] theta(ReferenceValues reference) {
    return switch (spline) {
      case RATIONAL_QUADRATIC -> raw(reference);
      case CIRCULAR_RATIONAL_QUADRATIC -> aroundTheCircle(raw(reference));
      default -> reference.numbers("theta");
    };
  }

  /** Returns raw widths and heights of bins, and raw slopes at knots. */
  private static double[] raw(ReferenceValues reference) {
    DoubleStream sizes =
        Stream.of("unnormalized_widths", "unnormalized_heights")
            .flatMapToDouble(key -> Arrays.stream(reference.numbers(key)));
    DoubleStream slopes =
        Arrays.stream(reference.numbers("unnormalized_derivatives")).map(raw -> raw - UNIT_SLOPE);
    return DoubleStream.concat(sizes, slopes).toArray();
  }

  /** The slope at both ends is the first one of the library, and the last one here. */
  private static double[] aroundTheCircle(double... raw) {
    double atEnds = raw[8];
    System.arraycopy(raw, 9, raw, 8, 3);
    raw[11] = atEnds;
    return raw;
  }

  @Test
  void yieldsTheReferenceValues() {
    ReferenceValues reference = ReferenceValues.of(SplineTest.class, map().name() + ".properties");
    double[] x = reference.numbers("x");
    ScalarTrial trial = new ScalarTrial(spline.map.of(4, 3), theta(reference));
    List<Values> there = trial.run(Direction.FORWARD, x);
    ScalarTrial.expect(1e-13, there.get(0), reference.numbers("y"));
    ScalarTrial.expect(1e-13, there.get(1), reference.numbers("log_det"));
    List<Values> back = trial.run(Direction.INVERSE, there.get(0).entries());
    ScalarTrial.expect(1e-13, back.get(0), x);
    ScalarTrial.expect(1e-13, back.get(1).map(log -> -log), reference.numbers("log_det"));
  }

  @Test
  void hasTheParametersOfItsBins() {
    assertEquals(spline.parametersOfEightBins, map().parameters());
  }

  @Test
  void rejectsSizesWithoutASpline() {
    Expect.rejected("got 1", () -> spline.map.of(1, 3));
    Expect.rejected("got 501", () -> spline.map.of(501, 3));
    Expect.rejected("got -3.0", () -> spline.map.of(8, -3));
    Expect.rejected("got NaN", () -> spline.map.of(8, Double.NaN));
    Expect.rejected("got Infinity", () -> spline.map.of(8, Double.POSITIVE_INFINITY));
  }
}
