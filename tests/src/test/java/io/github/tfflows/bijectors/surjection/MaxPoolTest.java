package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MaxPoolTest implements DistributionContract {
  private static final List<String> PAIRS =
      List.of(
          "surjection.places.output.kernel",
          "surjection.places.output.bias",
          "surjection.gaps.base.mean",
          "surjection.gaps.base.log_scale",
          "base.mean",
          "base.log_scale");
  private static final List<String> LAST =
      List.of("surjection.rest.network.output.kernel", "surjection.rest.network.output.bias");

  /** Pairs, and behind them an entry more if their number is odd. */
  @Override
  public boolean hasDistributionFunctions(int d) {
    return d == 1;
  }

  @Override
  public Distribution distribution(int d) {
    if (d == 1) {
      return DiagonalNormal.trainable(1);
    }
    Distribution gaps = new TransformedDistribution(DiagonalNormal.trainable(d / 2), new Exp());
    Distribution pairs =
        new Surjected(DiagonalNormal.trainable(d / 2), new MaxPool(2, Mlp.of(), gaps));
    return d % 2 == 0 ? pairs : new Surjected(pairs, new Append(ConditionalNormal.linear(1)));
  }

  @Override
  public List<String> parameterNames(int d) {
    if (d == 1) {
      return List.of("mean", "log_scale");
    }
    return d % 2 == 0
        ? PAIRS
        : Stream.concat(LAST.stream(), PAIRS.stream().map("base."::concat)).toList();
  }

  /** Gaps are narrow, so that they are neither near zero nor outside of the box. */
  @Override
  public double parameter(String name, RandomGenerator random) {
    return name.endsWith("gaps.base.log_scale")
        ? Math.log(0.3) + 0.05 * random.nextGaussian()
        : 0.1 * random.nextGaussian();
  }

  @Override
  public double[] box() {
    return new double[] {-20, 9};
  }

  /** Three entries, of which the second is the largest: gaps to the third, then to the first. */
  @Test
  void isTheDensityOfThePaper() {
    Distribution gaps = Exponential.fixed(List.of(1.0, 3.0));
    Distribution triple = new Surjected(StandardNormal.of(1), new MaxPool(3, Mlp.of(), gaps));
    double expected = -2.0 - Math.log(2 * Math.PI) / 2 - Math.log(3) - 0.5 + Math.log(3) - 3 * 0.75;
    Densities.assertLogProb(expected, triple, 1.25, 2, 1.5);
  }

  /** At place {@code k} of four with the probability {@code (k + 1)/10}. */
  @Test
  void theLargestIsWhereTheNetworkSays() {
    Distribution gaps = Exponential.fixed(Collections.nCopies(6, 1.0));
    Distribution pooled = new Surjected(StandardNormal.of(2), new MaxPool(4, Mlp.of(), gaps));
    double[] chances = {0.1, 0.2, 0.3, 0.4, 0.1, 0.2, 0.3, 0.4};
    Values draws;
    try (Workbench bench = Workbench.float64()) {
      Expr drawn = pooled.sample(bench.scope(), bench.noise(8_000, 1, 2)).value();
      Map<String, Values> feeds = bench.initialValues();
      feeds.put(PAIRS.get(1), Values.of(Shape.of(8), chances).map(Math::log));
      draws = bench.fetch(drawn, feeds);
    }
    int[] counts = new int[8];
    double[] squares = new double[2];
    for (int i = 0; i < draws.rowCount(); i++) {
      for (int group = 0; group < 2; group++) {
        double[] x = Arrays.copyOfRange(draws.row(i), 4 * group, 4 * group + 4);
        double largest = Arrays.stream(x).max().orElseThrow();
        squares[group] += largest * largest / 8_000;
        for (int k = 0; k < 4; k++) {
          counts[4 * group + k] += x[k] == largest ? 1 : 0;
        }
      }
    }
    for (int k = 0; k < 8; k++) {
      double deviation = Math.sqrt(8_000 * chances[k] * (1 - chances[k]));
      assertEquals(8_000 * chances[k], counts[k], 5 * deviation, "place " + k);
    }
    assertEquals(1, squares[0], 5 * Math.sqrt(2.0 / 8_000));
    assertEquals(1, squares[1], 5 * Math.sqrt(2.0 / 8_000));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Distribution two = StandardNormal.of(2);
    Expect.rejected("size must be at least 2, got 1", () -> new MaxPool(1, Mlp.of(), two));
    Expect.rejected("[6]", () -> new Surjected(two, new MaxPool(4, Mlp.of(), two)));
  }
}
