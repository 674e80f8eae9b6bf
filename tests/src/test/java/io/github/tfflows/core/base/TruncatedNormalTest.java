package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TruncatedNormalTest {
  private static TruncatedNormal of(double location, double scale, double low, double high) {
    return TruncatedNormal.fixed(
        List.of(location), List.of(scale), new Uniform(List.of(low), List.of(high)));
  }

  /** The mean is from mpmath; in either tail, twenty deviations out. */
  @Test
  void drawsFarOutInSinglePrecision() {
    for (int side : new int[] {-1, 1}) {
      TruncatedNormal far = of(0, 0.5, side < 0 ? -11 : 10, side < 0 ? -10 : 11);
      try (Workbench bench = Workbench.float32()) {
        Sample sample = far.sample(bench.scope(), bench.noise(20_000, 3, 4));
        List<Values> run = bench.fetchAll(List.of(sample.value(), sample.logProb()), Map.of());
        assertTrue(run.get(1).allFinite());
        double mean = run.get(0).mean();
        assertEquals(10.024876534263925, side * mean, 1e-3);
      }
    }
  }

  /** The slopes of the mean are from mpmath's quadrature and differences. */
  @Test
  void drawsMoveWithTheParameters() {
    int n = 50_000;
    TruncatedNormal normal =
        new TruncatedNormal(
            List.of(0.3), List.of(0.5), Uniform.cube(1, 0, 1), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float64()) {
      Expr x = normal.sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr mean = bench.total(x).times(1. / n);
      List<Expr> parameters = List.of(bench.parameter("location"), bench.parameter("log_scale"));
      List<Optional<Expr>> slopes = bench.gradients(mean, parameters);
      Map<String, Values> start = bench.initialValues();
      Values byLocation = bench.fetch(slopes.get(0).orElseThrow(), start);
      assertEquals(0.28408617935887964, byLocation.at(0), 2e-3);
      assertEquals(0.0980700229386398, bench.fetch(slopes.get(1).orElseThrow(), start).at(0), 2e-3);
    }
  }
}
