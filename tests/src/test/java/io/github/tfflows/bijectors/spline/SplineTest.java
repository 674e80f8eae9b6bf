package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Splines that differ in their formula alone. */
@ParameterizedClass
@EnumSource
public record SplineTest(Spline spline) implements SplineContract {
  /** A spline, and the number of its parameters for eight bins. */
  @SuppressWarnings("ImmutableEnumChecker") // constructors
  public enum Spline {
    /** One height of each bin. */
    LINEAR(LinearSpline::new, 8),
    /** A width of each bin, and the slopes at the inner knots. */
    QUADRATIC(QuadraticSpline::new, 15),
    /** Two sizes of each bin, and the slopes at all knots. */
    UNBOUNDED_RATIONAL_QUADRATIC(UnboundedRationalQuadratic::new, 25),
    /** Two sizes and a cut of each bin, and the slopes at the inner knots. */
    LINEAR_RATIONAL(LinearRational::new, 31);

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
  public ScalarBijector map(int bins, double bound) {
    return spline.map.of(bins, bound);
  }

  @Override
  public int parametersOfEightBins() {
    return spline.parametersOfEightBins;
  }
}
