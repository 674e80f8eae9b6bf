package io.github.tfflows.gallery.toy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Densities and draws of the targets, on grids of coordinates that suit each. */
class TargetsTest {
  private static final int DRAWS = 50_000;
  private static final int CELLS = 1_200;

  /** A target on the plane and coordinates for it. */
  private enum Target {
    GAUSSIAN_RING(GaussianRing.eight(), -4, 4, -4, 4),
    TWO_GAUSSIANS(new GaussianRing(2, 3, 0.5), -7, 7, -4, 4),
    RINGS(Rings.two(), 0, 3, 0, 2 * Math.PI) {
      @Override
      double[] point(double u, double v) {
        return new double[] {u * Math.cos(v), u * Math.sin(v), u};
      }
    },
    /** So wide that it reaches through the origin. */
    WIDE_RING(new Rings(List.of(0.5), 0.6), 0, 6, 0, 2 * Math.PI) {
      @Override
      double[] point(double u, double v) {
        return new double[] {u * Math.cos(v), u * Math.sin(v), u};
      }
    },
    CHECKERBOARD(Checkerboard.four(), -3, 3, -3, 3),
    BOARD_OF_TWO(new Checkerboard(2), -2, 2, -2, 2),
    ROSENBROCK(Rosenbrock.banana(), -26, 28, -3, 3) {
      @Override
      double[] point(double u, double v) {
        return new double[] {u, u * u + v, 1};
      }
    },
    FUNNEL(new Funnel(2), -30, 30, -10, 10) {
      @Override
      double[] point(double u, double v) {
        return new double[] {u, Math.exp(u / 2) * v, Math.exp(u / 2)};
      }
    };

    @SuppressWarnings("ImmutableEnumChecker") // a record
    final Distribution distribution;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    final double[] box;

    Target(Distribution distribution, double... box) {
      this.distribution = distribution;
      this.box = box;
    }

    /** Returns the point of coordinates, and the determinant of its derivatives. */
    double[] point(double u, double v) {
      return new double[] {u, v, 1};
    }

    /** Returns the sums of {@code p}, {@code p log p} and {@code p log² p} over the plane. */
    double[] integrals() {
      double[] points = new double[2 * CELLS * CELLS];
      double[] volumes = new double[CELLS * CELLS];
      double du = (box[1] - box[0]) / CELLS;
      double dv = (box[3] - box[2]) / CELLS;
      for (int i = 0; i < volumes.length; i++) {
        double u = box[0] + du * (i % CELLS + 0.5);
        double v = box[2] + dv * (Math.floorDiv(i, CELLS) + 0.5);
        double[] point = point(u, v);
        points[2 * i] = point[0];
        points[2 * i + 1] = point[1];
        volumes[i] = du * dv * point[2];
      }
      double[] logs = logProb(distribution::logProb, points);
      double[] sums = new double[3];
      for (int i = 0; i < logs.length; i++) {
        double mass = Math.exp(logs[i]) * volumes[i];
        sums[0] += mass;
        if (mass > 0) {
          sums[1] += mass * logs[i];
          sums[2] += mass * logs[i] * logs[i];
        }
      }
      return sums;
    }
  }

