package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DequantizationTest {
  private static final Distribution UNIT = Uniform.cube(1, 0, 1);

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
      fitted.export(folder.resolve("model"));
      try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
        assertEquals(integers, loaded.description().definition());
        assertArrayEquals(fitted.logProb(coin), loaded.logProb(coin));
      }
    }
  }

  @Test
  void rejectsNoiseOfAnotherShape() {
    Expect.rejected("got 0", () -> new Dequantization(UNIT, 0));
    Distribution two = DiagonalNormal.trainable(2);
    Expect.rejected("got [1]", () -> new Surjected(two, new Dequantization(UNIT, 1)));
  }
}
