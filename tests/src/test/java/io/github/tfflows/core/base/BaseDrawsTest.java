package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Draws of bases: the slopes of their means by the parameters, and the ends of their ranges. */
class BaseDrawsTest {
  private static final List<Double> ZERO = List.of(0.0);
  private static final List<Double> HALF = List.of(2.5);

  private static final Beta BETA = new Beta(HALF, HALF, Trainability.TRAINABLE);
  private static final Gamma GAMMA =
      new Gamma(List.of(0.3, 2.5), List.of(2.0, 1.0), Trainability.TRAINABLE);
  private static final VonMises VON_MISES = new VonMises(ZERO, HALF, Trainability.TRAINABLE);
  private static final TruncatedNormal TRUNCATED =
      new TruncatedNormal(
          List.of(0.3), List.of(0.5), Uniform.cube(1, 0, 1), Trainability.TRAINABLE);
  private static final FullNormal FULL =
      new FullNormal(
          List.of(0.0, 0.0), List.of(List.of(1.0, 0.5), List.of(0.5, 1.0)), Trainability.TRAINABLE);
  private static final OrderStatistic LEAST =
      OrderStatistic.minimum(5, DiagonalNormal.trainable(1));

  private static Arguments moves(
      Distribution distribution,
      UnaryOperator<Expr> statistic,
      String parameter,
      int entry,
      double slope,
      double tolerance) {
    return arguments(distribution, statistic, parameter, entry, slope, tolerance);
  }

  private static Expr logit(Expr x) {
    return x.log().minus(x.complement().log());
  }

  private static Expr logOfSquare(Expr x) {
    return x.square().log();
  }

  private static Expr squareOfTheSecond(Expr x) {
    return x.entry(1).square();
  }

  private static Expr itself(Expr x) {
    return x;
  }

  static final List<Arguments> MOVING =
      List.of(
          // E[log x - log(1 - x)] = ψ(a) - ψ(b); the slopes are ψ′, by scipy.
          moves(BETA, BaseDrawsTest::logit, "log_a", 0, 0.4903577561002349 * 2.5, 0.02),
          moves(BETA, BaseDrawsTest::logit, "log_b", 0, -0.4903577561002349 * 2.5, 0.02),
          // E[log x] = ψ(α) - log β: the slopes are ψ′(α), by scipy, and -1/β.
          moves(GAMMA, Expr::log, "log_concentration", 0, 12.245364546107734 * 0.3, 0.06),
          moves(GAMMA, Expr::log, "log_concentration", 1, 0.4903577561002349 * 2.5, 0.02),
          moves(GAMMA, Expr::log, "log_rate", 0, -1, 1e-9),
          // 1 - ν/2·ψ′(ν/2)
          moves(
              StudentT.trainable(1, 2),
              BaseDrawsTest::logOfSquare,
              "log_degrees",
              0,
              1 - Math.PI * Math.PI / 6,
              0.02),
          // From mpmath's quadrature and differences.
          moves(TRUNCATED, BaseDrawsTest::itself, "location", 0, 0.28408617935887964, 2e-3),
          moves(TRUNCATED, BaseDrawsTest::itself, "log_scale", 0, 0.0980700229386398, 2e-3),
          // E[cos(x - μ)] = A(κ); its slope κ·A′(κ) at 2.5 is from mpmath.
          moves(VON_MISES, BaseDrawsTest::itself, "location", 0, 1, 1e-9),
          moves(VON_MISES, Expr::cos, "log_concentration", 0, 0.2719531928575467, 5e-3),
          // d E[x₂²] / d L₂₁ = 2·L₂₁, and nothing above the diagonal.
          moves(FULL, BaseDrawsTest::squareOfTheSecond, "lower", 2, 1, 0.03),
          moves(FULL, BaseDrawsTest::squareOfTheSecond, "lower", 1, 0, 0),
          // The mean of the least of five is that of the scale's slope, by scipy.
          moves(LEAST, BaseDrawsTest::itself, "mean", 0, 1, 1e-9),
          moves(LEAST, BaseDrawsTest::itself, "log_scale", 0, -1.1629644736405196, 0.01));

