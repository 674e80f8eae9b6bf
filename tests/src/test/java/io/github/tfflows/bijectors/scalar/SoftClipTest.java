package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class SoftClipTest implements ScalarBijectorContract {
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  @Override
  public ScalarBijector map() {
    return new SoftClip(-1, 3, 0.5);
  }

  @Override
  public double image(double x) {
    return 3 - softplus(4 - softplus(x + 1)) * 4 / softplus(4);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + 0.5 * Math.log1p(Math.exp(-2 * Math.abs(x)));
  }

  /** Further out, the inverse is too steep for central differences. */
  @Override
  public double spread() {
    return 1;
  }

  @Override
  public double[] edges() {
    return new double[] {-1, 3, 0};
  }

  /** From TensorFlow Probability 0.25.0, {@code SoftClip(-1, 3, hinge_softness=0.5)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = new ScalarTrial(map());
    trial.expectValues(1e-14, POINTS, ScalarReferences.numbers("SoftClip.values"));
    trial.expectLogSlopes(1e-14, POINTS, ScalarReferences.numbers("SoftClip.log_slopes"));
  }

  /** From TensorFlow Probability 0.25.0, {@code SoftClip} with one bound. */
  @Test
  void one_bound() {
    ScalarTrial above = new ScalarTrial(new SoftClip(-1, INFINITE, 0.5));
    above.expectValues(1e-14, POINTS, ScalarReferences.numbers("SoftClip.one_bound.values"));
    ScalarTrial below = new ScalarTrial(new SoftClip(-INFINITE, 3, 0.5));
    below.expectValues(1e-14, POINTS, ScalarReferences.numbers("SoftClip.one_bound.values.2"));
    below.expectLogSlopes(1e-14, POINTS, ScalarReferences.numbers("SoftClip.one_bound.log_slopes"));
    for (ScalarTrial trial : new ScalarTrial[] {above, below}) {
      double[] images = trial.run(Direction.FORWARD, -1.2, 0, 2).get(0).entries();
      ScalarTrial.expect(1e-13, trial.run(Direction.INVERSE, images).get(0), -1.2, 0, 2);
    }
  }

  @Test
  void staysBetweenItsBoundsWhateverTheRounding() {
    SoftClip narrow = new SoftClip(298.84155f, 306.92432f, 0.37);
    double[] points = {-1e30, 200, 298, 299.1, 303, 306.8, 307, 400, 1e30};
    for (double at :
        new ScalarTrial(narrow).runInFloat32(Direction.FORWARD, points).get(0).entries()) {
      assertTrue(at >= narrow.low() && at <= narrow.high(), "got " + at);
    }
  }

  @Test
  void rejectsEmptyIntervalsAndHardHinges() {
    Expect.rejected("2.0, 2.0", () -> new SoftClip(2, 2, 1));
    Expect.rejected("-Infinity, Infinity", () -> new SoftClip(-INFINITE, INFINITE, 1));
    Expect.rejected("NaN", () -> new SoftClip(Double.NaN, 1, 1));
    Expect.rejected("Infinity", () -> new SoftClip(INFINITE, INFINITE, 1));
    Expect.rejected("1.0E-4", () -> new SoftClip(0, 1, 1e-4));
  }
}
