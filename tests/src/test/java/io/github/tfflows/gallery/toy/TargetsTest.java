package io.github.tfflows.gallery.toy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Estimate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
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
    assertFinite(target.distribution::logProb, 0, 0, 0, 1, 30, -30, -20, 2, 1, 1e4);
  }

  /** Asserts that log-densities of points and their gradients are finite in single precision. */
  private static void assertFinite(LogDensity density, double... points) {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr log = density.logProb(bench.scope(), x);
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(2), points));
      assertTrue(bench.fetch(log, feeds).allFinite());
      assertTrue(bench.fetch(bench.gradient(log, x), feeds).allFinite());
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

  private static final double[] POINTS = {0.5, -1.5, -2.1, 0.3, 1, 2, 3.2, -3};

  /**
   * From normflows 1.7.3, {@code TwoModes(2, 0.2)}, {@code Sinusoidal(0.4, 4)}, {@code
   * Sinusoidal_gap(0.35, 4)} and {@code TwoMoons()}; U4 by the formula in numpy, since normflows
   * has one scale for both waves.
   */
  @ParameterizedTest
  @CsvSource({
    "U1, 0, -3.6694061572739245, -0.05988459431982698, -1.5630242249146733, -19.795719501346735",
    "U2, 8, -15.22350168397544, -0.06678459575245227, -3.1270751953125, -13.141967068489226",
    "U3, 7, -0.03207626170621807, 0.6049658987736074, -4.0851728446480635, -16.450309919629053",
    "U4, 0, -12.17438112413496, 0.6188709578589175, -3.124999999810229, -3.676599475391963",
    "MOONS, 0, -14.693058495567152, -0.23953837757342644, -6.252156680566072, -79.18287800538694"
  })
  void hasTheValuesOfTheReference(
      Potential potential, double bound, double a, double b, double c, double d) {
    LogDensity density = bound > 0 ? potential.within(bound) : potential;
    Values found = Values.of(Shape.of(4), logProb(density, POINTS));
    Values expected = Values.of(Shape.of(4), a, b, c, d);
    assertTrue(found.distance(expected) <= 1e-14, () -> found + " is not " + expected);
  }

  /** Where {@code w₁ = 0} and both parts are far from each other or the same. */
  @Test
  void hasTheValuesOfTheFormulasAtTheOrigin() {
    assertEquals(-12.5 + Math.log(2) - 0.5 / 0.09, at(Potential.U1, 0, 0), 1e-12);
    assertEquals(0, at(Potential.U2, 0, 0), 1e-12);
    double gap = 3 * Math.exp(-0.5 / 0.36) / 0.35;
    assertEquals(Math.log1p(Math.exp(-0.5 * gap * gap)), at(Potential.U3, 0, 0), 1e-12);
    double split = 3 / (1 + Math.exp(1 / 0.3)) / 0.35;
    assertEquals(Math.log1p(Math.exp(-0.5 * split * split)), at(Potential.U4, 0, 0), 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void hasFiniteGradientsAlsoAtTheOriginAndFarAway(Potential potential) {
    assertFinite(potential.within(4), 0, 0, 0, 1, 1e4, -1e4, -300, 2);
  }

  private static double at(LogDensity density, double x, double y) {
    return logProb(density, x, y)[0];
  }

  @Test
  void rejectsNumbersAndBoundsOutsideTheirRanges() {
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
    Expect.rejected("got 0.0", () -> Potential.U2.within(0));
    Expect.rejected("got NaN", () -> Potential.U2.within(Double.NaN));
  }

  private static final Funnel FUNNEL = new Funnel(2);

  /** The learning rate of each, and the divergence in nats that it stays below. */
  private static Stream<Arguments> flows() {
    return Stream.of(
        Arguments.of(Flows.planar(2, 16), 5e-3, 0.35),
        Arguments.of(Flows.lightTailed(Flows.neuralSplineCoupling(2)), 2e-3, 0.15));
  }

  /** The funnel is normalized, so that the divergence is the evidence lower bound, negated. */
  @Tag("training")
  @Test
  void couplingsSettleInTheFunnel() {
    settleInTheFunnel(Flows.lightTailed(Flows.realNvp(2)), 5e-3, 0.02);
  }

  @Tag("slow")
  @Tag("training")
  @ParameterizedTest
  @MethodSource("flows")
  void settleInTheFunnel(TransformedDistribution flow, double rate, double divergence) {
    Training training =
        Training.defaults().withSteps(1000).withLearningRate(LearningRate.cosine(rate));
    try (CompiledDistribution fitted = training.fitTo(flow, FUNNEL::logProb);
        CompiledDistribution funnel = CompiledDistribution.compile(FUNNEL, 1)) {
      Estimate found = fitted.divergence(funnel, 100_000, 1);
      assertTrue(found.value() < divergence, found.toString());
    }
  }

  @Tag("training")
  @Test
  void anOverflowNamesTheRemedy() {
    Training training = Training.defaults().withSteps(10);
    LogDensity steep = (scope, x) -> x.times(1e30).square().sumLast().negated();
    Expect.failed(
        IllegalStateException.class,
        "Flows.lightTailed",
        () -> training.fitTo(Flows.realNvp(2), steep).close());
  }
}
