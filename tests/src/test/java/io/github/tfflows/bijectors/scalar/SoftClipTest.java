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
    trial.expectValues(
        1e-14,
        POINTS,
        -0.9999988702629392,
        -0.7436155062506509,
        0.06130385884120182,
        0.06218204472166988,
        0.3335139853615443,
        1.9376706606219798,
        3.0);
    trial.expectLogSlopes(
        1e-14,
        POINTS,
        -13.0003795923755,
        -0.9136173503435742,
        -0.130013875550444,
        -0.12978019827650708,
        -0.07652692723063742,
        -0.12974105195688665,
        -74.00004192491775);
  }

  /** From TensorFlow Probability 0.25.0, {@code SoftClip} with one bound. */
  @Test
  void yieldsTheReferenceValuesOfOneBound() {
    ScalarTrial above = new ScalarTrial(new SoftClip(-1, INFINITE, 0.5));
    above.expectValues(
        1e-14,
        POINTS,
        -0.9999988698365738,
        -0.7434923738000236,
        0.06258331349041502,
        0.06346400552148634,
        0.335822345983835,
        2.001237842568865,
        40.0);
    ScalarTrial below = new ScalarTrial(new SoftClip(-INFINITE, 3, 0.5));
    below.expectValues(
        1e-14,
        POINTS,
        -7.500000000379128,
        -1.2001124210226557,
        -0.002235372410582137,
        -0.0012378425688650552,
        0.2977467941003753,
        1.9365359944785137,
        3.0);
    below.expectLogSlopes(
        1e-14,
        POINTS,
        -7.582560425037146e-10,
        -0.00022484204531162967,
        -0.002470744821164967,
        -0.0024756851377304495,
        -0.004506411799249424,
        -0.1269280110429725,
        -74.0);
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
