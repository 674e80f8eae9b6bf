package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.TestRows;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearGaussianTest {
  /** At the maximum the mean log-likelihood is {@code -½ log det(2πe Σ)} of the rows' moments. */
  @Test
  void logLikelihoodOfItsOwnRowsIsTheClosedForm() {
    float[][] rows = TestRows.correlated(500, 0.7, 1);
    for (float[] row : rows) {
      row[0] = 100 + 7 * row[0];
      row[1] = 0.01f * row[1];
    }
    double determinant = moment(rows, 0, 0) * moment(rows, 1, 1) - square(moment(rows, 0, 1));
    double expected = -0.5 * (2 * Math.log(2 * Math.PI * Math.E) + Math.log(determinant));
    Data data = Data.of(rows);
    assertEquals(expected, Mean.of(LinearGaussian.fit(data).logProb(data)).value(), 1e-4);
  }

  @Test
  void densityOfOneRowIsTheGaussians() {
    float[][] rows = {{-1}, {1}, {-1}, {1}}; // mean 0, variance 1, and the ridge
    LinearGaussian gaussian = LinearGaussian.fit(Data.of(rows));
    float[] logProb = gaussian.logProb(Data.of(new float[][] {{0}, {2}}));
    double variance = 1 + 1e-6;
    assertEquals(-0.5 * Math.log(2 * Math.PI * variance), logProb[0], 1e-6);
    assertEquals(logProb[0] - 2 / variance, logProb[1], 1e-6);
  }

  @Test
  void meanFollowsTheContext() {
    Random random = new Random(2);
    float[][] x = new float[1000][1];
    float[][] context = new float[1000][2];
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      context[i][0] = random.nextFloat();
      context[i][1] = i % 2;
      double noise = 0.1 * random.nextGaussian();
      squares += noise * noise;
      x[i][0] = (float) (5 + 3 * context[i][0] - 20 * context[i][1] + noise);
    }
    Data data = Data.of(x, context);
    double expected = -0.5 * Math.log(2 * Math.PI * Math.E * squares / x.length);
    // Four coefficients take up 4/n of the squares, half of that in nats.
    assertEquals(expected, Mean.of(LinearGaussian.fit(data).logProb(data)).value(), 0.01);
  }

  @Test
  void whitenedRowsHaveNoCorrelationAndUnitVariance() {
    Data data = Data.of(TestRows.correlated(400, -0.9, 3));
    float[][] z = LinearGaussian.fit(data).whitened(data).toArrays();
    assertEquals(0, moment(z, 0, 1), 1e-4);
    assertEquals(1, moment(z, 0, 0), 1e-4);
    assertEquals(1, moment(z, 1, 1), 1e-4);
  }

  @Test
  void aConstantColumnHasTheVarianceOfTheRidge() {
    float[][] rows = TestRows.gaussian(50, 2, 4);
    float[][] alone = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i][1] = 12.3f;
      alone[i] = new float[] {rows[i][0]};
    }
    Data both = Data.of(rows);
    Data one = Data.of(alone);
    double expected = -0.5 * Math.log(2 * Math.PI * 1e-6);
    assertEquals(
        expected,
        LinearGaussian.fit(both).logProb(both)[0] - LinearGaussian.fit(one).logProb(one)[0],
        1e-4);
  }

  @Test
  void repeatedColumnsLeaveItFinite() {
    float[][] rows = TestRows.gaussian(50, 3, 4);
    for (float[] row : rows) {
      row[1] = row[0];
      row[2] = -3 * row[0];
    }
    Data data = Data.of(rows);
    for (float logProb : LinearGaussian.fit(data).logProb(data)) {
      assertTrue(Float.isFinite(logProb));
    }
  }

  private static double moment(float[][] rows, int i, int j) {
    double meanI = 0;
    double meanJ = 0;
    for (float[] row : rows) {
      meanI += row[i] / (double) rows.length;
      meanJ += row[j] / (double) rows.length;
    }
    double sum = 0;
    for (float[] row : rows) {
      sum += (row[i] - meanI) * (row[j] - meanJ);
    }
    return sum / rows.length;
  }

  private static double square(double value) {
    return value * value;
  }

  @Test
  void rejectsASingleRow() {
    Expect.rejected("got 1", () -> LinearGaussian.fit(Data.of(new float[][] {{1, 2}})));
  }
}
