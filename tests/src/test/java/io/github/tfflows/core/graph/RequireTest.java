package io.github.tfflows.core.graph;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class RequireTest {
  @Test
  void rangesHaveTheirBoundsAndNoNumberBeyond() {
    Require.atLeast("n", 2, 2);
    Expect.rejected("n must be at least 2, got 1", () -> Require.atLeast("n", 1, 2));
    Require.within("n", 1, 1, 64);
    Require.within("n", 64, 1, 64);
    for (Number beyond : new Number[] {0, 65, Double.NaN}) {
      String message = "n must be from 1 to 64, got " + beyond;
      Expect.rejected(message, () -> Require.within("n", beyond, 1, 64));
    }
    Require.share("p", 0);
    Require.share("p", Math.nextDown(1.0));
    for (double beyond : new double[] {-Double.MIN_VALUE, 1, Double.NaN}) {
      String message = "p must be in [0, 1), got " + beyond;
      Expect.rejected(message, () -> Require.share("p", beyond));
    }
    Require.positive("x", Double.MIN_VALUE);
    Require.positive("x", Double.MAX_VALUE);
    for (double beyond : new double[] {0, Double.POSITIVE_INFINITY, Double.NaN}) {
      String message = "x must be positive and finite, got " + beyond;
      Expect.rejected(message, () -> Require.positive("x", beyond));
    }
  }
}
