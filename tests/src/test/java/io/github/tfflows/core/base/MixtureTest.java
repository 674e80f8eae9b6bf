package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MixtureTest {
  @Test
  void isTheWeightedSumOfTheDensities() {
    Distribution first = Laplace.fixed(List.of(1.0), List.of(0.5));
    Distribution second = StudentT.fixed(List.of(3.0), List.of(0.0), List.of(2.0));
    double sum =
        0.25 * Math.exp(Densities.at(first, 0.4).at(0))
            + 0.75 * Math.exp(Densities.at(second, 0.4).at(0));
    Mixture mixture = new Mixture(List.of(first, second), List.of(1.0, 3.0), Trainability.FIXED);
    Densities.assertLogProb(Math.log(sum), mixture, 0.4);
  }

  @Test
  void isMinusInfinityAndNotUndefinedFarOut() {
    try (CompiledDistribution model = CompiledDistribution.compile(new GaussianMixture(3, 2), 0)) {
      assertEquals(Float.NEGATIVE_INFINITY, model.logProb(new float[][] {{0x1p66f, 0}})[0]);
      assertTrue(Float.isFinite(model.logProb(new float[][] {{0x1p50f, 0}})[0]));
    }
  }

  @Test
  void drawsImagesToo() {
    Distribution image = new StandardNormal(Shape.of(2, 2, 1));
    Mixture mixture = Mixture.trainable(List.of(image, image));
    assertEquals(Shape.of(7, 2, 2, 1), Densities.draws(mixture, 7, 1, 2).shape());
  }

  @Test
  void gaussiansStartApart() {
    Mixture mixture = Mixture.ofGaussians(3, 2, 5);
    assertEquals(mixture, Mixture.ofGaussians(3, 2, 5));
    try (Workbench bench = Workbench.float64()) {
      Expr unused = mixture.logProb(bench.scope(), bench.input("x", Shape.of(-1, 2)));
      Map<String, Values> start = bench.initialValues();
      double[] means =
          Arrays.stream(new int[] {0, 1, 2})
              .mapToObj(k -> Values.fed(start, "component_" + k + ".mean"))
              .flatMapToDouble(mean -> Arrays.stream(mean.entries()))
              .toArray();
      assertEquals(6, Arrays.stream(means).distinct().count());
    }
  }
}
