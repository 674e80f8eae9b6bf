package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedTest {
  @Test
  void isExactForEvenDensities() {
    StandardNormal even = StandardNormal.of(3);
    double[] at = {0.3, 0, 2};
    double exact = Densities.at(even, at).at(0) + 3 * Math.log(2);
    Densities.assertLogProb(exact, new Surjected(even, new Folded(1)), at);
    Densities.assertLogProb(exact, new Surjected(even, new Folded(4)), at);
    Values outside = Densities.at(new Surjected(even, new Folded(2)), 0.3, -1e-3, 2);
    assertEquals(Double.NEGATIVE_INFINITY, outside.at(0));
  }

  @Test
  void guessesEverySign() {
    DiagonalNormal base = DiagonalNormal.fixed(List.of(0.5, -1.0), List.of(1.0, 2.0));
    double exact = Densities.at(new Surjected(base, AbsoluteValue.of(0, 1)), 0.8, 1.5).at(0);
    Bounds.expect(exact, draws -> new Surjected(base, new Folded(draws)), 0.1, 0.8, 1.5);
  }

  @Test
  void drawsAreThoseOfTheBase() {
    Values draws = Densities.draws(new Surjected(StandardNormal.of(2), new Folded(1)), 5_000, 1, 2);
    double mean = draws.mean();
    assertEquals(Math.sqrt(2 / Math.PI), mean, 5 * 0.603 / 100);
    assertTrue(Arrays.stream(draws.entries()).allMatch(x -> x >= 0));
  }

  @Test
  void rejectsNoDraws() {
    Expect.rejected("got 0", () -> new Folded(0));
  }
}
