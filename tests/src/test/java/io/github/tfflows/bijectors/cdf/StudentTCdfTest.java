package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
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
    for (String degrees : List.of("1", "2.2", "40", "1000")) {
      ScalarTrial trial = new ScalarTrial(new StudentTCdf(Double.parseDouble(degrees)), 0, 0);
      double[] expected =
          ReferenceValues.of(CdfContract.class, "cdf.properties")
              .numbers("StudentTCdf.quantiles." + degrees);
      ScalarTrial.expect(1e-10, trial.run(Direction.INVERSE, PROBABILITIES).get(0), expected);
    }
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
