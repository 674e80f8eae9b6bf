package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Scalar bijectors against formulas, at seams and at the ends of their sets. */
class ScalarFormulasTest {
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
