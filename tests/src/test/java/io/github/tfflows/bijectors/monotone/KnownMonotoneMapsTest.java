package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.bijectors.TriangularSpline;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * Values and log-slopes by other implementations, plains, parts, contexts, and sizes that no map
 * has.
 */
class KnownMonotoneMapsTest {
  private static double[] numbers(String key) {
    return ReferenceValues.of(KnownMonotoneMapsTest.class, "monotone.properties").numbers(key);
  }

  /** Returns the number that is squashed to this one. */
  private static double raw(double squashed, double bound) {
    return squashed / (1 - Math.abs(squashed) / bound);
  }

  private static double rawScale(double log) {
    return raw(log, Math.log(1e3));
  }

  /** Returns the factor by which the parameters of part {@code k} of three move. */
  private static double rate(int k) {
    return 0.5 + (k + 0.5) / 3;
  }

  private static double[] sines(double scale, int count) {
    double[] theta = new double[count];
    Arrays.setAll(theta, i -> scale * Math.sin(1 + 5 * i));
    return theta;
  }

  private static double[] components(double... logWeights) {
    double[] means = {-1.5, 0.4, 2};
    double[] logScales = {0.2, -1, 0.5};
    double[] theta = Arrays.copyOf(logWeights, 9);
    for (int k = 0; k < 3; k++) {
      theta[3 + k] = means[k] / rate(k);
      theta[6 + k] = rawScale(logScales[k]) / rate(k);
    }
    return theta;
  }

  private static double[] bernstein() {
    double[] coefficients = numbers("BernsteinPolynomial.zuko.coefficients");
    double[] theta = new double[7];
    for (int m = 0; m < 6; m++) {
      theta[m] = rawScale(Math.log(coefficients[m + 1] - coefficients[m])); // 2·bound: the degree
    }
    theta[6] = (coefficients[0] + coefficients[6]) / 2;
    return theta;
  }

  private static double[] oneLayer() {
    double[] scales = {0.7, -0.4, 1.1}; // before softplus
    double[] shifts = {-0.6, 1.3, 0.5};
    double[] logWeights = {0.2, -0.9, 0.4};
    double[] theta = new double[9];
    for (int k = 0; k < 3; k++) {
      theta[k] = rawScale(Math.log(Math.log1p(Math.exp(scales[k])))) / rate(k);
      theta[3 + k] = shifts[k] / rate(k);
      theta[6 + k] = logWeights[k] / rate(k);
    }
    return theta;
  }

  private static double[] squares() {
    double[] coefficients = {0.3, -0.5, 0.8, -0.2, 1.1, -0.4};
    double[] theta = new double[7];
    for (int i = 0; i < 6; i++) {
      theta[i] = raw(coefficients[i], 10) / (i < 3 ? 0.75 : 1.25);
    }
    theta[6] = -0.8;
    return theta;
  }

  /** A map that is {@code a·f(x) + b·x + c} of the function of the reference. */
  private record Known(
      String key, double tolerance, ScalarTrial trial, double a, double b, double c) {
    Known(String key, double tolerance, ScalarBijector map, double... theta) {
      this(key, tolerance, new ScalarTrial(map, theta), 1, 0, 0);
    }

    Known within(double factor, double slope, double shift) {
      return new Known(key, tolerance, trial, factor, slope, shift);
    }

    /** Beside a thousandth of the identity. */
    Known leaking() {
      return within(0.999, 1e-3, 0);
    }

    @Override
    public String toString() {
      return key;
    }
  }

  static final MonotonicMlp NETWORK = MonotonicMlp.of(2, 2, 4);
  static final double[] MIXTURE = components(0.3, -0.7, 0.1);
  static final double[] SCALED =
      DoubleStream.concat(DoubleStream.of(MIXTURE), DoubleStream.of(raw(0.7, Math.log(100)), -2))
          .toArray();

  static final List<Known> KNOWN =
      List.of(
          new Known("BernsteinPolynomial.zuko", 1e-10, new BernsteinPolynomial(6, 3), bernstein()),
          new Known("DeepSigmoidal.one_layer", 1e-7, new DeepSigmoidal(1, 3), oneLayer()).leaking(),
          new Known(
              "DeepSigmoidal.two_layers",
              1e-12,
              new DeepSigmoidal(2, 3),
              numbers("DeepSigmoidal.two_layers.theta")),
          new Known("Gaussianization", 1e-12, new Gaussianization(3), MIXTURE),
          new Known("Gaussianization.zuko", 5e-6, new Gaussianization(3), components(0, 0, 0))
              .leaking(),
          new Known("LogisticMixture", 1e-12, new LogisticMixture(3), SCALED)
              .within(Math.exp(0.7), 0, -2),
          new Known("MonotonicMlp", 1e-12, NETWORK, sines(1, NETWORK.parameters())),
          new Known("SumOfSquares.zuko", 1e-13, new SumOfSquares(2, 2, 4), squares())
              .within(0.999, 1e-6, -0.8), // the reference has a thousandth of x, too
          new Known(
              "UnconstrainedMonotonic",
              1e-13,
              new UnconstrainedMonotonic(3, 4),
              new double[] {0.1, 1.9, -1.4, 1.5, -0.4, -0.4, 2.8, 0.2, -0.1, 1.1, 1.7}));

