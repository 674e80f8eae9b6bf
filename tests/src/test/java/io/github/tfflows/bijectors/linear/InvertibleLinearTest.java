package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class InvertibleLinearTest {
  @Test
  void startsAsARotationThatDependsOnTheSeed() {
    Values x = Values.gaussian(Shape.of(20, 4), 1, new SplittableRandom(1));
    Values one = atStart(new InvertibleLinear(4, 5), x);
    assertEquals(0, atStart(new InvertibleLinear(4, 5), x).distance(one));
    assertTrue(atStart(new InvertibleLinear(4, 6), x).distance(one) > 0.1);
    assertNotEquals(new InvertibleLinear(4, 5), new InvertibleLinear(4, 6));
    for (int i = 0; i < x.rowCount(); i++) {
      assertEquals(squaredNorm(x.row(i)), squaredNorm(one.row(i)), 1e-12);
    }
  }

  @Test
  void startsAsAPermutationWhereAsked() {
    Values x = Values.gaussian(Shape.of(20, 4), 1, new SplittableRandom(1));
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      InvertibleLinear map = new InvertibleLinear(4, InvertibleLinear.Start.PERMUTATION, seed);
      Values y = atStart(map, x);
      List<Integer> order = Permutation.random(4, seed).order();
      orders.add(order);
      for (int i = 0; i < x.rowCount(); i++) {
        for (int j = 0; j < 4; j++) {
          assertEquals(x.row(i)[order.get(j)], y.row(i)[j]);
        }
      }
    }
    assertTrue(orders.size() > 10, "of 24 orders, 20 seeds drew " + orders.size());
  }

  @Test
  void startsAsTheReversalWhereAsked() {
    Values x = Values.gaussian(Shape.of(20, 4), 1, new SplittableRandom(1));
    Values y = atStart(new InvertibleLinear(4, InvertibleLinear.Start.REVERSAL, 0), x);
    for (int i = 0; i < x.rowCount(); i++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(x.row(i)[3 - j], y.row(i)[j]);
      }
    }
  }

  private static double squaredNorm(double[] row) {
    Values at = Values.rows(Shape.of(row.length), row);
    return at.dot(at);
  }

  private static Values atStart(InvertibleLinear map, Values x) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 4));
      Mapped y = map.inverse(bench.scope(), fed);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("x", x);
      assertTrue(bench.fetch(y.logDet(), feeds).largestMagnitude() <= 1e-14);
      return bench.fetch(y.value(), feeds);
    }
  }
}
