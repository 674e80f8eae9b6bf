package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Scalar bijectors against known values and formulas, at seams and at the ends of their sets. */
class KnownScalarsTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final double[] REALS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};
  private static final double[] POSITIVE = {1e-3, 0.2, 1, 1.7, 30};
  private static final double[] UPPER_ANGLES = {0.1, 0.7, 1.5, 2.2, 3};
  private static final double[] RIGHT_ANGLES = {-1.5, -0.7, 0, 0.3, 1.4};

  private static final SoftClip CLIP = new SoftClip(-1, 3, 0.5);
  private static final SoftClip CLIP_BELOW = new SoftClip(-1, INFINITE, 0.5);
  private static final SoftClip CLIP_ABOVE = new SoftClip(-INFINITE, 3, 0.5);
  private static final Softfloor FLOOR = new Softfloor(0.3);
  private static final ScalarTrial HALF_TURN = new ScalarTrial(new CircularShift(3), 3);

  private static Arguments known(
      String source, String key, double tolerance, ScalarTrial trial, double... points) {
    return arguments(source, key, tolerance, trial, points);
  }

  private static ScalarTrial trial(ScalarBijector map) {
    return new ScalarTrial(map);
  }

  /** The map of a given power, whose parameter is the inverse of the squashing. */
  private static ScalarTrial yeoJohnson(double power) {
    double change = power - 1;
    return new ScalarTrial(new YeoJohnson(), change / (1 - Math.abs(change) / 0.99));
  }

  static final List<Arguments> VALUES =
      List.of(
          known("scipy 1.17.1", "BoxCox.values", 1e-14, trial(new BoxCox(0.3)), POSITIVE),
          known("scipy 1.17.1", "BoxCox.values.2", 1e-14, trial(new BoxCox(-0.5)), POSITIVE),
          known("zuko 1.6.0", "Cosine.values", 1e-15, trial(new Cosine()), UPPER_ANGLES),
          known("zuko 1.6.0", "Sine.values", 1e-15, trial(new Sine()), RIGHT_ANGLES),
          known("FlowJAX 19.1.2", "LeakyTanh.values", 1e-15, trial(new LeakyTanh(1.5)), REALS),
          known("TFP 0.25.0", "Softsign.values", 1e-15, trial(Softsign.unit()), REALS),
          known(
              "zuko 1.6.0, SoftclipTransform(2.5)",
              "Softsign.other_bounds.values",
              1e-15,
              trial(new Softsign(2.5)),
              REALS),
          known("TFP 0.25.0", "SoftClip.values", 1e-14, trial(CLIP), REALS),
          known("TFP 0.25.0", "SoftClip.one_bound.values", 1e-14, trial(CLIP_BELOW), REALS),
          known("TFP 0.25.0", "SoftClip.one_bound.values.2", 1e-14, trial(CLIP_ABOVE), REALS),
          known("TFP 0.25.0, without its offset", "Softfloor.values", 1e-14, trial(FLOOR), REALS),
          known("zuko 1.6.0", "CircularShift.values", 1e-15, HALF_TURN, -3, -2, 0.5, 2.9),
          known("scipy 1.17.1", "YeoJohnson.values", 1e-14, yeoJohnson(0.25), REALS),
          known("scipy 1.17.1", "YeoJohnson.values.2", 1e-14, yeoJohnson(1.6), REALS));

  @ParameterizedTest(name = "{1} by {0}")
  @FieldSource("VALUES")
  void valuesAreKnown(
      String source, String key, double tolerance, ScalarTrial trial, double... points) {
    trial.expectValues(tolerance, points, KnownScalarsTest.numbers(key));
  }

  static final List<Arguments> LOG_SLOPES =
      List.of(
          known(
              "the inverse of PowerTransform(0.3) of TFP 0.25.0",
              "BoxCox.log_slopes",
              1e-14,
              trial(new BoxCox(0.3)),
              POSITIVE),
          known("zuko 1.6.0", "Cosine.log_slopes", 1e-15, trial(new Cosine()), UPPER_ANGLES),
          known("zuko 1.6.0", "Sine.log_slopes", 1e-15, trial(new Sine()), RIGHT_ANGLES),
          known("FlowJAX 19.1.2", "LeakyTanh.log_slopes", 1e-14, trial(new LeakyTanh(1.5)), REALS),
          known("TFP 0.25.0", "SoftClip.log_slopes", 1e-14, trial(CLIP), REALS),
          known("TFP 0.25.0", "SoftClip.one_bound.log_slopes", 1e-14, trial(CLIP_ABOVE), REALS),
          known("TFP 0.25.0", "Softfloor.log_slopes", 1e-14, trial(FLOOR), REALS),
          known("TFP 0.25.0", "Softsign.log_slopes", 1e-15, trial(Softsign.unit()), REALS));

  @ParameterizedTest(name = "{1} by {0}")
  @FieldSource("LOG_SLOPES")
  void logSlopesAreKnown(
      String source, String key, double tolerance, ScalarTrial trial, double... points) {
    trial.expectLogSlopes(tolerance, points, KnownScalarsTest.numbers(key));
  }

  @Test
  void thePowerZeroIsTheLogarithm() {
    double[] logs = DoubleStream.of(POSITIVE).map(Math::log).toArray();
    trial(new BoxCox(0)).expectValues(1e-14, POSITIVE, logs);
  }

  @Test
  void expm1IsPreciseNearZero() {
    trial(new Expm1().inverted()).expectValues(0, new double[] {1e-20}, 1e-20);
    trial(new Expm1()).expectValues(0, new double[] {-1e-20}, -1e-20);
  }

  @Test
  void theIdentityLeavesEveryNumberAsItIs() {
    double[] points = {-1e300, -2, 0, 3e-300, 7};
    for (Direction direction : Direction.values()) {
      ScalarTrial.expect(0, trial(new Identity()).run(direction, points).get(0), points);
      ScalarTrial.expect(0, trial(new Identity()).run(direction, points).get(1), 0, 0, 0, 0, 0);
    }
  }

  @ParameterizedTest
  @FieldSource("ONE_BOUND")
  void inverseUndoesAClipOfOneSide(SoftClip clip) {
    double[] images = trial(clip).run(Direction.FORWARD, -1.2, 0, 2).get(0).entries();
    ScalarTrial.expect(1e-13, trial(clip).run(Direction.INVERSE, images).get(0), -1.2, 0, 2);
  }

  static final List<SoftClip> ONE_BOUND = List.of(CLIP_BELOW, CLIP_ABOVE);

  private static Arguments rejected(String message, Executable made) {
    return arguments(message, made);
  }

  static final List<Arguments> REJECTED =
      List.of(
          rejected("got 11.0", () -> new BoxCox(11)),
          rejected("got NaN", () -> new BoxCox(NAN)),
          rejected("got 0.0", () -> new CircularShift(0)),
          rejected("got NaN", () -> new CircularShift(NAN)),
          rejected("got 0.0", () -> new LeakyTanh(0)),
          rejected("got 5.5", () -> new LeakyTanh(5.5)),
          rejected("got NaN", () -> new LeakyTanh(NAN)),
          rejected("got 0.0", () -> new LogTanh(0)),
          rejected("got 5.5", () -> new LogTanh(5.5)),
          rejected("got NaN", () -> new LogTanh(NAN)),
          rejected("got 0.0", () -> new Power(0)),
          rejected("got 0.001", () -> new Power(1e-3)),
          rejected("got -1000.0", () -> new Power(-1e3)),
          rejected("got NaN", () -> new Power(NAN)),
          rejected("got Infinity", () -> new Power(INFINITE)),
          rejected("low 2.0 and high 2.0", () -> new Sigmoid(2, 2)),
          rejected("NaN", () -> new Sigmoid(NAN, 1)),
          rejected("Infinity", () -> new Sigmoid(0, INFINITE)),
          rejected("2.0, 2.0", () -> new SoftClip(2, 2, 1)),
          rejected("-Infinity, Infinity", () -> new SoftClip(-INFINITE, INFINITE, 1)),
          rejected("NaN", () -> new SoftClip(NAN, 1, 1)),
          rejected("Infinity", () -> new SoftClip(INFINITE, INFINITE, 1)),
          rejected("1.0E-4", () -> new SoftClip(0, 1, 1e-4)),
          rejected("1001.0", () -> new SoftClip(0, 1, 1001)),
          rejected("got 0.0", () -> new Softsign(0)),
          rejected("got Infinity", () -> new Softsign(INFINITE)),
          rejected("got 0.01", () -> new Softfloor(0.01)),
          rejected("got NaN", () -> new Softfloor(NAN)),
          rejected("got Infinity", () -> new Softfloor(INFINITE)),
          rejected("0.0", () -> new StudentTails(0, 4)),
          rejected("-1.0", () -> new StudentTails(-1, 4)),
          rejected("NaN", () -> new StudentTails(NAN, 4)),
          rejected("Infinity", () -> new StudentTails(INFINITE, 4)),
          rejected("0.0", () -> new StudentTails(4, 0)),
          rejected("-1.0", () -> new StudentTails(4, -1)),
          rejected("NaN", () -> new StudentTails(4, NAN)),
          rejected("Infinity", () -> new StudentTails(4, INFINITE)));

  @ParameterizedTest
  @FieldSource("REJECTED")
  void isRejected(String message, Executable made) {
    Expect.rejected(message, made);
  }

  @Test
  void unitsHaveNames() {
    assertEquals(new Softsign(1), Softsign.unit());
    assertEquals(new Sigmoid(0, 1), Sigmoid.unit());
  }

  /** Squashed, a tail of 0.2. */
  private static final double TAIL = 0.25;

  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  /** From TensorFlow Probability 0.25.0, {@code LambertWTail(0, 1, 0.2)}. */
  @Test
  void yieldsTheReferenceValues() {
    new ScalarTrial(new LambertWTail(), TAIL)
        .expectValues(
            1e-14,
            DoubleStream.of(POINTS).limit(6).toArray(),
            KnownScalarsTest.numbers("LambertWTail.values"));
    double[] lighter = KnownScalarsTest.numbers("LambertWTail.inverse");
    double[] logs = KnownScalarsTest.numbers("LambertWTail.inverse_log_slopes");
    List<Values> inverse = new ScalarTrial(new LambertWTail(), TAIL).run(Direction.INVERSE, POINTS);
    ScalarTrial.expect(1e-14, inverse.get(0), lighter);
    ScalarTrial.expect(1e-13, inverse.get(1), logs);
    ScalarTrial negative = new ScalarTrial(new LambertWTail(), -TAIL);
    negative.expectValues(1e-14, POINTS, lighter);
    negative.expectLogSlopes(1e-13, POINTS, logs);
  }

  /**
   * {@code W(z)} itself, at arguments of every size: {@code δ = 1/2}, {@code z = y²/2}. On the way
   * back, a relative error of {@code x} grows by {@code x²/2}, to which its own adds the same.
   */
  @Test
  void theRootSolvesItsEquation() {
    double[] points = {1e-8, 1e-3, 0.1, 1, 3, 10, 1e3, 1e9, 1e30, 1e100};
    double[] x =
        new ScalarTrial(new LambertWTail(), 1).run(Direction.INVERSE, points).get(0).entries();
    double[] back = DoubleStream.of(x).map(at -> at * Math.exp(at * at / 4)).toArray();
    for (int i = 0; i < points.length; i++) {
      ScalarTrial.expect(1e-10, Values.rows(Shape.of(1), back[i] / points[i]), 1);
    }
  }

  static double[] numbers(String key) {
    return ReferenceValues.of(KnownScalarsTest.class, "scalar.properties").numbers(key);
  }

  /** Maps of angles, each with points at its ends and beyond them. */
  static final List<Arguments> ANGLES =
      List.of(
          arguments(new Cosine(), new double[] {-1, 4, Math.PI}),
          arguments(new Sine(), new double[] {-2, 2, Math.PI / 2}));

  /** The slope at distance {@code δ} from an end is {@code δ} for small ones. */
  @ParameterizedTest
  @FieldSource("ANGLES")
  void slopesOfAnglesAreBoundedAtTheEnds(ScalarBijector map, double... ends) {
    double least = 0.5 * Math.log(2 * Math.ulp(1.0));
    new ScalarTrial(map).expectLogSlopes(1e-8, ends, least, least, least);
    Values logs = new ScalarTrial(map).run(Direction.INVERSE, -1, 1.5).get(1);
    ScalarTrial.expect(1e-8, logs, -least, -least);
  }

  /** Both ends of a range with a bound, and a range without one. */
  @ParameterizedTest
  @ValueSource(doubles = {-10, -0.5, 0, 1, 2.5, 10})
  void inverseUndoesEveryPowerOfBoxCox(double power) {
    ScalarTrial trial = new ScalarTrial(new BoxCox(power));
    double[] moderate = {0.7, 0.99, 1, 1.2};
    double[] images = trial.run(Direction.FORWARD, moderate).get(0).entries();
    ScalarTrial.expect(1e-12, trial.run(Direction.INVERSE, images).get(0), moderate);
  }

  @Test
  void aShiftTurnsAroundTheCircle() {
    ScalarTrial trial = new ScalarTrial(new CircularShift(3), 2);
    trial.expectValues(1e-15, new double[] {-3, -2, 0.5, 2.5, 1, 8.5}, -1, 0, 2.5, -1.5, -3, -1.5);
    Values back = trial.run(Direction.INVERSE, -1, 0, 2.5, -1.5, -3).get(0);
    ScalarTrial.expect(1e-15, back, -3, -2, 0.5, 2.5, 1);
  }

  /** From nflows 0.14, {@code GatedLinearUnit} with the context 1.3, times two. */
  @Test
  void aGateIsTwiceThatOfTheReference() {
    double u = 1.3 / (1 - 1.3 / Math.log(1e3)); // squashed, 1.3
    double gate = 2 * 0.7858349830425586;
    double[] x = {-3, -0.5, 0, 0.25, 40};
    double logGate = Math.log(2) - 0.24100845383299221;
    double[] logs = DoubleStream.of(x).map(at -> logGate).toArray();
    double[] y = DoubleStream.of(x).map(at -> gate * at).toArray();
    new ScalarTrial(new GatedLinearUnit(), u).expectMap(1e-14, x, y, logs);
  }

  @Test
  void aGateOpensToTwiceItsInputAndNeverCloses() {
    double[] one = {1};
    new ScalarTrial(new GatedLinearUnit(), 1e9).expectValues(1e-7, one, 2 / 1.001);
    ScalarTrial closed = new ScalarTrial(new GatedLinearUnit(), -1e9);
    closed.expectValues(1e-7, one, 2 / 1001.0);
    ScalarTrial.expect(1e-7, closed.run(Direction.INVERSE, 1).get(0), 1001 / 2.0);
  }

  @Test
  void theSlopeOfLogTanhIsContinuous() {
    double end = 1.2;
    List<Values> around =
        new ScalarTrial(new LogTanh(end))
            .run(Direction.FORWARD, end - 1e-9, end + 1e-9, -end, -end - 1e-9);
    for (int i = 0; i < 4; i++) {
      assertEquals(-2 * Math.log(Math.cosh(end)), around.get(1).at(i), 1e-8);
      assertEquals(Math.tanh(end), Math.abs(around.get(0).at(i)), 1e-8);
    }
  }

  @Test
  void squaresAndReciprocalsArePowers() {
    double[] x = {1e-3, 0.5, 1, 40};
    assertEquals(new Power(2), Power.square());
    double[] logs = DoubleStream.of(x).map(at -> Math.log(2 * at)).toArray();
    new ScalarTrial(Power.square()).expectMap(1e-14, x, new double[] {1e-6, 0.25, 1, 1600}, logs);
    double[] other = DoubleStream.of(x).map(at -> -2 * Math.log(at)).toArray();
    new ScalarTrial(Power.reciprocal())
        .expectMap(1e-14, x, new double[] {1000, 2, 1, 0.025}, other);
  }

  @Test
  void theTailweightTwoOfSinhArcsinhIsAPolynomialAndARoot() {
    double b = Math.log(2) / (1 - Math.log(2) / Math.log(10)); // squashed, log 2
    double[] x = {-40, -3, -1, -1e-9, 0, 0.2, 1, 7, 500};
    // sinh(2 arcsinh x) = 2x √(1 + x²)
    double[] y = DoubleStream.of(x).map(at -> 2 * at * Math.sqrt(1 + at * at)).toArray();
    double[] logSlope =
        DoubleStream.of(x)
            .map(at -> Math.log((2 + 4 * at * at) / Math.sqrt(1 + at * at)))
            .toArray();
    new ScalarTrial(new SinhArcsinh(), 0, b).expectMap(1e-13, x, y, logSlope);
  }

  @Test
  void theSkewnessOfSinhArcsinhMovesTheArcsinh() {
    double[] u = {-6, -2, -0.5, 0, 0.3, 1, 4, 9};
    double[] logSlope =
        DoubleStream.of(u).map(at -> Math.log(Math.cosh(at - 1) / Math.cosh(at))).toArray();
    new ScalarTrial(new SinhArcsinh(), -1 / (1 - 0.1), 0) // squashed, -1
        .expectMap(
            1e-13,
            DoubleStream.of(u).map(Math::sinh).toArray(),
            DoubleStream.of(u).map(at -> Math.sinh(at - 1)).toArray(),
            logSlope);
  }

  /** A floor at low temperatures and nearly a shift at high ones. */
  @Test
  void theTemperatureSetsTheShapeOfSoftfloor() {
    double[] points = {1.5, 1.6, 2.4, 2};
    new ScalarTrial(new Softfloor(0.05)).expectValues(2e-4, points, 1, 1.0003, 1.9997, 1.5);
    new ScalarTrial(new Softfloor(1000)).expectValues(1e-7, points, 1, 1.1, 1.9, 1.5);
  }

  /** The density of a Gaussian's image falls as the Student-t's does, by a factor of √log. */
  @Test
  void aGaussianGetsTheTailOfAStudent() {
    List<Values> run = new ScalarTrial(new StudentTails(2, 5)).run(Direction.INVERSE, 1e5, 1e6);
    Values roots = run.get(0);
    Values logs = roots.map(root -> -root * root / 2).plus(1, run.get(1));
    double student = -(5 + 1) * Math.log(10);
    assertEquals(student, logs.at(1) - logs.at(0) + Math.log(roots.at(1) / roots.at(0)), 1e-6);
  }

  @Test
  void aMillionBecomesElevenAtTheUsualStudentTails() {
    ScalarTrial usual = new ScalarTrial(new StudentTails(4, 4));
    Values found = usual.runInFloat32(Direction.INVERSE, 3.9, -1e6).get(0);
    assertEquals(3.9, found.at(0), 1e-6);
    assertEquals(-Math.sqrt(16 + 4 * Math.log1p((1e12 - 16) / 4)), found.at(1), 1e-5);
  }

  /** A density that stopped falling there would have an infinite integral. */
  @Test
  void studentTailsReachTheLargestFloats() {
    List<Values> run =
        new ScalarTrial(new StudentTails(4, 2)).runInFloat32(Direction.INVERSE, 1e14, 1e18, -3e38);
    for (int i = 0; i < 3; i++) {
      double y = List.of(1e14, 1e18, -3e38).get(i);
      double rise = Math.log(y * y / 2);
      double x = Math.signum(y) * Math.sqrt(16 + 2 * rise);
      assertEquals(x, run.get(0).at(i), 1e-6 * Math.abs(x));
      assertEquals(Math.log(y / x) - rise, run.get(1).at(i), 2e-5);
    }
  }

  static final double LOW = 298.84155f;
  static final double HIGH = 306.92432f;
  static final List<Arguments> BOUNDED =
      List.of(
          arguments(new SoftClip(LOW, HIGH, 0.37), 302),
          arguments(new SoftClip(LOW, HIGH, 3), 302),
          arguments(new Sigmoid(LOW, HIGH), 0));

  @ParameterizedTest
  @FieldSource("BOUNDED")
  void valuesAreWithinTheirBoundsWhateverTheRounding(ScalarBijector map, double middle) {
    double[] points =
        Values.gaussian(Shape.of(4000), 20, new SplittableRandom(1))
            .map(at -> at + middle)
            .with(0, 1e30)
            .with(1, -1e30)
            .entries();
    for (double at :
        new ScalarTrial(map).runInFloat32(Direction.FORWARD, points).get(0).entries()) {
      assertTrue(at >= LOW && at <= HIGH, "got " + at);
    }
  }

  /** Scales stay within a thousand, however large the output of a network is. */
  @ParameterizedTest
  @CsvSource({"1e12, 6.907755278982137", "-1e12, -6.907755278982137", "1, 0.8735418630546294"})
  void scalesStayWithinAThousand(double raw, double log) {
    double scale = Math.exp(log);
    double[] x = {-2, 0, 3};
    double[] y = {-2 * scale + 0.5, 0.5, 3 * scale + 0.5};
    new ScalarTrial(new Affine(), raw, 0.5).expectMap(1e-9, x, y, new double[] {log, log, log});
    ScalarTrial bent = new ScalarTrial(new LeakyRelu(), raw);
    bent.expectValues(1e-9, x, -2 * scale, 0, 3);
    bent.expectLogSlopes(1e-9, x, log, 0, 0);
  }
}
