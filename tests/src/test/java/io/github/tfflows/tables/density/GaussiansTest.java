package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.core.base.FullNormal;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.Trainability;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class GaussiansTest {
  /** By the means and covariances that the parameters stand for. */
  @Test
  void isTheMixtureOfGaussiansWithTheseMeansAndCovariances() {
    Weights weights =
        new Weights(
            Map.of(
                "logits", array(Shape.of(2), Math.log(0.25), Math.log(0.75)),
                "shifts", array(Shape.of(2, 2), 0, 0, 1, 4),
                "lower", array(Shape.of(2, 2, 2), 7, 7, 7, 7, 7, 7, -1, 7),
                "log_diagonal", array(Shape.of(2, 2), 0, 0, 0, Math.log(2))));
    // Of the first, z = (x, y + 7x). Of the second, z = (x, 2y - x) - (1, 4).
    FullNormal first = normal(List.of(0.0, 0.0), 1, -7, 50);
    FullNormal second = normal(List.of(1.0, 2.5), 1, 0.5, 0.5);
    Mixture expected = new Mixture(List.of(first, second), List.of(0.25, 0.75), Trainability.FIXED);
    float[][] rows = {{0, 0}, {1, 2.5f}, {-1, 6}, {3, -2}};
    try (CompiledDistribution model =
            CompiledDistribution.compile(new Gaussians(2, 2), 0, weights, Execution.defaults());
        CompiledDistribution mixture = CompiledDistribution.compile(expected, 0)) {
      assertArrayEquals(mixture.logProb(rows), model.logProb(rows), 1e-4f);
    }
  }

  private static Weights.Array array(Shape shape, double... values) {
    return new Weights.Array(shape, values);
  }

  private static FullNormal normal(List<Double> mean, double xx, double xy, double yy) {
    return FullNormal.fixed(mean, List.of(List.of(xx, xy), List.of(xy, yy)));
  }

  @Test
  void rejectsEmptyMixtures() {
    Expect.rejected("got 0 and 2", () -> new Gaussians(0, 2));
    Expect.rejected("got 3 and 0", () -> new Gaussians(3, 0));
  }
}
