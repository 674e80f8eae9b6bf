package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;

class CosineTest {
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