  private static double[] logProb(LogDensity density, double... points) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(2), points));
      return bench.fetch(density.logProb(bench.scope(), x), feeds).entries();
    }
  }

  @ParameterizedTest
  @EnumSource
  void densitiesIntegrateToOne(Target target) {
    assertEquals(1, target.integrals()[0], 1e-6);
  }

  /** Within five standard errors; draws of a uniform density have no error. */
  @ParameterizedTest
  @EnumSource
  void drawsHaveTheEntropyOfTheDensity(Target target) {
    double[] integrals = target.integrals();
    double variance = Math.max(0, integrals[2] - integrals[1] * integrals[1]);
    try (Workbench bench = Workbench.float64()) {
      Sample sample = target.distribution.sample(bench.scope(), bench.noise(DRAWS, 3, 4));
      List<Values> drawn = bench.fetchAll(List.of(sample.value(), sample.logProb()), Map.of());
      assertEquals(Shape.of(DRAWS, 2), drawn.get(0).shape());
      double[] own = logProb(target.distribution::logProb, drawn.get(0).entries());
      Values expected = Values.of(Shape.of(DRAWS), own);
      assertTrue(drawn.get(1).distance(expected) <= 1e-10);
      double mean = Arrays.stream(own).average().orElseThrow();
      assertEquals(integrals[1], mean, 5 * Math.sqrt(variance / DRAWS) + 1e-6);
    }
  }

  /** The means of draws are those of the density, within five standard errors. */
  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN_RING", "TWO_GAUSSIANS", "RINGS", "CHECKERBOARD", "BOARD_OF_TWO"})
  void drawsAreCenteredAndSpreadAlikeInAllQuadrants(Target target) {
    try (Workbench bench = Workbench.float32()) {
      Sample sample = target.distribution.sample(bench.scope(), bench.noise(DRAWS, 5, 6));
      Values x = bench.fetch(sample.value(), Map.of());
      for (int column = 0; column < 2; column++) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
          sum += x.at(2 * i + column);
          squares += x.at(2 * i + column) * x.at(2 * i + column);
        }
        assertEquals(0, sum / DRAWS, 5 * Math.sqrt(squares) / DRAWS);
      }
      assertTrue(bench.fetch(sample.logProb(), Map.of()).allFinite());
    }
  }

  @Test
  void entropiesHaveClosedForms() {
    assertEquals(-Target.FUNNEL.integrals()[1], new Funnel(2).entropy(), 1e-6);
    assertEquals(-Target.ROSENBROCK.integrals()[1], Rosenbrock.banana().entropy(), 1e-6);
    assertEquals(-Target.CHECKERBOARD.integrals()[1], Checkerboard.four().entropy(), 1e-6);
    assertEquals(Math.log(8), Checkerboard.four().entropy(), 1e-15);
  }

  @Test
  void aFunnelOfTenHasTheMeanLogDensityOfItsEntropy() {
    Funnel funnel = new Funnel(10);
    try (Workbench bench = Workbench.float64()) {
      Sample sample = funnel.sample(bench.scope(), bench.noise(DRAWS, 7, 8));
      List<Values> drawn = bench.fetchAll(List.of(sample.value(), sample.logProb()), Map.of());
      assertEquals(Shape.of(DRAWS, 10), drawn.get(0).shape());
      double mean = drawn.get(1).mean();
      double deviation = Math.sqrt(10 / 2.0 + 9 * 81 / 4.0 * 1); // of Σz²/2 and of 9·x₁/2
      assertEquals(-funnel.entropy(), mean, 5 * deviation / Math.sqrt(DRAWS));
    }
  }

  @Test
  void lightSquaresAreImpossible() {
    double[] logs =
        logProb(Checkerboard.four()::logProb, 0.5, 0.5, 0.5, -0.5, -1.5, 1.5, 2.5, 0.5, -2, -2);
    double[] expected = {
      -Math.log(8),
      Double.NEGATIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      -Math.log(8)
    };
    assertEquals(Arrays.toString(expected), Arrays.toString(logs));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*BOARD.*")
  void gradientsAreFiniteInFloat32(Target target) {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr log = target.distribution.logProb(bench.scope(), x);
      Map<String, Values> feeds =
          Map.of("x", Values.rows(Shape.of(2), 0, 0, 0, 1, 30, -30, -20, 2, 1, 1e4));
      Expr gradient = bench.gradient(log, x);
      assertTrue(bench.fetch(log, feeds).allFinite());
      assertTrue(bench.fetch(gradient, feeds).allFinite());
    }
  }

  /** Entries of each Gaussian of a ring are independent; those of other targets are not. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*GAUSSIAN.*")
  void entriesMayNotBeAbsent(Target target) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expect.rejected(
          target.distribution.toString(),
          () -> target.distribution.logProb(bench.scope().withPresence(x), x));
    }
  }

  @Test
  void potentialsHaveTheirIntegrals() {
    for (Potential potential : List.of(Potential.U1, Potential.MOONS)) {
      double step = 16.0 / CELLS;
      double[] points = new double[2 * CELLS * CELLS];
      for (int i = 0; i < CELLS * CELLS; i++) {
        points[2 * i] = step * (i % CELLS + 0.5) - 8;
        points[2 * i + 1] = step * (Math.floorDiv(i, CELLS) + 0.5) - 8;
      }
      double total = Arrays.stream(logProb(potential, points)).map(Math::exp).sum() * step * step;
      assertEquals(Math.log(total), potential.logIntegral(), 1e-9, potential.name());
    }
    assertEquals(Double.POSITIVE_INFINITY, Potential.U3.logIntegral());
  }

  @Test
  void rejectsNumbersOutsideTheirRanges() {
    Expect.rejected("got 1", () -> new Funnel(1));
    Expect.rejected("got 3", () -> new Checkerboard(3));
    Expect.rejected("got 0", () -> new Checkerboard(0));
    Expect.rejected("0.0 and 1.0", () -> new Rosenbrock(0, 1));
    Expect.rejected("1.0 and Infinity", () -> new Rosenbrock(1, Double.POSITIVE_INFINITY));
    Expect.rejected("[] and 0.1", () -> new Rings(List.of(), 0.1));
    Expect.rejected("[-1.0] and 0.1", () -> new Rings(List.of(-1.0), 0.1));
    Expect.rejected("NaN", () -> new Rings(List.of(1.0), Double.NaN));
    Expect.rejected("0, 1.0 and 1.0", () -> new GaussianRing(0, 1, 1));
    Expect.rejected("NaN", () -> new GaussianRing(2, 1, Double.NaN));
  }
}
