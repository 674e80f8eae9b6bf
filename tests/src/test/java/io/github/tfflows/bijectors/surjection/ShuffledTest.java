package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ShuffledTest implements DistributionContract {
  private static Distribution ordered(int d) {
    return new TransformedDistribution(DiagonalNormal.trainable(d), new Ordered());
  }

  @Override
  public boolean hasDistributionFunctions(int d) {
    return false;
  }

  @Override
  public Distribution distribution(int d) {
    return new Surjected(ordered(d), new Shuffled());
  }

  @Override
  public List<String> parameterNames() {
    return List.of("base.base.mean", "base.base.log_scale");
  }

  /** Narrow, so that gaps are neither near zero nor outside of the box. */
  @Override
  public double parameter(String name, RandomGenerator random) {
    return name.endsWith("mean")
        ? 0.25 * random.nextGaussian()
        : Math.log(0.3) + 0.05 * random.nextGaussian();
  }

  @Override
  public double[] box() {
    return new double[] {-5, 17};
  }

  @Test
  void theOrderOfEntriesDoesNotMatter() {
    double sorted = Densities.at(ordered(3), -1, 0.5, 2).at(0);
    for (double[] x : new double[][] {{-1, 0.5, 2}, {2, -1, 0.5}, {0.5, 2, -1}, {2, 0.5, -1}}) {
      Densities.assertLogProb(sorted - Math.log(6), distribution(3), x);
    }
  }

  @Test
  void drawsEveryOrderAsOften() {
    Values draws = Densities.draws(distribution(3), 12_000, 5, 6);
    int[] counts = new int[27];
    for (int i = 0; i < draws.rowCount(); i++) {
      double[] x = draws.row(i);
      counts[9 * rank(x, 0) + 3 * rank(x, 1) + rank(x, 2)]++;
    }
    for (int order : new int[] {5, 7, 11, 15, 19, 21}) {
      assertEquals(2_000, counts[order], 5 * Math.sqrt(12_000 * 5.0 / 36));
    }
  }

  private static int rank(double[] x, int i) {
    int below = 0;
    for (double other : x) {
      below += other < x[i] ? 1 : 0;
    }
    return below;
  }

  @Test
  void rejectsImages() {
    Expect.rejected("[2, 2]", () -> new Shuffled().forwardEventShape(Shape.of(2, 2)));
  }
}
