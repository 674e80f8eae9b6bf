package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

public class StudentTCdfTest implements CdfContract {
  private static final double[] PROBABILITIES = {1e-5, 0.01, 0.3, 0.5, 0.6, 0.97, 1 - 1e-5};

  @Override
  public ScalarBijector map() {
    return new StudentTCdf(3);
  }

  @Override
  public double image(double x) {
    double t = x / Math.sqrt(3);
    return 0.5 + (t / (1 + t * t) + Math.atan(t)) / Math.PI;
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 0.5, 100, -100};
  }

  @Override
  public ScalarTrial reference() {
    return new ScalarTrial(new StudentTCdf(3.5), 0.3, CdfContract.scale(1.7));
  }

  @Test
  void ofManyDegreesYieldsTheReferenceValues() {
    expectReference(
        "StudentTCdf.40", new ScalarTrial(new StudentTCdf(40), 0.3, CdfContract.scale(1.7)));
  }

  /** From scipy 1.17.1, {@code scipy.stats.t(df).ppf}. */
  @Test
  void yieldsTheReferenceQuantiles() {
    expectQuantiles(
        1,
        -31830.98860790709,
        -31.82051595377396,
        -0.7265425280053609,
        0,
        0.32491969623290634,
        10.578894993405626,
        31830.988608051957);
    expectQuantiles(
        2.2,
        -145.51405265386737,
        -6.165338816304751,
        -0.6080872286290383,
        0,
        0.2853915458883041,
        3.6001218854360086,
        145.5140526541684);
    expectQuantiles(
        40,
        -4.835023895057646,
        -2.4232567793348583,
        -0.5286056795508961,
        0,
        0.25503868634581395,
        1.9356585208755748,
        4.8350238950590825);
    expectQuantiles(
        1000,
        -4.285437682652958,
        -2.330082674755513,
        -0.524567707309227,
        0,
        0.25341451583949876,
        1.8829294745554925,
        4.285437682653988);
  }

  private static void expectQuantiles(double degrees, double... expected) {
    ScalarTrial trial = new ScalarTrial(new StudentTCdf(degrees), 0, 0);
    Values found = trial.run(Direction.INVERSE, PROBABILITIES).get(0);
    ScalarTrial.expect(1e-10, found, expected);
  }

  /** The closed form of one degree, down to the machine epsilon. */
  @Test
  void oneDegreeIsThatOfCauchy() {
    double[] u = {1e-15, 1e-9, 0.1, 0.2, 0.5};
    double[] cauchy = Values.rows(Shape.of(1), u).map(at -> -1 / Math.tan(Math.PI * at)).entries();
    ScalarTrial trial = new ScalarTrial(new StudentTCdf(1), 0, 0);
    ScalarTrial.expect(1e-12, trial.run(Direction.INVERSE, u).get(0), cauchy);
  }

  @Test
  void rejectsDegreesOutOfRange() {
    Expect.rejected("got 0.5", () -> new StudentTCdf(0.5));
    Expect.rejected("got 2000.0", () -> new StudentTCdf(2000));
    Expect.rejected("got NaN", () -> new StudentTCdf(Double.NaN));
  }
}
