package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Expect;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.core.Values;
import io.github.tfflows.core.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

class MaskedAutoregressiveTest {
  private static final Affine MAP = new Affine();
  private static final Made NETWORK = Made.of(16, 16);

  @Test
  void mapsVectorsOnly() {
    MaskedAutoregressive map = new MaskedAutoregressive(MAP, NETWORK);
    Expect.rejected("[2, 2, 3]", () -> map.eventShape(Shape.of(2, 2, 3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 21})
  void oneSweepYieldsWhatRepeatedPassesYield(int d) {
    try (Workbench<TFloat64> bench = Workbench.float64()) {
      Operand<TFloat64> x = bench.input("x", Shape.of(-1, d));
      GraphScope<TFloat64> scope = bench.scope(bench.input("context", Shape.of(-1, 2)));
      Mapped<TFloat64> swept = new MaskedAutoregressive(MAP, NETWORK).forward(scope, x);
      Mapped<TFloat64> passes = repeatedPasses(scope, x, d);

      Map<String, Values> feeds = feeds(bench, d);
      Values expected = bench.fetch(passes.value(), feeds);
      assertTrue(bench.fetch(swept.value(), feeds).distance(expected) <= 1e-12);
      Values logs = bench.fetch(scope.sumEvent(passes.logDet()), feeds);
      assertTrue(bench.fetch(swept.logDet(), feeds).distance(logs) <= 1e-12);
    }
  }

  /** The usual inversion: after pass {@code i}, features up to {@code i} are final. */
  private static Mapped<TFloat64> repeatedPasses(
      GraphScope<TFloat64> scope, Operand<TFloat64> x, int d) {
    Mapped<TFloat64> y = new Mapped<>(scope.tf().zerosLike(x), x);
    for (int i = 0; i < d; i++) {
      Operand<TFloat64> theta =
          NETWORK.parameters(scope.sub("conditioner"), y.value(), MAP.parameters());
      y = MAP.forward(scope, x, theta);
    }
    return y;
  }

  private static Map<String, Values> feeds(Workbench<TFloat64> bench, int d) {
    SplittableRandom random = new SplittableRandom(d);
    Map<String, Values> feeds = new LinkedHashMap<>();
    bench
        .parameterShapes()
        .forEach((name, shape) -> feeds.put(name, Values.gaussian(shape, 0.3, random)));
    feeds.put("x", Values.gaussian(Shape.of(6, d), 1, random));
    feeds.put("context", Values.gaussian(Shape.of(6, 2), 1, random));
    return feeds;
  }
}
