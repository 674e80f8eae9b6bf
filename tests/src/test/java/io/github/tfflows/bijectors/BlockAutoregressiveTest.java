package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class BlockAutoregressiveTest {
  /**
   * By BlockAutoregressive of Pyro 1.9.2 in double precision, with its constant {@code eps} at
   * zero, whose log-determinant is that of the whole Jacobian.
   */
  @Test
  void agreesWithAnotherImplementation() {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("gate", Values.of(Shape.scalar(), 0.4));
    feed(feeds, "dense_0", 0, 3, 6);
    feed(feeds, "dense_1", 1, 6, 9);
    feed(feeds, "output", 2, 9, 3);
    double[] x = {0.6755013354303296, -1.1601558507338634, 1.467454210542653};
    MappedRows.of(x, new double[] {0.5, -1.2, 2}, 1.1377428423151947)
        .with(feeds)
        .assertMappedBy(BlockAutoregressive.of(2, 3), 1e-13);
  }

  private static void feed(Map<String, Values> feeds, String layer, int k, int inputs, int units) {
    feeds.put(layer + ".kernel", wave(Shape.of(inputs, units), i -> 0.8 * Math.sin(i + k)));
    feeds.put(layer + ".log_scale", wave(Shape.of(units), i -> 0.5 * Math.cos(i + k)));
    feeds.put(layer + ".bias", wave(Shape.of(units), i -> 0.6 * Math.sin(2.0 * i + k + 1)));
  }

  private static Values wave(Shape shape, IntToDoubleFunction entry) {
    return Values.of(
        shape, IntStream.range(0, Math.toIntExact(shape.size())).mapToDouble(entry).toArray());
  }

  /** Of parameters and points far wider than those of the contract. */
  @Test
  void undoesSteepFunctions() {
    BlockAutoregressive flow = BlockAutoregressive.of(8, 8);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Expr context = bench.input("context", Shape.of(-1, 2));
      Mapped there = flow.forward(bench.scope(context), x);
      Mapped back = flow.inverse(bench.scope(context), there.value());
      SplittableRandom random = new SplittableRandom(1);
      Map<String, Values> feeds = bench.gaussianParameters(2, random);
      feeds.put("x", Values.gaussian(Shape.of(500, 3), 5, random));
      feeds.put("context", Values.gaussian(Shape.of(500, 2), 1, random));
      double error = bench.fetch(back.value(), feeds).distance(Values.fed(feeds, "x"));
      assertTrue(error <= 1e-12, () -> "error " + error);
      Values sum = bench.fetch(there.then(back).logDet(), feeds);
      assertTrue(sum.largestMagnitude() <= 1e-12, sum::toString);
    }
  }

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got []", BlockAutoregressive::of);
    Expect.rejected("got [2, 0]", () -> BlockAutoregressive.of(2, 0));
    Expect.rejected("[2, 3]", () -> BlockAutoregressive.of(2).forwardEventShape(Shape.of(2, 3)));
  }
}
