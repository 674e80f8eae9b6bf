package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudentTTest {
  /** {@code d E[log x²] / d log ν = 1 - ν/2·ψ′(ν/2)}, which is -0.6449… for two degrees. */
  @Test
  void drawsMoveWithTheDegreesOfFreedom() {
    int n = 40_000;
    try (Workbench bench = Workbench.float64()) {
      Expr x = StudentT.trainable(1, 2).sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr mean = bench.total(x.square().log()).times(1. / n);
      Expr slope = bench.gradient(mean, bench.parameter("log_degrees"));
      Values at = bench.fetch(slope, bench.initialValues());
      assertEquals(1 - Math.PI * Math.PI / 6, at.at(0), 0.02);
    }
  }

  @Test
  void drawsOfTinyDegreesAreFinite() {
    StudentT wild = StudentT.trainable(2, 0.01);
    try (Workbench bench = Workbench.float32()) {
      Expr x = wild.sample(bench.scope(), bench.noise(1000, 3, 4)).value();
      Values drawn = bench.fetch(x, bench.initialValues());
      assertTrue(drawn.allFinite());
      assertTrue(drawn.largestMagnitude() > 1e15);
    }
  }

  @Test
  void startsAsGiven() {
    try (Workbench bench = Workbench.float64()) {
      Expr unused =
          new StudentT(List.of(7.0), List.of(2.0), List.of(3.0), Trainability.TRAINABLE)
              .logProb(
                  bench.scope(), bench.scope().constant(StudentT.trainable(1, 5).eventShape(), 0));
      Map<String, Values> start = bench.initialValues();
      assertEquals(Math.log(7), Values.fed(start, "log_degrees").at(0), 1e-15);
      assertEquals(2, Values.fed(start, "location").at(0));
      assertEquals(Math.log(3), Values.fed(start, "log_scale").at(0), 1e-15);
    }
  }
}
