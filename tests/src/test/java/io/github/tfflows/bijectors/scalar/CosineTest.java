package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import org.junit.jupiter.api.Test;

class CosineTest implements ScalarBijectorContract {
  private static final double[] POINTS = {0.1, 0.7, 1.5, 2.2, 3};

  @Override
  public ScalarBijector map() {
    return new Cosine();
  }

  @Override
  public double image(double x) {
    return -Math.cos(x);
  }

  @Override
  public double point(double real) {
    return Math.PI / (1 + Math.exp(-real));
  }

  /** Further out, the inverse is too steep for central differences. */
  @Override
  public double spread() {
    return 1;
  }

  @Override
  public double[] edges() {
    return new double[] {0, Math.PI, Math.PI / 2, -1, 1};
  }

  /** From zuko 1.6.0, {@code CosTransform}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = new ScalarTrial(map());
    trial.expectValues(1e-15, POINTS, ScalarReferences.numbers("Cosine.values"));
    trial.expectLogSlopes(1e-15, POINTS, ScalarReferences.numbers("Cosine.log_slopes"));
  }

  /** The slope at distance {@code δ} from an end is {@code δ} for small ones. */
  @Test
  void boundsItsSlopesAtTheEnds() {
    double least = 0.5 * Math.log(2 * Math.ulp(1.0));
    for (double end : new double[] {-1, 4, Math.PI}) {
      Values found = new ScalarTrial(map()).run(Direction.FORWARD, end).get(1);
      ScalarTrial.expect(1e-8, found, least);
    }
    Values back = new ScalarTrial(map()).run(Direction.INVERSE, -1, 1.5).get(1);
    ScalarTrial.expect(1e-8, back, -least, -least);
  }
}
