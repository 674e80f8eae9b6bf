package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MonotonicMlpTest {
  /**
   * Computed with layers of zuko 1.6.0, {@code MonotonicLinear}, and softplus on both sides in
   * place of its ELU, in double precision; the log-slope is that of autodiff. Parameter {@code i}
   * is {@code sin(1 + 5i)}.
   */
  @Test
  void yieldsTheReferenceValues() {
    double[] theta = sines(1, MonotonicMlp.of(2, 2, 4).parameters());
    double[] x = {-4, -2.5, -0.3, 0, 0.4, 1.1, 2.5, 3.9};
    double[] y = MonotoneReferences.numbers("MonotonicMlp.y");
    double[] logSlope = MonotoneReferences.numbers("MonotonicMlp.log_slope");
    new ScalarTrial(MonotonicMlp.of(2, 2, 4), theta).expectMap(1e-12, x, y, logSlope);
  }

  /** Units that are steep and far apart leave plains between them. */
  @Test
  void returnsFromPlains() {
    double[] theta = sines(40, MonotonicMlp.of(2, 2, 4).parameters());
    double[] x = {-1e6, -200, -4.1, -3.9, -1, 0, 0.3, 2, 3.9, 4.1, 30, 1e5};
    new ScalarTrial(MonotonicMlp.of(2, 2, 4), theta).expectReturn(1e-9, 1e-5, x);
  }

  static double[] sines(double scale, int count) {
    double[] theta = new double[count];
    Arrays.setAll(theta, i -> scale * Math.sin(1 + 5 * i));
    return theta;
  }

  @Test
  void rejectsSizesWithoutANetwork() {
    Expect.rejected("got 0 and 3", () -> MonotonicMlp.of(0, 3, 4));
    Expect.rejected("got 2 and 0", () -> MonotonicMlp.of(2, 0, 4));
    Expect.rejected("got -1.0", () -> MonotonicMlp.of(2, 3, -1));
    Expect.rejected("got -1", () -> MonotonicMlp.of(2, 3, 4).withContext(-1));
  }
}