  @ParameterizedTest(name = "{0} by {2}")
  @FieldSource("MOVING")
  void theirMeansMoveWithTheParameters(
      Distribution distribution,
      UnaryOperator<Expr> statistic,
      String parameter,
      int entry,
      double slope,
      double tolerance) {
    int n = 100_000;
    try (Workbench bench = Workbench.float64()) {
      Expr x = distribution.sample(bench.scope(), bench.noise(n, 1, 2)).value();
      Expr mean = bench.total(statistic.apply(x)).times(1. / n);
      Expr by = bench.gradient(mean, bench.parameter(parameter));
      assertEquals(slope, bench.fetch(by, bench.initialValues()).at(entry), tolerance);
    }
  }

  private static List<Values> inSinglePrecision(Distribution distribution, int count) {
    try (Workbench bench = Workbench.float32()) {
      Sample sample = distribution.sample(bench.scope(), bench.noise(count, 3, 4));
      Expr logProb = distribution.logProb(bench.scope(), sample.value());
      List<Expr> all = List.of(sample.value(), sample.logProb(), logProb);
      return bench.fetchAll(all, bench.initialValues());
    }
  }

  /** Of a concentration of 0.01, half of the draws are below the range of single precision. */
  @Test
  void thoseOfTinyConcentrationsStayPositive() {
    List<Values> drawn = inSinglePrecision(Gamma.fixed(List.of(0.01), List.of(1.0)), 1000);
    assertTrue(Arrays.stream(drawn.get(0).entries()).allMatch(x -> x > 0));
    assertTrue(drawn.get(2).allFinite());
  }

  @Test
  void thoseOfTinyDegreesAreFinite() {
    Values drawn = inSinglePrecision(StudentT.trainable(2, 0.01), 1000).get(0);
    assertTrue(drawn.allFinite());
    assertTrue(drawn.largestMagnitude() > 1e15);
  }

  /** The mean is from mpmath; in either tail, twenty deviations out. */
  @ParameterizedTest
  @CsvSource({"-1, -11, -10", "1, 10, 11"})
  void thoseOfATailAreInIt(int side, double low, double high) {
    TruncatedNormal far = TruncatedNormal.fixed(ZERO, List.of(0.5), Uniform.cube(1, low, high));
    List<Values> drawn = inSinglePrecision(far, 20_000);
    assertTrue(drawn.get(1).allFinite());
    assertEquals(10.024876534263925, side * drawn.get(0).mean(), 1e-3);
  }

  /** At {@code μ = 0}, {@code κ·x²} is nearly chi-squared, with mean one and variance two. */
  @Test
  void anglesOfHighConcentrationsAreGaussian() {
    Values drawn = inSinglePrecision(VonMises.fixed(ZERO, List.of(1e6)), 20_000).get(0);
    assertEquals(1, drawn.map(at -> 1e6 * at * at).mean(), 0.04);
  }

  /** For {@code κ → 0}, {@code E[cos x] = κ/2}, far below the deviation of the mean. */
  @Test
  void anglesOfTinyConcentrationsAreUniform() {
    Values drawn = inSinglePrecision(VonMises.fixed(ZERO, List.of(1e-30)), 20_000).get(0);
    assertEquals(0, drawn.map(Math::cos).mean(), 0.02);
    assertEquals(Math.PI / 2, drawn.map(Math::abs).mean(), 0.03);
  }

  /** For large {@code κ}, the distance falls as {@code κ^(-½)}: by {@code log κ} with slope -½. */
  @Test
  void anglesMoveInSinglePrecision() {
    VonMises narrow = new VonMises(ZERO, List.of(1e6), Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float32()) {
      Expr x = narrow.sample(bench.scope(), bench.noise(1, 3, 4)).value();
      Map<String, Values> start = bench.initialValues();
      Expr by = bench.gradient(bench.total(x), bench.parameter("log_concentration"));
      double drawn = bench.fetch(x, start).at(0);
      assertEquals(-0.5, bench.fetch(by, start).at(0) / drawn, 1e-3);
    }
  }
}
