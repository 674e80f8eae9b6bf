package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class ActNormTest {
  @ParameterizedTest
  @EnumSource
  void firstBatchMakesItStandardize(Direction direction) {
    for (Shape event : List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3))) {
      try (Workbench bench = Workbench.initializing()) {
        Expr x = bench.input("x", event.prepend(-1));
        Mapped y = direction.build(new ActNorm(), bench.scope(), x);
        Values batch =
            Values.gaussian(event.prepend(40), 3, new SplittableRandom(1)).map(at -> at + 5);
        assertStandard(bench.fetch(y.value(), Map.of("x", batch)), event);
        assertEquals(Set.of("log_scale", "shift"), bench.computed().keySet());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheFirstBatchSetIsThenUsed(Direction direction) {
    Values batch = Values.gaussian(Shape.of(40, 3), 3, new SplittableRandom(1));
    Map<String, Values> feeds = new LinkedHashMap<>(Map.of("x", batch));
    Values first;
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Mapped y = direction.build(new ActNorm(), bench.scope(), x);
      first = bench.fetch(y.value(), feeds);
      bench.computed().forEach((name, value) -> feeds.put(name, bench.fetch(value, feeds)));
    }
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Mapped y = direction.build(new ActNorm(), bench.scope(), x);
      assertTrue(bench.fetch(y.value(), feeds).distance(first) <= 1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onePassInitializesAChain(Direction direction) {
    Bijector chain =
        Chain.of(new ActNorm(), new Standardize(List.of(7.0), List.of(0.1)), new ActNorm());
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Mapped y = direction.build(chain, bench.scope(), x);
      Values batch = Values.gaussian(Shape.of(40, 1), 3, new SplittableRandom(1));
      assertStandard(bench.fetch(y.value(), Map.of("x", batch)), Shape.of(1));
      assertEquals(4, bench.computed().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesAConstantFirstBatch(Direction direction) {
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Mapped y = direction.build(new ActNorm(), bench.scope(), x);
      Values batch = Values.ones(Shape.of(4, 2)).map(at -> 3.7);
      Values out = bench.fetch(y.value(), Map.of("x", batch));
      assertTrue(out.largestMagnitude() <= 1e-6, out::toString);
      // A constant channel keeps its scale: any other would blow up what comes later.
      assertEquals(0, bench.fetch(y.logDet(), Map.of("x", batch)).largestMagnitude());
    }
  }

  /** Moments of the first batch are those of its present entries. */
  @Test
  void absentEntriesDoNotInitialize() {
    try (Workbench bench = Workbench.initializing()) {
      Expr mask = bench.input("mask", Shape.of(-1, 2));
      Mapped y =
          new ActNorm()
              .inverse(bench.scope().withPresence(mask), bench.input("x", Shape.of(-1, 2)));
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(2), 1, 1e9, 3, 5, -1e9, 9),
              "mask", Values.rows(Shape.of(2), 1, 0, 1, 1, 0, 1));
      Values expected = Values.rows(Shape.of(2), -1, 1e9, 1, -1, -1e9, 1);
      assertTrue(bench.fetch(y.value(), feeds).distance(expected) <= 1e-5);
      Values logDet = bench.fetch(y.logDet(), feeds);
      assertTrue(logDet.distance(Values.of(Shape.of(3), 0, -Math.log(2), -Math.log(2))) <= 1e-5);
    }
  }

  /** Per channel mean zero and, but for the 1e-6 that keeps the scale positive, variance one. */
  private static void assertStandard(Values batch, Shape event) {
    int channels = Math.toIntExact(event.get(-1));
    int places = batch.size() / channels;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = c; i < batch.size(); i += channels) {
        sum += batch.at(i);
        squares += batch.at(i) * batch.at(i);
      }
      assertEquals(0, sum / places, 1e-12);
      assertEquals(1, squares / places, 1e-4);
    }
  }
}
