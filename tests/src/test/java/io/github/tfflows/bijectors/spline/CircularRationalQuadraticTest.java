package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

public class CircularRationalQuadraticTest implements SplineContract {
  @Override
  public ScalarBijector map(int bins, double bound) {
    return new CircularRationalQuadratic(bins, bound);
  }

  /** Two sizes and a slope of each bin. */
  @Override
  public int parametersOfEightBins() {
    return 24;
  }

  /** The knots at zero parameters, on the circle and beyond. */
  @Override
  public double[] edges() {
    return new double[] {-9, -3.75, -3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3, 3.75, 9};
  }

  /** The slope at both ends is the first one of the library, and the last one here. */
  @Override
  public double[] theta(ReferenceValues reference) {
    double[] raw = RationalQuadraticTest.raw(reference);
    double atEnds = raw[8];
    System.arraycopy(raw, 9, raw, 8, 3);
    raw[11] = atEnds;
    return raw;
  }

  @Test
  void isTheSameAllAroundTheCircle() {
    Values once = Values.rows(Shape.of(1), -3, -2.9, -1.2, 0, 0.3, 2.9);
    List<Values> here = mapped(once);
    for (int turns : new int[] {-7, -1, 1, 4}) {
      List<Values> there = mapped(once.map(x -> x + 6 * turns));
      assertTrue(there.get(0).distance(here.get(0).map(y -> y + 6 * turns)) <= 1e-12);
      assertTrue(there.get(1).distance(here.get(1)) <= 1e-12);
    }
  }

  @Test
  void hasOneSlopeAtBothEnds() {
    List<Values> ends = mapped(Values.rows(Shape.of(1), -3, -3 + 1e-9, 3 - 1e-9, 3));
    for (int i = 1; i < 4; i++) {
      assertEquals(ends.get(1).at(0), ends.get(1).at(i), 1e-7);
    }
    assertTrue(Math.abs(ends.get(1).at(0)) > 0.1, "it is not one: " + ends.get(1));
    assertEquals(-3, ends.get(0).at(0));
    assertEquals(3, ends.get(0).at(3));
  }

  /** Values and log-slopes under parameters drawn at random. */
  private List<Values> mapped(Values x) {
    Values theta = Values.gaussian(Shape.of(map().parameters()), 1, new SplittableRandom(4));
    return new ScalarTrial(map(), theta.entries()).run(Direction.FORWARD, x.entries());
  }
}
