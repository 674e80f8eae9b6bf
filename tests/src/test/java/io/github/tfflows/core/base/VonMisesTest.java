package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VonMisesTest {
  private static final List<Double> ZERO = List.of(0.0);

  /** At {@code μ = 0}, {@code κ·x²} is nearly chi-squared, with mean one and variance two. */
  @Test
  void drawsOfHighConcentrationsAreGaussian() {
    int n = 20_000;
    VonMises narrow = VonMises.fixed(ZERO, List.of(1e6));
    try (Workbench bench = Workbench.float32()) {
      Expr x = narrow.sample(bench.scope(), bench.noise(n, 3, 4)).value();
      double[] drawn = bench.fetch(x, Map.of()).map(at -> 1e6 * at * at).entries();
      assertEquals(1, Arrays.stream(drawn).average().orElseThrow(), 0.04);
    }
  }

  /** For {@code κ → 0}, {@code E[cos x] = κ/2}, far below the deviation of the mean. */
  @Test
  void drawsOfTinyConcentrationsAreUniform() {
    int n = 20_000;
    VonMises wide = VonMises.fixed(ZERO, List.of(1e-30));
    try (Workbench bench = Workbench.float32()) {
      Expr x = wide.sample(bench.scope(), bench.noise(n, 3, 4)).value();
      double[] drawn = bench.fetch(x, Map.of()).entries();
      assertEquals(0, Arrays.stream(drawn).map(Math::cos).average().orElseThrow(), 0.02);
      assertEquals(Math.PI / 2, Arrays.stream(drawn).map(Math::abs).average().orElseThrow(), 0.03);
    }
  }

  /** {@code E[cos(x - μ)] = A(κ)}; its slope {@code κ·A′(κ)} at 2.5 is from mpmath. */
  @Test
  void drawsMoveWithTheParameters() {
    int n = 50_000;
    VonMises one = new VonMises(ZERO, List.of(2.5), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = one.sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr sum = bench.total(x);
      Expr cosines = bench.total(x.cos()).times(1. / n);
      Map<String, Values> start = bench.initialValues();
      Expr byLocation = slope(bench, sum, "location");
      assertEquals(n, bench.fetch(byLocation, start).at(0), 1e-6);
      Expr byConcentration = slope(bench, cosines, "log_concentration");
      assertEquals(0.2719531928575467, bench.fetch(byConcentration, start).at(0), 5e-3);
    }
  }

  /** For large {@code κ}, the distance falls as {@code κ^(-½)}: by {@code log κ} with slope -½. */
  @Test
  void drawsMoveInSinglePrecision() {
    VonMises narrow = new VonMises(ZERO, List.of(1e6), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float32()) {
      Expr x = narrow.sample(bench.scope(), bench.noise(1, 3, 4)).value();
      Map<String, Values> start = bench.initialValues();
      Expr by = slope(bench, bench.total(x), "log_concentration");
      double drawn = bench.fetch(x, start).at(0);
      assertEquals(-0.5, bench.fetch(by, start).at(0) / drawn, 1e-3);
    }
  }

  private static Expr slope(Workbench bench, Expr of, String by) {
    return bench.gradient(of, bench.parameter(by));
  }
}
