package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.monotone.LogisticMixture;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Power;
import io.github.tfflows.core.base.Beta;
import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.FullNormal;
import io.github.tfflows.core.base.Gamma;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.Laplace;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.StudentT;
import io.github.tfflows.core.base.Trainability;
import io.github.tfflows.core.base.TruncatedNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.base.VonMises;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class MarginalsTest {
  private static final List<Double> ZERO = List.of(0.0);
  private static final List<Double> ONE = List.of(1.0);

  private static final ReferenceValues REFERENCE =
      ReferenceValues.of(MarginalsTest.class, "marginals.properties");

  /** A distribution of one entry, and the name of its numbers in the file of references. */
  record Known(Distribution of, String name) {}

  /** By scipy.stats 1.17.1: cdf, sf, ppf, isf. */
  static List<Known> known() {
    return List.of(
        new Known(StandardNormal.of(1), "normal_low"),
        new Known(StandardNormal.of(1), "normal_high"),
        new Known(DiagonalNormal.fixed(ONE, List.of(2.0)), "diagonal_normal"),
        new Known(FullNormal.fixed(ONE, List.of(List.of(4.0))), "full_normal"),
        new Known(Logistic.fixed(ONE, List.of(0.5)), "logistic"),
        new Known(Laplace.fixed(ONE, List.of(0.5)), "laplace"),
        new Known(Cauchy.fixed(ONE, List.of(0.5)), "cauchy"),
        new Known(StudentT.fixed(List.of(3.5), ONE, List.of(0.5)), "student_t_far"),
        new Known(StudentT.fixed(List.of(3.5), ONE, List.of(0.5)), "student_t"),
        new Known(Exponential.fixed(List.of(2.5)), "exponential_low"),
        new Known(Exponential.fixed(List.of(2.5)), "exponential_high"),
        new Known(Gamma.fixed(List.of(2.5), List.of(4.0)), "gamma_high"),
        new Known(Gamma.fixed(List.of(0.25), List.of(4.0)), "gamma_low"),
        new Known(Beta.fixed(List.of(2.5), List.of(0.5)), "beta"),
        new Known(Uniform.cube(1, -1, 3), "uniform"),
        new Known(TruncatedNormal.fixed(ZERO, ONE, Uniform.cube(1, -1, 3)), "truncated_normal"),
        new Known(TruncatedNormal.fixed(ZERO, ONE, Uniform.cube(1, 6, 9)), "truncated_tail"));
  }

  private static double[] at(Distribution of, double x, double p) {
    Shape one = Shape.of(1, 1);
    Marginals marginals = of.marginals().orElseThrow();
    try (Workbench bench = Workbench.float64()) {
      Expr points = bench.input("x", one);
      Expr probabilities = bench.input("p", one);
      List<Expr> outputs =
          List.of(
              marginals.cdf().at(bench.scope(), points),
              marginals.survival().at(bench.scope(), points),
              marginals.quantile().at(bench.scope(), probabilities),
              marginals.upperQuantile().at(bench.scope(), probabilities));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.of(one, x));
      feeds.put("p", Values.of(one, p));
      return bench.fetchAll(outputs, feeds).stream().mapToDouble(value -> value.at(0)).toArray();
    }
  }

  private static void assertClose(double expected, double found, Object what) {
    assertEquals(expected, found, 1e-11 * Math.abs(expected), what::toString);
  }

  @ParameterizedTest
  @MethodSource("known")
  void agreeWithAnotherImplementation(Known known) {
    double[] numbers = REFERENCE.numbers(known.name());
    double[] found = at(known.of(), numbers[0], numbers[3]);
    assertClose(numbers[1], found[0], "cdf of " + known);
    assertClose(numbers[2], found[1], "survival of " + known);
    assertClose(numbers[4], found[2], "quantile of " + known);
    assertClose(numbers[5], found[3], "upper quantile of " + known);
  }

  /** The logarithm of a log-normal number is Gaussian, and that of its reciprocal, too. */
  @Test
  void passThroughIncreasingAndDecreasingMaps() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(0.5), List.of(2.0));
    Distribution logNormal = new TransformedDistribution(normal, new Exp());
    Distribution reciprocal =
        new TransformedDistribution(normal, Chain.of(new Exp(), Power.reciprocal()));
    double[] ofLog = at(normal, -20, 1e-20);
    double[] up = at(logNormal, Math.exp(-20), 1e-20);
    double[] down = at(reciprocal, Math.exp(20), 1e-20);
    assertClose(ofLog[0], up[0], "cdf");
    assertClose(ofLog[1], up[1], "survival");
    assertClose(Math.exp(ofLog[2]), up[2], "quantile");
    assertClose(Math.exp(ofLog[3]), up[3], "upper quantile");
    assertClose(ofLog[1], down[0], "cdf");
    assertClose(ofLog[0], down[1], "survival, which keeps its digits");
    assertClose(Math.exp(-ofLog[3]), down[2], "quantile");
    assertClose(Math.exp(-ofLog[2]), down[3], "upper quantile");
  }

  /** In single precision, where the weights of mixtures add up to a little less than one. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 7, 12, 30})
  void quantilesOfMixturesAreFiniteBesideZeroAndOne(int count) {
    Distribution normal = DiagonalNormal.fixed(ZERO, ONE);
    List<Double> weights = IntStream.range(0, count).mapToObj(i -> 1 + 0.1 * i).toList();
    Mixture mixture = new Mixture(Collections.nCopies(count, normal), weights, Trainability.FIXED);
    Marginals marginals = mixture.marginals().orElseThrow();
    double[] levels = {1 - Math.ulp(1f), 1 - Math.ulp(1f) / 2, 1e-20};
    try (Workbench bench = Workbench.float32()) {
      Expr p = bench.input("p", Shape.of(-1, 1));
      List<Expr> outputs =
          List.of(
              marginals.quantile().at(bench.scope(), p),
              marginals.upperQuantile().at(bench.scope(), p).negated());
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("p", Values.rows(Shape.of(1), levels));
      for (Values found : bench.fetchAll(outputs, feeds)) {
        assertEquals(5.2, found.at(0), 0.4, "of one less a rounding error");
        assertEquals(5.3, found.at(1), 0.5, "of one less half of it");
        assertEquals(-9.26234, found.at(2), 1e-4);
      }
    }
  }

  /** The search of a quantile evaluates inverses that are loops of searches themselves. */
  @Test
  void searchesContainSearches() {
    Bijector map = new MaskedAutoregressive(new LogisticMixture(2), Made.of(4));
    Distribution flow = new TransformedDistribution(StandardNormal.of(1), Chain.of(map, map));
    Marginals marginals = new Ensemble(List.of(flow, flow)).marginals().orElseThrow();
    try (Workbench bench = Workbench.evaluating()) {
      Expr context = bench.input("context", Shape.of(-1, 1));
      Expr p = bench.input("p", Shape.of(-1, 1));
      GraphScope scope = bench.scope(context);
      Expr x = marginals.quantile().at(scope, p);
      Expr back = marginals.cdf().at(scope, x);
      Map<String, Values> feeds = bench.gaussianParameters(0.5, new SplittableRandom(3));
      feeds.put("context", Values.rows(Shape.of(1), 0, 1, -2));
      feeds.put("p", Values.rows(Shape.of(1), 0.01, 0.4, 0.9));
      List<Values> run = bench.fetchAll(List.of(x, back), feeds);
      assertTrue(run.get(1).distance(feeds.get("p")) < 1e-6, () -> "" + run);
    }
  }

  /** Searched points near zero have all their digits. */
  @Test
  void searchesFindTinyQuantiles() {
    Gamma gamma = Gamma.fixed(List.of(0.1), ONE);
    double x = at(gamma, 1, 0.001)[2];
    assertTrue(x < 1e-25 && x > 0, () -> "" + x);
    assertClose(0.001, at(gamma, x, 0.5)[0], "cdf at " + x);
  }

  /** A search has no end that it could return. */
  @Test
  void searchesRefuseNumbersThatAreNoProbabilities() {
    for (double p : new double[] {Double.NaN, 0, 1, -0.5, 1.5}) {
      double[] found = at(Gamma.fixed(ONE, ONE), 1, p);
      assertTrue(Double.isNaN(found[2]) && Double.isNaN(found[3]), () -> p + " has " + found[2]);
    }
  }

  /** By {@code cot(π(1 - p))} in double precision: {@code 1 - p} is exact, {@code πp} is not. */
  @Test
  void quantilesOfHeavyTailsKeepTheirDigitsNearOne() {
    Cauchy cauchy = Cauchy.fixed(ZERO, ONE);
    double[] above = {Math.pow(2, -24), Math.pow(2, -20), 0.125};
    try (Workbench bench = Workbench.float32()) {
      Expr p = bench.input("p", Shape.of(-1, 1));
      Expr x = cauchy.marginals().orElseThrow().quantile().at(bench.scope(), p);
      double[] near = {1 - above[0], 1 - above[1], 1 - above[2], 1};
      Values found = bench.fetch(x, Map.of("p", Values.rows(Shape.of(1), near)));
      for (int i = 0; i < above.length; i++) {
        double expected = 1 / Math.tan(Math.PI * above[i]);
        assertEquals(expected, found.at(i), 1e-5 * expected);
      }
      assertEquals(Double.POSITIVE_INFINITY, found.at(3));
    }
  }

  @Test
  void nothingIsOutsideOfTheSupport() {
    List<Distribution> within =
        List.of(
            Exponential.fixed(List.of(2.0)),
            Gamma.fixed(List.of(0.5), ONE),
            Beta.fixed(ONE, ONE),
            Uniform.cube(1, 0, 1),
            TruncatedNormal.fixed(ZERO, ONE, Uniform.cube(1, 0, 1)));
    for (Distribution of : within) {
      double[] below = at(of, -1, 0.5);
      assertEquals(List.of(0.0, 1.0), List.of(below[0], below[1]), of::toString);
      double[] above = at(of, 800, 0.5);
      assertEquals(List.of(1.0, 0.0), List.of(above[0], above[1]), of::toString);
    }
  }

  @Test
  void mediansOfSymmetricDistributionsAreTheirCentres() {
    try (Workbench bench = Workbench.float32()) {
      Expr half = bench.scope().constant(Shape.of(1, 1), 0.5);
      for (Distribution of : List.of(StandardNormal.of(1), Logistic.fixed(ZERO, ONE))) {
        Expr median = of.marginals().orElseThrow().quantile().at(bench.scope(), half);
        assertEquals(0, Math.abs(bench.fetch(median, Map.of()).at(0)), of::toString);
      }
    }
  }

  @Test
  void areUnknownWhereEntriesMixOrTheBaseHasNone() {
    assertTrue(Flows.forData(100, 2).marginals().isEmpty());
    assertTrue(Flows.forData(100, 1).marginals().isPresent());
    VonMises angles = VonMises.trainable(1);
    assertTrue(angles.marginals().isEmpty());
    assertTrue(new TransformedDistribution(angles, new Exp()).marginals().isEmpty());
    assertTrue(Joint.of(angles, StandardNormal.of(1)).marginals().isEmpty());
    assertTrue(Quantized.of(Logistic.fixed(ZERO, ONE)).marginals().isEmpty());
  }
}