  @ParameterizedTest
  @FieldSource("KNOWN")
  void yieldsTheReferenceValues(Known known) {
    double[] x = numbers(known.key() + ".x");
    double[] y = numbers(known.key() + ".y");
    double[] logSlope = numbers(known.key() + ".log_slope");
    for (int i = 0; i < x.length; i++) {
      y[i] = known.a() * y[i] + known.b() * x[i] + known.c();
      logSlope[i] = Math.log(known.a() * Math.exp(logSlope[i]) + known.b());
    }
    known.trial().expectMap(known.tolerance(), x, y, logSlope);
  }

  static final double[] APART = {0, 3, -3, -40, 30, 20, -20, 5, -50, 2, 1};
  static final List<Arguments> STEEP =
      List.of(
          arguments(1e-5, new DeepSigmoidal(2, 3), sines(40, 33)),
          arguments(3e-6, new Gaussianization(3), Arrays.copyOf(APART, 9)),
          arguments(3e-6, new LogisticMixture(3), APART),
          arguments(1e-5, NETWORK, sines(40, NETWORK.parameters())));

  /** Units and components that are steep and far apart leave plains between them. */
  @ParameterizedTest
  @FieldSource("STEEP")
  void returnsFromPlains(double inFloat32, ScalarBijector map, double... theta) {
    double[] x = {-1e6, -200, -21, -20, -5, -4.1, -3.9, -1, 0, 0.3, 3.9, 4.1, 11, 24, 25, 30, 1e5};
    new ScalarTrial(map, theta).expectReturn(1e-9, inFloat32, x);
  }

  @Test
  void aPolynomialOfAnyDegreeIsTheIdentityAtZero() {
    double[] x = {-9, -3, -1, 0, 2.9, 3, 5};
    for (int degree : new int[] {1, 2, 3, 16, 17, 64}) {
      new ScalarTrial(new BernsteinPolynomial(degree, 3), new double[degree + 1])
          .expectMap(1e-13, x, x, new double[x.length]);
    }
  }

  /** Both functions undo each other, through the middle, the seams at ±12 and the far tails. */
  @Test
  void gaussianizationOfOneComponentIsAnAffineMap() {
    double[] x = {-1e9, -5e3, -38.5, -12.001, -12, -11.999, -6, -1, -1e-9, 0, 0.5, 3, 12, 13, 1e6};
    double scale = 2;
    double slope = 0.999 / scale + 1e-3;
    new ScalarTrial(new Gaussianization(1), 0.3, 0, rawScale(Math.log(scale)))
        .expectMap(
            1e-13,
            Arrays.stream(x).map(at -> at * scale).toArray(),
            Arrays.stream(x).map(at -> at * scale * slope).toArray(),
            Arrays.stream(x).map(at -> Math.log(slope)).toArray());
  }

