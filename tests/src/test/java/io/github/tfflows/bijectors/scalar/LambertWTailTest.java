package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LambertWTailTest {
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
            ScalarReferences.numbers("LambertWTail.values"));
    double[] lighter = ScalarReferences.numbers("LambertWTail.inverse");
    double[] logs = ScalarReferences.numbers("LambertWTail.inverse_log_slopes");
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
}
