package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

public class MonotonicMlpTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return MonotonicMlp.of(2, 2, 4);
  }

  /** Where the tangents begin. */
  @Override
  public double[] edges() {
    return new double[] {-4, 0, 4};
  }

  /**
   * Computed with layers of zuko 1.6.0, {@code MonotonicLinear}, and softplus on both sides in
   * place of its ELU, in double precision; the log-slope is that of autodiff. Parameter {@code i}
   * is {@code sin(1 + 5i)}.
   */
  @Test
  void yieldsTheReferenceValues() {
    double[] theta = sines(1, map().parameters());
    double[] x = {-4, -2.5, -0.3, 0, 0.4, 1.1, 2.5, 3.9};
    double[] y = {
      -1.645033139397131,
      -1.337224840293164,
      -0.7209287827618681,
      -0.6044161626914181,
      -0.4100432135977569,
      0.07214337347804167,
      1.4473053835298022,
      2.9608039284873415
    };
    double[] logSlope = {
      -1.7537167607254602,
      -1.4247352195314202,
      -1.0308667889505567,
      -0.8568789592988826,
      -0.5905353853653181,
      -0.1974584290149519,
      0.06836422281639501,
      0.07475132027777294
    };
    new ScalarTrial(map(), theta).expectMap(1e-12, x, y, logSlope);
  }

  /** Units that are steep and far apart leave plains between them. */
  @Test
  void returnsFromPlains() {
    double[] theta = sines(40, map().parameters());
    double[] x = {-1e6, -200, -4.1, -3.9, -1, 0, 0.3, 2, 3.9, 4.1, 30, 1e5};
    new ScalarTrial(map(), theta).expectReturn(1e-9, 1e-5, x);
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
