package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.linear.TriangularAffine;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class AugmentedTest {
  /**
   * {@code x = z₁ + 0.5}, {@code e = 0.8·z₁ + z₂ - 1}: given {@code x}, {@code N(0.8x - 1.4, 1)}.
   */
  private static Augmented gaussian(int draws) {
    return new Augmented(
        new TransformedDistribution(StandardNormal.of(2), new TriangularAffine(2)),
        ConditionalNormal.linear(1),
        draws);
  }

  private static Map<String, Values> weights(double slope, double bias) {
    Map<String, Values> feeds = new HashMap<>();
    feeds.put("noise.step", Values.zeros(Shape.scalar()));
    feeds.put("noise.network.output.kernel", Values.of(Shape.of(1, 2), 0, slope));
    feeds.put("noise.network.output.bias", Values.of(Shape.of(2), 0, bias));
    feeds.put("joint.bijector.log_scale", Values.zeros(Shape.of(2)));
    feeds.put("joint.bijector.shift", Values.of(Shape.of(2), 0.5, -1));
    feeds.put("joint.bijector.lower", Values.of(Shape.of(2, 2), 0, 0, 0.8, 0));
    return feeds;
  }

  private static double normal(double x) {
    return -x * x / 2 - Math.log(2 * Math.PI) / 2;
  }

  @Test
  void theBoundIsTightWhereTheNoiseIsThePosterior() {
    double[] points = {-2, 0, 0.7, 3};
    for (int draws : new int[] {1, 3}) {
      try (Workbench bench = Workbench.training()) {
        Expr x = bench.input("x", Shape.of(-1, 1));
        Expr logProb = gaussian(draws).logProb(bench.scope(), x);
        Map<String, Values> feeds = weights(0.8, -1.4);
        assertEquals(feeds.keySet(), bench.parameterShapes().keySet());
        feeds.put("x", Values.rows(Shape.of(1), points));
        Values found = bench.fetch(logProb, feeds);
        for (int i = 0; i < points.length; i++) {
          assertEquals(normal(points[i] - 0.5), found.at(i), 1e-12);
        }
      }
    }
  }

  /**
   * With noise {@code N(0, 1)} at {@code x = 1} the gap is the divergence from {@code N(-0.6, 1)},
   * {@code 0.6²/2}; with {@code m} draws it is about {@code (exp(0.6²) - 1)/2m}.
   */
  @Test
  void theGapIsADivergenceThatDrawsNarrow() {
    int rows = 40_000;
    double[] gaps = new double[2];
    for (int i = 0; i < 2; i++) {
      try (Workbench bench = Workbench.float64()) {
        Expr x = bench.input("x", Shape.of(-1, 1));
        Expr bound = gaussian(i == 0 ? 1 : 16).logProb(bench.scope(), x);
        Map<String, Values> feeds = weights(0, 0);
        feeds.put("x", Values.rows(Shape.of(1), 1).repeatRows(rows));
        double mean = bench.fetch(bound, feeds).mean();
        gaps[i] = normal(0.5) - mean;
      }
    }
    assertEquals(0.18, gaps[0], 5 * 0.6 / Math.sqrt(rows));
    assertEquals(Math.expm1(0.36) / 32, gaps[1], 3e-3);
  }

  @Test
  void stepsDrawFreshNoise() {
    double[] inSteps = boundsOfTwoSteps(Workbench.training());
    assertNotEquals(inSteps[0], inSteps[1]);
    assertNotEquals(inSteps[0], inSteps[2]);
    double[] elsewhere = boundsOfTwoSteps(Workbench.evaluating());
    assertNotEquals(elsewhere[0], elsewhere[1]);
    assertEquals(elsewhere[0], elsewhere[2]);
    assertEquals(elsewhere[1], elsewhere[3]);
  }

  private static double[] boundsOfTwoSteps(Workbench opened) {
    try (Workbench bench = opened) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr bound = gaussian(2).logProb(bench.scope(), x);
      Map<String, Values> feeds = weights(0, 0);
      feeds.put("x", Values.rows(Shape.of(1), 1, 1));
      Values first = bench.fetch(bound, feeds);
      feeds.put("noise.step", Values.ones(Shape.scalar()));
      Values second = bench.fetch(bound, feeds);
      return new double[] {first.at(0), first.at(1), second.at(0), second.at(1)};
    }
  }

  @Test
  void drawsAreThoseOfTheFlowWithoutTheNoise() {
    try (Workbench bench = Workbench.float64()) {
      Augmented model = gaussian(1);
      Sample drawn = model.sample(bench.scope(), bench.noise(50, 1, 2));
      Expr joint = model.flow().sample(bench.scope().sub("joint"), bench.noise(50, 1, 2)).value();
      Expr logProb = model.logProb(bench.scope(), drawn.value());
      List<Values> run =
          bench.fetchAll(
              List.of(drawn.value(), joint.slice(-1, 0, 1), drawn.logProb(), logProb),
              weights(0.3, 0.2));
      assertEquals(Shape.of(50, 1), run.get(0).shape());
      assertEquals(0, run.get(0).distance(run.get(1)));
      assertEquals(0, run.get(2).distance(run.get(3)));
    }
  }

  @Test
  void imagesGainChannels() {
    Distribution joint =
        new TransformedDistribution(
            StandardNormal.of(16), new Reshape(Shape.of(16), Shape.of(2, 2, 4)));
    Distribution noise =
        new TransformedDistribution(
            StandardNormal.of(4), new Reshape(Shape.of(4), Shape.of(2, 2, 1)));
    assertEquals(Shape.of(2, 2, 3), new Augmented(joint, noise, 1).eventShape());
  }

  @Test
  void rejectsNoiseThatDoesNotSuitTheFlow() {
    Distribution two = StandardNormal.of(2);
    Expect.rejected("got 0", () -> new Augmented(two, StandardNormal.of(1), 0));
    Expect.rejected("got [2]", () -> new Augmented(two, two, 1));
    Distribution image =
        new TransformedDistribution(
            StandardNormal.of(8), new Reshape(Shape.of(8), Shape.of(2, 2, 2)));
    Expect.rejected("got [1]", () -> new Augmented(image, StandardNormal.of(1), 1));
  }
}
