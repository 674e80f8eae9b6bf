package io.github.tfflows.bijectors.cdf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Distribution functions at known points: tails, quantiles and the identity. */
class KnownCdfsTest {
  static final double[] SHARES = {0.01, 0.2, 0.5, 0.83, 0.999};
  private static final double[] PROBABILITIES = {1e-5, 0.01, 0.3, 0.5, 0.6, 0.97, 1 - 1e-5};

  @Test
  void kumaraswamyIsTheIdentityAtZeroParameters() {
    ScalarTrial trial = new ScalarTrial(new KumaraswamyCdf(), 0, 0);
    for (Direction direction : Direction.values()) {
      List<Values> run = trial.run(direction, SHARES);
      ScalarTrial.expect(1e-15, run.get(0), SHARES);
      ScalarTrial.expect(1e-15, run.get(1), 0, 0, 0, 0, 0);
    }
  }

  /** From scipy 1.17.1, {@code scipy.stats.norm}. */
  @Test
  void tailsOfTheNormalKeepTheirDigitsInFloat32() {
    List<Values> run =
        new ScalarTrial(new NormalCdf(), 0, 0).runInFloat32(Direction.FORWARD, -10, -5, 5, 30);
    assertEquals(1, run.get(0).at(0) / 7.61985302416047e-24, 1e-5);
    assertEquals(1, run.get(0).at(1) / 2.866515718791933e-07, 1e-5);
    ScalarTrial.expect(
        1e-6,
        run.get(1),
        -50.918938533204674,
        -13.418938533204672,
        -13.418938533204672,
        -450.91893853320465);
  }

  /** From scipy 1.17.1, {@code scipy.stats.t(df).ppf}. */
  @Test
  void studentTYieldsTheReferenceQuantiles() {
    for (String degrees : List.of("1", "2.2", "40", "1000")) {
      ScalarTrial trial = new ScalarTrial(new StudentTCdf(Double.parseDouble(degrees)), 0, 0);
      double[] expected =
          ReferenceValues.of(CdfTest.class, "cdf.properties")
              .numbers("StudentTCdf.quantiles." + degrees);
      ScalarTrial.expect(1e-10, trial.run(Direction.INVERSE, PROBABILITIES).get(0), expected);
    }
  }

  /** The closed form of one degree, down to the machine epsilon. */
  @Test
  void studentTOfOneDegreeIsThatOfCauchy() {
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
