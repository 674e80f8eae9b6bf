package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A spline, compared with another implementation: parameters, points, images and log-slopes of 4
 * bins on [-3, 3] are in a file with the name of the map.
 */
interface SplineContract extends ScalarBijectorContract {
  /** Returns the spline of given sizes. */
  ScalarBijector map(int bins, double bound);

  /** Returns the number of parameters of 8 bins. */
  int parametersOfEightBins();

  /** Returns the parameters in a file of references. */
  default double[] theta(ReferenceValues reference) {
    return reference.numbers("theta");
  }

  @Override
  default ScalarBijector map() {
    return map(8, 3);
  }

  /** The knots at zero parameters. */
  @Override
  default double[] edges() {
    return new double[] {-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3};
  }

  @Test
  default void yieldsTheReferenceValues() {
    ReferenceValues reference =
        ReferenceValues.of(SplineContract.class, map().name() + ".properties");
    double[] x = reference.numbers("x");
    ScalarTrial trial = new ScalarTrial(map(4, 3), theta(reference));
    List<Values> there = trial.run(Direction.FORWARD, x);
    ScalarTrial.expect(1e-13, there.get(0), reference.numbers("y"));
    ScalarTrial.expect(1e-13, there.get(1), reference.numbers("log_det"));
    List<Values> back = trial.run(Direction.INVERSE, there.get(0).entries());
    ScalarTrial.expect(1e-13, back.get(0), x);
    ScalarTrial.expect(1e-13, back.get(1).map(log -> -log), reference.numbers("log_det"));
  }

  @Test
  default void hasTheParametersOfItsBins() {
    assertEquals(parametersOfEightBins(), map().parameters());
  }

  @Test
  default void rejectsSizesWithoutASpline() {
    Expect.rejected("got 1", () -> map(1, 3));
    Expect.rejected("got 501", () -> map(501, 3));
    Expect.rejected("got -3.0", () -> map(8, -3));
    Expect.rejected("got NaN", () -> map(8, Double.NaN));
    Expect.rejected("got Infinity", () -> map(8, Double.POSITIVE_INFINITY));
  }
}
