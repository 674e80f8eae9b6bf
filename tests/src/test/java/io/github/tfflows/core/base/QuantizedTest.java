package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class QuantizedTest {
  private static final Quantized ONE = Quantized.of(normal(1.2, 0.7));
  private static final Quantized LOGISTIC =
      Quantized.of(Logistic.fixed(List.of(1.2), List.of(0.7)));
  private static final Quantized BOUNDED = new Quantized(normal(1.2, 2.5), -2, 4);

  private static DiagonalNormal normal(double mean, double scale) {
    return DiagonalNormal.fixed(List.of(mean), List.of(scale));
  }

  private static double[] integers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToDouble(k -> k).toArray();
  }

  /** By mpmath; both ways to build a mass meet where cells are as narrow as these. */
  @Test
  void keepsItsDigitsInFloat32() {
    double[] scales = {20, 28, 35, 100, 1e4};
    double[] expected = {
      -3.9347708027691555,
      -4.261399185570063,
      -4.480850775834451,
      -5.524912879185842,
      -10.129278985597523
    };
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.scope().constant(Shape.of(1, 1), 7);
      for (int i = 0; i < scales.length; i++) {
        Expr logProb = Quantized.of(normal(3, scales[i])).logProb(bench.scope(), x);
        assertEquals(expected[i], bench.fetch(logProb, Map.of()).at(0), 2e-5, "" + scales[i]);
      }
    }
  }

  @Test
  void probabilitiesAddUpToOne() {
    double[] all = Densities.at(ONE, integers(-40, 40)).map(Math::exp).entries();
    assertEquals(1, Arrays.stream(all).sum(), 1e-12);
    double[] within = Densities.at(BOUNDED, integers(-2, 4)).map(Math::exp).entries();
    assertEquals(1, Arrays.stream(within).sum(), 1e-12);
    double[] logistic = Densities.at(LOGISTIC, integers(-40, 40)).map(Math::exp).entries();
    assertEquals(1, Arrays.stream(logistic).sum(), 1e-12);
    assertFalse(ONE.isContinuous());
  }

  /** Cells of an exponential number have the masses of a geometric distribution. */
  @Test
  void isGeometricOfAnExponential() {
    Exponential base = Exponential.fixed(List.of(0.7));
    Quantized waiting = new Quantized(base, 0, Double.POSITIVE_INFINITY);
    Densities.assertLogProb(Math.log(-Math.expm1(-0.35)), waiting, 0);
    Densities.assertLogProb(-0.35 + Math.log(-Math.expm1(-0.7)), waiting, 1);
    Densities.assertLogProb(-0.7 * 99.5 + Math.log(-Math.expm1(-0.7)), waiting, 100);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(waiting, -1).at(0));
  }

  static Stream<Arguments> quantized() {
    return Stream.of(Arguments.of(BOUNDED, -2, 4), Arguments.of(LOGISTIC, -3, 6));
  }

  /** Pearson's test at the level 0.001, whose quantile is 27.9 for ten classes. */
  @ParameterizedTest
  @MethodSource("quantized")
  void drawsFollowTheProbabilities(Quantized distribution, int low, int high) {
    int n = 20_000;
    double[] draws = Densities.draws(distribution, n, 1, 2).entries();
    double[] log = Densities.at(distribution, integers(low, high)).entries();
    double statistic = 0;
    for (int k = low; k <= high; k++) {
      double expected = n * Math.exp(log[k - low]);
      int value = k;
      long found = Arrays.stream(draws).filter(x -> x == value).count();
      statistic += Math.pow(found - expected, 2) / expected;
    }
    assertTrue(statistic < 27.9, "statistic " + statistic);
    boolean isBounded = distribution.equals(BOUNDED);
    assertTrue(
        Arrays.stream(draws)
            .allMatch(x -> x == Math.rint(x) && (!isBounded || (x >= low && x <= high))));
  }

  static Stream<Distribution> trainable() {
    return Stream.of(
        new Quantized(DiagonalNormal.trainable(2), -3, 40), Quantized.of(Logistic.trainable(2)));
  }

  @ParameterizedTest
  @MethodSource("trainable")
  void staysFiniteInFloat32(Distribution bounded) {
    Quantized distribution = Quantized.of(((Quantized) bounded).base());
    double far = distribution.base() instanceof Logistic ? 1e37 : 1e15;
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr logProb = distribution.logProb(bench.scope(), x);
      List<Expr> by = new ArrayList<>(List.of(x));
      bench.parameterNames().forEach(name -> by.add(bench.parameter(name)));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(Shape.of(2), 0, -0.0, 1, 12, -12, 1e4, -1e4, -1e8, far, -far));
      assertTrue(bench.fetch(logProb, feeds).allFinite());
      bench
          .gradients(bench.total(logProb), by)
          .forEach(slope -> assertTrue(bench.fetch(slope.orElseThrow(), feeds).allFinite()));
    }
  }
}
