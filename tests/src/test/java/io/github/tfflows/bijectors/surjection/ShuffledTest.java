package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ShuffledTest {
  private static Distribution ordered(int d) {
    return new TransformedDistribution(DiagonalNormal.trainable(d), new Ordered());
  }

  @Test
  void theOrderOfEntriesDoesNotMatter() {
    double sorted = Densities.at(ordered(3), -1, 0.5, 2).at(0);
    for (double[] x : new double[][] {{-1, 0.5, 2}, {2, -1, 0.5}, {0.5, 2, -1}, {2, 0.5, -1}}) {
      Densities.assertLogProb(sorted - Math.log(6), new Surjected(ordered(3), new Shuffled()), x);
    }
  }

  @Test
  void drawsEveryOrderAsOften() {
    Values draws = Densities.draws(new Surjected(ordered(3), new Shuffled()), 12_000, 5, 6);
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
