package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SortedTest {
  @Test
  void isExactForExchangeableEntries() {
    double[] x = IntStream.range(0, 20).mapToDouble(i -> (i - 9.3) / 6).toArray();
    StandardNormal base = StandardNormal.of(20);
    double logCount = IntStream.rangeClosed(1, 20).mapToDouble(Math::log).sum();
    double exact = Densities.at(base, x).at(0) + logCount;
    Densities.assertLogProb(exact, new Surjected(base, new Sorted(1)), x);
    Densities.assertLogProb(exact, new Surjected(base, new Sorted(3)), x);
    x[3] = 7;
    assertEquals(
        Double.NEGATIVE_INFINITY, Densities.at(new Surjected(base, new Sorted(1)), x).at(0));
  }

  @Test
  void guessesEveryOrder() {
    DiagonalNormal base = DiagonalNormal.fixed(List.of(0.5, -1.0, 0.0), List.of(1.0, 2.0, 0.7));
    double[] x = {-1, 0.1, 0.8};
    double exact = Densities.at(new Surjected(base, new OrderStatistics(3)), x).at(0);
    Bounds.expect(exact, draws -> new Surjected(base, new Sorted(draws)), 0.1, x);
  }

  @Test
  void drawsAreSorted() {
    Values draws = Densities.draws(new Surjected(StandardNormal.of(40), new Sorted(1)), 50, 1, 2);
    Values sorted =
        draws.mapRows(
            row -> {
              double[] copy = row.clone();
              Arrays.sort(copy);
              return copy;
            });
    assertEquals(draws, sorted);
    assertEquals(2_000, Arrays.stream(draws.entries()).distinct().count());
  }

  @Test
  void rejectsImagesAndNoDraws() {
    Expect.rejected("got 0", () -> new Sorted(0));
    Expect.rejected("[2, 2]", () -> new Sorted(1).forwardEventShape(Shape.of(2, 2)));
  }
}
