package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;

class CosineTest {
  private static final double[] POINTS = {0.1, 0.7, 1.5, 2.2, 3};

  /** From zuko 1.6.0, {@code CosTransform}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = new ScalarTrial(new Cosine());
    trial.expectValues(1e-15, POINTS, ScalarReferences.numbers("Cosine.values"));
    trial.expectLogSlopes(1e-15, POINTS, ScalarReferences.numbers("Cosine.log_slopes"));
  }

  /** The slope at distance {@code δ} from an end is {@code δ} for small ones. */
  @Test
  void boundsItsSlopesAtTheEnds() {
    double least = 0.5 * Math.log(2 * Math.ulp(1.0));
    for (double end : new double[] {-1, 4, Math.PI}) {
      Values found = new ScalarTrial(new Cosine()).run(Direction.FORWARD, end).get(1);
      ScalarTrial.expect(1e-8, found, least);
    }
    Values back = new ScalarTrial(new Cosine()).run(Direction.INVERSE, -1, 1.5).get(1);
    ScalarTrial.expect(1e-8, back, -least, -least);
  }
}
