package io.github.tfflows.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class VariationalDequantizationTest {
  private static final String KERNEL = "noise.base.network.output.kernel";
  private static final String BIAS = "noise.base.network.output.bias";
  private static final Distribution LOGIT_NORMAL =
      new TransformedDistribution(ConditionalNormal.linear(1), Sigmoid.unit());

  /**
   * Under {@code p = exp(-x)} the loss is {@code x + u + log q}, under {@code p = 1/9} it is {@code
   * log 9 + log q}, so that both together tell {@code u} and {@code log q}.
   */
  @Test
  void theLossIsThatOfTheFormula() {
    double[] integers = {0, 1, 2, 5};
    Map<String, Values> feeds = new HashMap<>();
    feeds.put("x", Values.rows(Shape.of(1), integers));
    feeds.put(KERNEL, Values.of(Shape.of(1, 2), 0.1, -0.5));
    feeds.put(BIAS, Values.of(Shape.of(2), -0.4, 0.3));
    feeds.put("noise.step", Values.of(Shape.scalar(), 3));
    double[] exponential = losses(Exponential.fixed(List.of(1.0)), feeds);
    double[] uniform = losses(Uniform.cube(1, 0, 9), feeds);
    for (int i = 0; i < integers.length; i++) {
      double u = exponential[i] - uniform[i] + Math.log(9) - integers[i];
      assertTrue(u > 0 && u < 1, "noise " + u);
      double a = 0.1 * integers[i] - 0.4;
      double logScale = a / (1 + Math.abs(a) / Math.log(1e3));
      double mean = -0.5 * integers[i] + 0.3;
      double z = (Math.log(u / (1 - u)) - mean) / Math.exp(logScale);
      double logNoise =
          -z * z / 2 - Math.log(2 * Math.PI) / 2 - logScale - Math.log(u) - Math.log1p(-u);
      assertEquals(Math.log(9) + logNoise, uniform[i], 1e-10);
    }
  }

  private static double[] losses(Distribution flow, Map<String, Values> feeds) {
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      VariationalDequantization both = new VariationalDequantization(flow, LOGIT_NORMAL);
      Expr loss = both.logProb(bench.scope(), x).negated();
      assertEquals(List.of("noise.step", KERNEL, BIAS), bench.parameterNames());
      return bench.fetch(loss, feeds).entries();
    }
  }

  @Test
  void theNoiseOfStepsIsFreshAndThatOfEvaluationsStays() {
    double[] inSteps = boundsOfTwoSteps(Workbench.training());
    assertNotEquals(inSteps[0], inSteps[1]);
    assertNotEquals(inSteps[0], inSteps[2]);
    double[] elsewhere = boundsOfTwoSteps(Workbench.evaluating());
    assertNotEquals(elsewhere[0], elsewhere[1]);
    assertEquals(elsewhere[0], elsewhere[2]);
  }

  private static double[] boundsOfTwoSteps(Workbench opened) {
    try (Workbench bench = opened) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr bound =
          new VariationalDequantization(StandardNormal.of(1), Uniform.cube(1, 0, 1))
              .logProb(bench.scope(), x);
      Values rows = Values.rows(Shape.of(1), 3, 3);
      Values first = bench.fetch(bound, at(rows, 0));
      return new double[] {first.at(0), first.at(1), bench.fetch(bound, at(rows, 1)).at(0)};
    }
  }

  private static Map<String, Values> at(Values rows, int step) {
    return Map.of("x", rows, "noise.step", Values.of(Shape.scalar(), step));
  }

  /**
   * A fair coin under a normal density. Uniform noise fills (0, 2), whose cross-entropy is at least
   * {@code ½ log(2πe/3) = 0.870}; the coin has {@code log 2 = 0.693}.
   */
  @Test
  void learnedNoiseBeatsUniformNoise() {
    float[][] coin = new float[4_000][1];
    for (int i = 0; i < coin.length; i++) {
      coin[i][0] = i % 2;
    }
    Training recipe =
        Training.defaults()
            .withSteps(600)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(2e-2));
    Distribution flow = DiagonalNormal.trainable(1);
    try (CompiledDistribution uniform =
            recipe.fit(flow, Data.of(coin), new float[] {1}, progress -> {});
        CompiledDistribution learned =
            recipe.fit(new VariationalDequantization(flow, LOGIT_NORMAL), Data.of(coin))) {
      assertTrue(heldOutLoss(uniform) > 0.82, () -> "uniform: " + heldOutLoss(uniform));
      double bound = heldOutLoss(learned);
      assertTrue(bound > 0.67 && bound < 0.75, () -> "learned: " + bound);
      float[][] integers = learned.sample(10_000, 3);
      assertEquals(0.5, share(integers, 0), 0.05);
      assertEquals(0.5, share(integers, 1), 0.05);
      assertEquals(integers[0][0], Math.floor(integers[0][0]));
      try (CompiledDistribution continuous =
          CompiledDistribution.compile(flow, 0, learned.weights(), Execution.defaults())) {
        float[][] draws = continuous.sample(10_000, 3);
        assertEquals(0.5, share(draws, 0), 0.05);
        assertEquals(0.5, share(draws, 1), 0.05);
      }
    }
  }

  private static double heldOutLoss(CompiledDistribution model) {
    return Double.parseDouble(model.description().get("training.held_out_loss"));
  }

  private static double share(float[][] draws, int integer) {
    return Arrays.stream(draws).filter(row -> Math.floor(row[0]) == integer).count()
        / (double) draws.length;
  }

  @Test
  void drawsAreIntegersWithTheirBound() {
    VariationalDequantization both =
        new VariationalDequantization(StandardNormal.of(2), Uniform.cube(2, 0, 1));
    try (Workbench bench = Workbench.float64()) {
      Sample drawn = both.sample(bench.scope(), bench.noise(50, 1, 2));
      Expr bound = both.logProb(bench.scope(), drawn.value());
      Map<String, Values> step = Map.of("noise.step", Values.zeros(Shape.scalar()));
      List<Values> run = bench.fetchAll(List.of(drawn.value(), drawn.logProb(), bound), step);
      assertEquals(0, run.get(0).distance(run.get(0).map(Math::floor)));
      assertEquals(0, run.get(1).distance(run.get(2)));
    }
  }

  /** Four pixels and three columns of the flow's context. */
  @Test
  void theNoiseSeesImagesAndTheContext() {
    Shape image = Shape.of(2, 2, 1);
    Reshape pixels = new Reshape(Shape.of(4), image);
    Distribution flow = new TransformedDistribution(StandardNormal.of(4), pixels);
    Distribution noise =
        new TransformedDistribution(
            new ConditionalNormal(4, Mlp.of(8)), Chain.of(Sigmoid.unit(), pixels));
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", image.prepend(-1));
      Expr context = bench.input("c", Shape.of(-1, 3));
      VariationalDequantization both = new VariationalDequantization(flow, noise);
      assertEquals(1, both.logProb(bench.scope(context), x).rank());
      assertEquals(
          Shape.of(7, 8), bench.parameterShapes().get("noise.base.network.dense_0.kernel"));
    }
  }

  @Test
  void rejectsNoiseOfAnotherShape() {
    Expect.rejected(
        "got [2]",
        () -> new VariationalDequantization(StandardNormal.of(1), Uniform.cube(2, 0, 1)));
  }
}
