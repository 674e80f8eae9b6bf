package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Functions along axes, which count from the front or from the back. */
class ExprAxesTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4);

  /** An op along an axis of an array shaped {@code [2, 3, 4]}. */
  private interface Along {
    Expr of(Expr x, int axis);
  }

  private record Op(String name, Along along) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Op> ops() {
    return Stream.of(
        new Op("sum", (x, axis) -> x.sum(axis)),
        new Op("cumulativeSum", (x, axis) -> x.cumulativeSum(axis)),
        new Op("mean", (x, axis) -> x.mean(axis)),
        new Op("maxAlong", (x, axis) -> x.maxAlong(axis)),
        new Op("slice", (x, axis) -> x.slice(axis, 1, 1)),
        new Op("entries", (x, axis) -> x.scope().sum(x.entries(axis))),
        new Op("first entry", (x, axis) -> x.entries(axis).get(0)),
        new Op("split", (x, axis) -> x.split(axis, 1, x.size(axis) - 1).get(1)),
        new Op("expand", (x, axis) -> x.expand(axis)),
        new Op("gather", (x, axis) -> x.gather(axis, 1, 0, 1)),
        new Op("reverse", (x, axis) -> x.reverse(axis)),
        new Op("concat", (x, axis) -> x.scope().concat(axis, List.of(x, x.square()))));
  }

  /** Both ways to name an axis have the same values, and gradients that are right. */
  @ParameterizedTest
  @MethodSource("ops")
  void axesCountFromBothEnds(Op op) {
    for (int axis = 0; axis < 3; axis++) {
      try (Workbench bench = Workbench.float64()) {
        Expr x = bench.input("x", SHAPE);
        Expr front = op.along().of(x, axis);
        Expr back = op.along().of(x, op.name().equals("expand") ? axis - 4 : axis - 3);
        Map<String, Values> feeds =
            Map.of("x", Values.gaussian(SHAPE, 1, new SplittableRandom(axis)));
        assertEquals(bench.fetch(front, feeds), bench.fetch(back, feeds));
        assertEquals(front.shape(), back.shape());
        DifferentiatedMap map =
            new DifferentiatedMap(bench, "op", Map.of(Part.VALUE, back), Map.of("x", x));
        Values weights = Values.gaussian(back.shape(), 1, new SplittableRandom(7));
        map.entryErrors(Map.of(Part.VALUE, weights), feeds)
            .forEach((name, error) -> assertTrue(error <= 1e-7, () -> op + ": " + error));
      }
    }
  }

  private static void assertYields(UnaryOperator<Expr> built, Shape shape, double... expected) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(2, 3));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(3), 1, 2, 3, 4, 5, 6));
      assertEquals(Values.of(shape, expected), bench.fetch(built.apply(x), feeds));
    }
  }

  @Test
  void entriesAreWhereTheyBelong() {
    assertYields(x -> x.sumLast(), Shape.of(2), 6, 15);
    assertYields(x -> x.cumulativeSum(-1), Shape.of(2, 3), 1, 3, 6, 4, 9, 15);
    assertYields(x -> x.mean(0), Shape.of(3), 2.5, 3.5, 4.5);
    assertYields(x -> x.maxAlong(-1), Shape.of(2, 1), 3, 6);
    assertYields(x -> x.slice(-1, 1, 2), Shape.of(2, 2), 2, 3, 5, 6);
    assertYields(x -> x.entry(2), Shape.of(2), 3, 6);
    assertYields(x -> x.split(1, 2, 1).get(0), Shape.of(2, 2), 1, 2, 4, 5);
    assertYields(x -> x.split(1, 3).get(0), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertYields(x -> x.gather(-1, 2, 0), Shape.of(2, 2), 3, 1, 6, 4);
    assertYields(x -> x.reverse(-1), Shape.of(2, 3), 3, 2, 1, 6, 5, 4);
    assertYields(x -> x.transpose(1, 0), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    assertYields(x -> x.splitLast(3, 1).sum(1, 2), Shape.of(2), 6, 15);
    assertYields(x -> x.scope().stack(x.entries(0)), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertYields(
        x -> x.scope().logSumExp(x.entries(-1)).minus(x.logSumExpLast()), Shape.of(2), 0, 0);
    assertYields(x -> x.rows(x.scope().tf().array(1, 1)), Shape.of(2, 3), 4, 5, 6, 4, 5, 6);
    assertYields(x -> x.scope().constant(7).forEachRowOf(x), Shape.of(2), 7, 7);
  }

  @Test
  void vectorsAlongTheLastAxisAreMultiplied() {
    try (Workbench bench = Workbench.float64()) {
      Expr image = bench.input("image", Shape.of(-1, 2, 1, 3));
      Expr matrix = bench.scope().constant(Shape.of(3, 2), 1, 0, 10, 1, 100, 0);
      Expr product = image.matMul(matrix);
      assertEquals("[-1, 2, 1, 2]", product.shape().toString());
      Map<String, Values> feeds = Map.of("image", Values.rows(Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6));
      assertEquals(Values.rows(Shape.of(2, 1, 2), 321, 2, 654, 5), bench.fetch(product, feeds));
      Expr row = bench.scope().constant(Shape.of(2), 8, 9).forEachVectorOf(image);
      assertEquals(Values.rows(Shape.of(2, 1, 2), 8, 9, 8, 9), bench.fetch(row, feeds));
      assertEquals("[-1, 2, 1, 2]", row.shape().toString());
      assertEquals(2, image.places());
      assertEquals(Values.of(Shape.of(1), 21), bench.fetch(image.sumEvent(), feeds));
    }
  }

  @Test
  void unknownSizesAreNamed() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      assertEquals(3, x.size(-1));
      Expect.rejected("axis 0", () -> x.size(0));
      Expect.rejected("axis -1", () -> bench.scope().constant(1).size(-1));
    }
  }
}
