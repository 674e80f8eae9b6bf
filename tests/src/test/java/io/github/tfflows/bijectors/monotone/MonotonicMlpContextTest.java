package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
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

  /**
   * Two peaks of deviation 0.2, one to either side of {@code 1.5·|c|}: the loss is 0.50 of their
   * density, and 1.44 of a Gaussian with the right mean for each {@code c}.
   */
  @Test
  void learnsAConditionalShape() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[4000][1];
    float[][] context = new float[x.length][1];
    for (int i = 0; i < x.length; i++) {
      double c = 4 * random.nextDouble() - 2;
      double side = random.nextBoolean() ? 1 : -1;
      context[i][0] = (float) c;
      x[i][0] = (float) (1.5 * Math.abs(c) - 1.5 + side + 0.2 * random.nextGaussian());
    }
    Bijector network = MonotonicMlp.of(2, 8, 4).withContext(1).inverted();
    Training recipe =
        Training.defaults()
            .withSteps(800)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(0.02));
    try (CompiledDistribution model =
        recipe.fit(
            new TransformedDistribution(StandardNormal.of(1), network), Data.of(x, context))) {
      double loss = Double.parseDouble(model.description().get("training.held_out_loss"));
      assertTrue(loss < 0.8, () -> "loss " + loss);
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
