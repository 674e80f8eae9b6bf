package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BoxCoxTest {
  private static final double[] POINTS = {1e-3, 0.2, 1, 1.7, 30};

  /** From scipy 1.17.1, {@code scipy.special.boxcox}. */
  @Test
  void yieldsTheReferenceValues() {
    new ScalarTrial(new BoxCox(0.3))
        .expectValues(1e-14, POINTS, ScalarReferences.numbers("BoxCox.values"));
    new ScalarTrial(new BoxCox(-0.5))
        .expectValues(1e-14, POINTS, ScalarReferences.numbers("BoxCox.values.2"));
    double[] logs = DoubleStream.of(POINTS).map(Math::log).toArray();
    new ScalarTrial(new BoxCox(0)).expectValues(1e-14, POINTS, logs);
  }

  /** From TensorFlow Probability 0.25.0, the inverse of {@code PowerTransform(0.3)}. */
  @Test
  void yieldsTheReferenceLogSlopes() {
    new ScalarTrial(new BoxCox(0.3))
        .expectLogSlopes(1e-14, POINTS, ScalarReferences.numbers("BoxCox.log_slopes"));
  }

  /** Both ends of a range with a bound, and a range without one. */
  @Test
  void inverseUndoesEveryPower() {
    for (double power : new double[] {-10, -0.5, 0, 1, 2.5, 10}) {
      ScalarTrial trial = new ScalarTrial(new BoxCox(power));
      double[] moderate = {0.7, 0.99, 1, 1.2};
      double[] images = trial.run(Direction.FORWARD, moderate).get(0).entries();
      ScalarTrial.expect(1e-12, trial.run(Direction.INVERSE, images).get(0), moderate);
    }
  }

  @Test
  void rejectsPowersOutOfRange() {
    Expect.rejected("got 11.0", () -> new BoxCox(11));
    Expect.rejected("got NaN", () -> new BoxCox(Double.NaN));
  }
}
