package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.tensorflow.ndarray.Shape;

/** Bounds on densities, estimated at many equal rows by other draws in each. */
final class Bounds {
  private static final int ROWS = 20_000;

  /**
   * Expects that bounds are the logarithms of unbiased estimates, and that the gap of eight draws
   * is less than a quarter of that of one.
   *
   * @param logDensity the logarithm of the density at {@code x}
   * @param withDraws the distribution by a number of draws
   * @param least nats that the gap of one draw exceeds
   */
  static void expect(
      double logDensity, IntFunction<Distribution> withDraws, double least, double... x) {
    double one = gap(logDensity, withDraws.apply(1), x);
    double eight = gap(logDensity, withDraws.apply(8), x);
    assertTrue(one > least, () -> "gap of one draw " + one);
    assertTrue(eight > 0 && eight < one / 4, () -> "gap of eight draws " + eight + ", one " + one);
  }

  /** Within five standard errors. */
  private static double gap(double logDensity, Distribution bounded, double... x) {
    Values rows = Values.rows(Shape.of(x.length), x).repeatRows(ROWS);
    double[] logs = Densities.at(bounded, rows.entries()).entries();
    double[] estimates = Arrays.stream(logs).map(Math::exp).toArray();
    double mean = mean(estimates);
    double variance = mean(Arrays.stream(estimates).map(e -> (e - mean) * (e - mean)).toArray());
    assertEquals(Math.exp(logDensity), mean, 5 * Math.sqrt(variance / ROWS));
    return logDensity - mean(logs);
  }

  private static double mean(double... numbers) {
    return Arrays.stream(numbers).average().orElseThrow();
  }

  private Bounds() {}
}
