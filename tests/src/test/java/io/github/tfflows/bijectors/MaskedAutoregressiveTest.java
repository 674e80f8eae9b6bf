package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class MaskedAutoregressiveTest {
  private static final Affine MAP = new Affine();
  private static final Made NETWORK = Made.of(16, 16);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 21})
  void oneSweepYieldsWhatRepeatedPassesYield(int d) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      GraphScope scope = bench.scope(bench.input("context", Shape.of(-1, 2)));
      Mapped swept = new MaskedAutoregressive(MAP, NETWORK).forward(scope, x);
      Mapped passes = repeatedPasses(scope, x, d);

      Map<String, Values> feeds = feeds(bench, d);
      Values expected = bench.fetch(passes.value(), feeds);
      assertTrue(bench.fetch(swept.value(), feeds).distance(expected) <= 1e-12);
      Values logs = bench.fetch(passes.logDet().sumEvent(), feeds);
      assertTrue(bench.fetch(swept.logDet(), feeds).distance(logs) <= 1e-12);
    }
  }

  /** The usual inversion: after pass {@code i}, features up to {@code i} are final. */
  private static Mapped repeatedPasses(GraphScope scope, Expr x, int d) {
    Mapped y = new Mapped(x.zeros(), x);
    for (int i = 0; i < d; i++) {
      Expr theta = NETWORK.parameters(scope.sub("conditioner"), y.value(), MAP.parameters());
      y = MAP.forward(scope, x, theta);
    }
    return y;
  }

  private static Map<String, Values> feeds(Workbench bench, int d) {
    SplittableRandom random = new SplittableRandom(d);
    Map<String, Values> feeds = bench.gaussianParameters(0.3, random);
    feeds.put("x", Values.gaussian(Shape.of(6, d), 1, random));
    feeds.put("context", Values.gaussian(Shape.of(6, 2), 1, random));
    return feeds;
  }

  /** Where no gradients are needed, large layers may loop over the features. */
  @ParameterizedTest
  @CsvSource({"3, false", "12, false", "12, true", "40, true"})
  void evaluationYieldsWhatOtherPhasesYield(int d, boolean masked) {
    ScalarBijector map = d == 40 ? MAP : new RationalQuadratic(4, 3);
    Bijector layer = new MaskedAutoregressive(map, ResidualMade.of(40, 1));
    List<Values> values = new ArrayList<>();
    for (Workbench made : List.of(Workbench.float64(), Workbench.evaluating())) {
      try (Workbench bench = made) {
        GraphScope scope = bench.scope(bench.input("context", Shape.of(-1, 2)));
        Expr mask = bench.input("mask", Shape.of(-1, d));
        Mapped y =
            layer.forward(
                masked ? scope.withPresence(mask) : scope, bench.input("x", Shape.of(-1, d)));
        Map<String, Values> feeds = feeds(bench, d);
        SplittableRandom random = new SplittableRandom(1);
        feeds.put("mask", Values.zeros(Shape.of(6, d)).map(at -> random.nextInt(2)));
        values.addAll(bench.fetchAll(List.of(y.value(), y.logDet()), feeds));
      }
    }
    assertTrue(values.get(2).distance(values.get(0)) <= 1e-12);
    assertTrue(values.get(3).distance(values.get(1)) <= 1e-12);
  }
}
