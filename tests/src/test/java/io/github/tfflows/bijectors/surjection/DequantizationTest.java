package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class DequantizationTest {
  private static final Distribution UNIT = Uniform.cube(1, 0, 1);
  private static final String NOISE = "surjection.noise.base.";

  @TempDir private Path folder;

  /** A density that is constant between integers is the probability of the lower one. */
  @Test
  void isExactWhereTheNoiseIsThatOfTheBase() {
    Distribution base = Uniform.cube(1, 0, 8);
    Values at = Densities.at(new Surjected(base, new Dequantization(UNIT, 3)), 0, 5, 7, 8, -1);
    for (int i = 0; i < 3; i++) {
      assertEquals(-Math.log(8), at.at(i), 1e-14);
    }
    assertEquals(Double.NEGATIVE_INFINITY, at.at(3));
    assertEquals(Double.NEGATIVE_INFINITY, at.at(4));
  }

  @Test
  void boundsTheProbability() {
    Distribution base = Logistic.fixed(List.of(0.9), List.of(0.4));
    double exact = // cells of this distribution have integers in their middle
        Densities.at(Quantized.of(Logistic.fixed(List.of(0.4), List.of(0.4))), 2).at(0);
    Bounds.expect(exact, draws -> new Surjected(base, new Dequantization(UNIT, draws)), 0.05, 2);
  }

  /** A fair coin, whose entropy is {@code log 2 = 0.693} nats, under a normal density. */
  @Test
  void aModelOfIntegersLearnsItsNoise() throws IOException {
    float[][] coin = new float[4_000][1];
    for (int i = 0; i < coin.length; i++) {
      coin[i][0] = i % 2;
    }
    Distribution noise =
        new TransformedDistribution(new ConditionalNormal(1, Mlp.of()), Sigmoid.unit());
    Distribution integers =
        new Surjected(DiagonalNormal.trainable(1), new Dequantization(noise, 2));
    assertFalse(integers.isContinuous());
    Training recipe =
        Training.defaults()
            .withSteps(600)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(2e-2));
    try (CompiledDistribution fitted = recipe.fit(integers, Data.of(coin))) {
      double loss = Double.parseDouble(fitted.description().get("training.held_out_loss"));
      assertTrue(loss > 0.67 && loss < 0.75, () -> "held-out loss " + loss);
      float[][] draws = fitted.sample(10_000, 3);
      double heads = Arrays.stream(draws).filter(row -> row[0] == 1).count() / 1e4;
      double tails = Arrays.stream(draws).filter(row -> row[0] == 0).count() / 1e4;
      assertEquals(0.5, heads, 0.05);
      assertEquals(0.5, tails, 0.05);
      try (CompiledDistribution continuous =
          CompiledDistribution.compile(
              DiagonalNormal.trainable(1),
              0,
              fitted.weights().part("base"),
              Execution.defaults())) {
        float[][] values = continuous.sample(10_000, 3);
        double ones = Arrays.stream(values).filter(row -> Math.floor(row[0]) == 1).count() / 1e4;
        assertEquals(heads, ones, 0.03);
      }
      fitted.export(folder.resolve("model"));
      try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
        assertEquals(integers, loaded.description().definition());
        assertArrayEquals(fitted.logProb(coin), loaded.logProb(coin));
      }
    }
  }

  /**
   * Under {@code p = exp(-x)} the loss is {@code x + u + log q}, under {@code p = 1/9} it is {@code
   * log 9 + log q}, so that both together determine {@code u} and {@code log q}.
   */
  @Test
  void theLossOfLearnedNoiseIsThatOfTheFormula() {
    double[] integers = {0, 1, 2, 5};
    Map<String, Values> feeds = new HashMap<>();
    feeds.put("x", Values.rows(Shape.of(1), integers));
    feeds.put(NOISE + "network.output.kernel", Values.of(Shape.of(1, 2), 0.1, -0.5));
    feeds.put(NOISE + "network.output.bias", Values.of(Shape.of(2), -0.4, 0.3));
    feeds.put("surjection.noise.step", Values.of(Shape.scalar(), 3));
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
    Distribution noise = new TransformedDistribution(ConditionalNormal.linear(1), Sigmoid.unit());
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Distribution both = new Surjected(flow, new Dequantization(noise, 1));
      return bench.fetch(both.logProb(bench.scope(), x).negated(), feeds).entries();
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
      Distribution both = new Surjected(flow, new Dequantization(noise, 1));
      assertEquals(1, both.logProb(bench.scope(context), x).rank());
      assertEquals(Shape.of(7, 8), bench.parameterShapes().get(NOISE + "network.dense_0.kernel"));
    }
  }

  @Test
  void rejectsNoiseOfAnotherShape() {
    Expect.rejected("got 0", () -> new Dequantization(UNIT, 0));
    Distribution two = DiagonalNormal.trainable(2);
    Expect.rejected("got [1]", () -> new Surjected(two, new Dequantization(UNIT, 1)));
  }
}
