package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudentTTest {
  /** By scipy.stats.t 1.17.1; for many degrees of freedom and far out by mpmath with 40 digits. */
  @Test
  void agreesWithOtherImplementations() {
    StudentT two = StudentT.fixed(List.of(2.5, 4.0), List.of(1.0, -2.0), List.of(0.5, 3.0));
    Densities.assertLogProb(-13.195993027926885, two, 0.3, 40);
    Densities.assertLogProb(-2.0439386425803057, StudentT.trainable(1, 1e6), 1.5);
    Densities.assertLogProb(-275.11387543157275, StudentT.trainable(1, 3), 1e30);
    Densities.assertLogProb(-1.0618698003642517, StudentT.trainable(1, 20), 0.5);
    double both =
        Densities.at(StudentT.trainable(1, 0.7), 1e8).at(0)
            + Densities.at(StudentT.trainable(1, 0.01), -0.2).at(0);
    assertEquals(-36.65573361464345, both, 1e-11);
  }

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

  @Test
  void rejectsWhatIsNoStudentT() {
    List<Double> one = List.of(1.0);
    Expect.rejected("degrees of entry 0 is 0.0", () -> StudentT.fixed(List.of(0.0), one, one));
    Expect.rejected("location of entry 0 is NaN", () -> StudentT.fixed(one, List.of(NAN), one));
    Expect.rejected("scale of entry 0 is -1.0", () -> StudentT.fixed(one, one, List.of(-1.0)));
    Expect.rejected(
        "degrees as of location, got 2 and 1", () -> StudentT.fixed(List.of(1.0, 2.0), one, one));
    Expect.rejected("no entries", () -> StudentT.fixed(List.of(), List.of(), List.of()));
    Expect.rejected("[0]", () -> StudentT.trainable(0, 3));
  }

  private static final double NAN = Double.NaN;
}
