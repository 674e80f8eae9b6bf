package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PermutationTest {
  /** In the direction from the data, entries of even places come first. */
  @Test
  void shufflesHalves() {
    assertEquals(List.of(0, 2, 1, 3), Permutation.riffle(4).order());
    assertEquals(List.of(0, 3, 1, 4, 2), Permutation.riffle(5).order());
    assertEquals(List.of(0, 1), Permutation.riffle(2).order());
  }

  @Test
  void reversesItself() {
    Permutation reverse = Permutation.reverse(4);
    assertEquals(List.of(3, 2, 1, 0), reverse.order());
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 4));
      Values rows = Values.rows(Shape.of(4), 1, 2, 3, 4);
      for (Direction direction : Direction.values()) {
        Mapped y = direction.build(reverse, bench.scope(), x);
        Values reversed = bench.fetch(y.value(), Map.of("x", rows));
        assertArrayEquals(new double[] {4, 3, 2, 1}, reversed.entries());
      }
    }
  }

  @Test
  void drawsByTheSeed() {
    assertEquals(Permutation.random(20, 1), Permutation.random(20, 1));
    assertNotEquals(Permutation.random(20, 1), Permutation.random(20, 2));
  }

  /** Neighbouring seeds, as layers take them, must not draw the same order. */
  @Test
  void mixesUnderNeighbouringSeeds() {
    long swaps =
        LongStream.range(0, 1000)
            .filter(seed -> Permutation.random(2, seed).order().get(0) == 1)
            .count();
    assertEquals(500.0, (double) swaps, 70.0, "four standard deviations and a half");
  }

  @Test
  void rejectsWhatIsNotAPermutation() {
    Expect.rejected("[0, 2]", () -> new Permutation(List.of(0, 2)));
    Expect.rejected("[1, 1, 0]", () -> new Permutation(List.of(1, 1, 0)));
    Expect.rejected("[]", () -> new Permutation(List.of()));
    Expect.rejected("[3]", () -> Permutation.reverse(4).forwardEventShape(Shape.of(3)));
  }
}
