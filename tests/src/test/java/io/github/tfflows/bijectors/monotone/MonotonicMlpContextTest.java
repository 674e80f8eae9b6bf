package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** The network alone, with a context as its other inputs. */
class MonotonicMlpContextTest {
  private static final int POINTS = 201;

  /** Over a line of {@code x} at each of several contexts, and over lines of the context. */
  @Test
  void increasesInXAndGoesEitherWayInTheContext() {
    int falls = 0;
    int rises = 0;
    for (int trial = 0; trial < 20; trial++) {
      SplittableRandom random = new SplittableRandom(trial);
      double fixed = 2 * random.nextGaussian();
      double[] along = along(random, fixed, 0);
      for (int i = 1; i < POINTS; i++) {
        assertTrue(along[i] > along[i - 1], "turns at place " + i);
      }
      double[] across = along(new SplittableRandom(trial), fixed, 1);
      for (int i = 1; i < POINTS; i++) {
        falls += across[i] < across[i - 1] ? 1 : 0;
        rises += across[i] > across[i - 1] ? 1 : 0;
      }
    }
    assertTrue(falls > POINTS && rises > POINTS, falls + " falls and " + rises + " rises");
  }

  /** Moves {@code x} or, as input 1, the first column of the context, and keeps the other. */
  private double[] along(SplittableRandom random, double fixed, int input) {
    double[] x = new double[POINTS];
    double[] context = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      double moving = 6.0 * (2 * i - POINTS + 1) / POINTS;
      x[i] = input == 0 ? moving : fixed;
      context[2 * i] = input == 0 ? fixed : moving;
      context[2 * i + 1] = 0.5;
    }
    try (Workbench bench = Workbench.float64()) {
      Expr c = bench.input("c", Shape.of(-1, 2));
      Expr y =
          MonotonicMlp.of(2, 2, 4)
              .withContext(2)
              .forward(bench.scope(c), bench.input("x", Shape.of(-1, 1)))
              .value();
      Values theta = Values.gaussian(bench.parameter("theta").shape(), 2, random);
      return bench
          .fetch(
              y,
              Map.of(
                  "x", Values.rows(Shape.of(1), x),
                  "c", Values.rows(Shape.of(2), context),
                  "theta", theta))
          .entries();
    }
  }

  @Test
  void rejectsAnotherContext() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Bijector map = MonotonicMlp.of(2, 2, 4).withContext(2);
      Expect.rejected("one of 0", () -> map.forward(bench.scope(), x));
      Expr three = bench.input("c", Shape.of(-1, 3));
      Expect.rejected("one of 3", () -> map.forward(bench.scope(three), x));
    }
  }
}