  /** XLA's own quantile of a probability below 3e-8, at -5.4, is infinite. */
  @Test
  void xlaKeepsTheTailsOfGaussianization() {
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(1), new TriangularSpline(new Gaussianization(3)));
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    float[][] x = {{-30}, {-12}, {-11}, {-8}, {-6}, {-5}, {-4}, {0.5f}, {5}, {7}, {11}, {14}};
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0, 1, xla)) {
      float[] found = model.logProb(Rows.of(x));
      for (int i = 0; i < x.length; i++) {
        double expected = -0.5 * x[i][0] * x[i][0] - 0.5 * Math.log(2 * Math.PI);
        assertEquals(expected, found[i], 2e-5 * (1 - expected), "at " + x[i][0]);
      }
    }
  }

  private static Arguments rejected(String message, Executable made) {
    return arguments(message, made);
  }

  static final List<Arguments> REJECTED =
      List.of(
          rejected("got 0", () -> new BernsteinPolynomial(0, 3)),
          rejected("got 65", () -> new BernsteinPolynomial(65, 3)),
          rejected("got -1.0", () -> new BernsteinPolynomial(7, -1)),
          rejected("layers must be at least 1, got 0", () -> new DeepSigmoidal(0, 3)),
          rejected("units must be at least 1, got 0", () -> new DeepSigmoidal(2, 0)),
          rejected("got 0", () -> new Gaussianization(0)),
          rejected("got 0", () -> new LogisticMixture(0)),
          rejected("layers must be at least 1, got 0", () -> MonotonicMlp.of(0, 3, 4)),
          rejected("pairs must be at least 1, got 0", () -> MonotonicMlp.of(2, 0, 4)),
          rejected("got -1.0", () -> MonotonicMlp.of(2, 3, -1)),
          rejected("got -1", () -> MonotonicMlp.of(2, 3, 4).withContext(-1)),
          rejected("polynomials must be at least 1, got 0", () -> new SumOfSquares(0, 3, 4)),
          rejected("degree must be at least 1, got 0", () -> new SumOfSquares(2, 0, 4)),
          rejected("got NaN", () -> new SumOfSquares(2, 3, Double.NaN)),
          rejected("got 0", () -> new UnconstrainedMonotonic(0, 4)),
          rejected("got 65", () -> new UnconstrainedMonotonic(65, 4)),
          rejected("got 0.0", () -> new UnconstrainedMonotonic(3, 0)));

  @ParameterizedTest
  @FieldSource("REJECTED")
  void isRejected(String message, Executable made) {
    Expect.rejected(message, made);
  }

  private static final int POINTS = 201;

  /** Over a line of {@code x} at each of several contexts, and over lines of the context. */
  @Test
  void aNetworkIncreasesInXAndGoesEitherWayInTheContext() {
    int falls = 0;
    int rises = 0;
    for (int trial = 0; trial < 20; trial++) {
      SplittableRandom random = new SplittableRandom(trial);
      double fixed = 2 * random.nextGaussian();
      double[] along = along(random, fixed, 0);
      for (int i = 1; i < POINTS; i++) {
        assertTrue(along[i] > along[i - 1], "turns at place " + i);
      }
      double[] across = along(new SplittableRandom(trial), fixed, 1);
      for (int i = 1; i < POINTS; i++) {
        falls += across[i] < across[i - 1] ? 1 : 0;
        rises += across[i] > across[i - 1] ? 1 : 0;
      }
    }
    assertTrue(falls > POINTS && rises > POINTS, falls + " falls and " + rises + " rises");
  }

  /** Moves {@code x} or, as input 1, the first column of the context, and keeps the other. */
  private double[] along(SplittableRandom random, double fixed, int input) {
    double[] x = new double[POINTS];
    double[] context = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      double moving = 6.0 * (2 * i - POINTS + 1) / POINTS;
      x[i] = input == 0 ? moving : fixed;
      context[2 * i] = input == 0 ? fixed : moving;
      context[2 * i + 1] = 0.5;
    }
    try (Workbench bench = Workbench.float64()) {
      Expr c = bench.input("c", Shape.of(-1, 2));
      Expr y =
          MonotonicMlp.of(2, 2, 4)
              .withContext(2)
              .forward(bench.scope(c), bench.input("x", Shape.of(-1, 1)))
              .value();
      Values theta = Values.gaussian(bench.parameter("theta").shape(), 2, random);
      return bench
          .fetch(
              y,
              Map.of(
                  "x", Values.rows(Shape.of(1), x),
                  "c", Values.rows(Shape.of(2), context),
                  "theta", theta))
          .entries();
    }
  }

  @Test
  void rejectsAnotherContext() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Bijector map = MonotonicMlp.of(2, 2, 4).withContext(2);
      Expect.rejected("one of 0", () -> map.forward(bench.scope(), x));
      Expr three = bench.input("c", Shape.of(-1, 3));
      Expect.rejected("one of 3", () -> map.forward(bench.scope(three), x));
    }
  }

  /** A map, and where the parameters of one kind begin, one for each of three parts. */
  private record Case(ScalarBijector map, int from, int stride) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(new LogisticMixture(3), 3, 1),
        new Case(new LogisticMixture(3), 6, 1),
        new Case(new Gaussianization(3), 3, 1),
        new Case(new Gaussianization(3), 6, 1),
        new Case(new SumOfSquares(3, 2, 4), 0, 3),
        new Case(new SumOfSquares(3, 2, 4), 2, 3),
        new Case(new DeepSigmoidal(2, 3), 0, 1),
        new Case(new DeepSigmoidal(2, 3), 3, 1),
        new Case(new DeepSigmoidal(2, 3), 15, 1),
        new Case(new UnconstrainedMonotonic(3, 4), 0, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 0, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 6, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 12, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 60, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalPartsPartInTraining(Case at) {
    int size = at.map().parameters();
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr theta = bench.input("theta", Shape.of(1, 1, size));
      Mapped y = at.map().forward(bench.scope(), x, theta);
      Expr loss = bench.total(y.value().plus(-0.3).square()).minus(bench.total(y.logDet()));
      Expr gradient = bench.gradient(loss, theta);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(1), -1.3, -0.2, 0.7, 2.1),
              "theta", Values.zeros(Shape.of(1, 1, size)));
      Values found = bench.fetch(gradient, feeds);
      for (int i = 0; i < 2; i++) {
        double one = found.at(at.from() + i * at.stride());
        double next = found.at(at.from() + (i + 1) * at.stride());
        assertTrue(Math.abs(one - next) > 1e-3 * Math.abs(next), () -> "gradients " + found);
      }
    }
  }
}
