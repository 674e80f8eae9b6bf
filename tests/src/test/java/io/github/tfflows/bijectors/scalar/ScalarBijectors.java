package io.github.tfflows.bijectors.scalar;

import static io.github.tfflows.bijectors.scalar.ScalarCase.mapBy;

import io.github.tfflows.bijectors.cdf.CdfTest;
import io.github.tfflows.bijectors.monotone.BernsteinPolynomial;
import io.github.tfflows.bijectors.monotone.DeepSigmoidal;
import io.github.tfflows.bijectors.monotone.Gaussianization;
import io.github.tfflows.bijectors.monotone.LambdaTest;
import io.github.tfflows.bijectors.monotone.LogisticMixture;
import io.github.tfflows.bijectors.monotone.MonotonicMlp;
import io.github.tfflows.bijectors.monotone.SumOfSquares;
import io.github.tfflows.bijectors.monotone.UnconstrainedMonotonic;
import io.github.tfflows.bijectors.spline.SplineTest;
import io.github.tfflows.bijectors.spline.SplineTest.Spline;
import io.github.tfflows.testing.ScalarBijectorContract;
import java.util.List;
import java.util.stream.Stream;

/** The scalar bijectors of the library, each as its case or its test describes it. */
public final class ScalarBijectors {
  /** Where exponentials leave the range that maps keep. */
  private static final double END = Float.MAX_VALUE * (double) Math.ulp(1f) / 2;

  /** The softplus of a soft clip with the hinge 0.5. */
  private static double hinge(double x) {
    return Math.max(x, 0) + 0.5 * Math.log1p(Math.exp(-2 * Math.abs(x)));
  }

  private static final List<ScalarBijectorContract> ALL =
      List.of(
          mapBy(Identity::new),
          mapBy(Additive::new),
          mapBy(Affine::new).drawing(random -> 2 * random.nextGaussian()),
          mapBy(LeakyRelu::new),
          mapBy(GatedLinearUnit::new),
          mapBy(Sinh::new).image(Math::sinh).edges(0, 1, -1, 10, -10, 90),
          // Where {@code sinh} leaves the range that is kept.
          mapBy(SinhArcsinh::new).edges(0, END, -END),
          mapBy(YeoJohnson::new),
          mapBy(() -> new StudentTails(2, 5))
              .image(
                  x -> {
                    double tail = 5 * Math.expm1((x * x - 2 * 2) / 5);
                    return Math.abs(x) <= 2 ? x : Math.signum(x) * Math.sqrt(2 * 2 + tail);
                  })
              .edges(2, -2, Math.sqrt(END), -Math.sqrt(END)),
          new SplineTest(Spline.LINEAR),
          new SplineTest(Spline.QUADRATIC),
          new SplineTest(Spline.CUBIC),
          // The end of the exponent, and of the float range.
          mapBy(LambertWTail::new).edges(0, 1000, -1000, END, -END),
          mapBy(() -> new LeakyTanh(1.5))
              .image(
                  x -> {
                    double within = Math.max(-1.5, Math.min(x, 1.5));
                    return Math.tanh(within) + (x - within) / Math.pow(Math.cosh(1.5), 2);
                  })
              .edges(0, 1.5, -1.5, Math.tanh(1.5), -Math.tanh(1.5)),
          mapBy(() -> new LogTanh(1.2))
              .image(
                  x -> {
                    double tail =
                        Math.tanh(1.2)
                            + (1.2 / Math.pow(Math.cosh(1.2), 2)) * Math.log(Math.abs(x) / 1.2);
                    return Math.abs(x) <= 1.2 ? Math.tanh(x) : Math.signum(x) * tail;
                  })
              .edges(0, 1.2, -1.2, Math.tanh(1.2), -Math.tanh(1.2), 30, -30),
          mapBy(() -> new Softfloor(0.3))
              .image(
                  x -> {
                    double nearest = Math.floor(x + 0.5);
                    return nearest
                        - 0.5
                        + Math.tanh((x - nearest) / 0.6) / (2 * Math.tanh(0.25 / 0.3));
                  })
              .edges(-1, -0.5, 0, 0.5, 1, 1.5),
          mapBy(() -> new Power(1.7)).image(x -> Math.pow(x, 1.7)).nearZero(),
          mapBy(Power::reciprocal).image(x -> 1 / x).nearZero(),
          mapBy(() -> new BoxCox(0.3))
              .image(x -> Math.expm1(0.3 * Math.log(x)) / 0.3)
              .nearZero()
              .edges(0, -1 / 0.3, 1),
          // So wide that no point of the contract passes the ends, where the values jump.
          mapBy(() -> new CircularShift(50)),
          new SplineTest(Spline.RATIONAL_QUADRATIC),
          new SplineTest(Spline.UNBOUNDED_RATIONAL_QUADRATIC),
          new SplineTest(Spline.LINEAR_RATIONAL),
          new SplineTest(Spline.CIRCULAR_RATIONAL_QUADRATIC),
          mapBy(() -> new LogisticMixture(3)),
          mapBy(() -> new Gaussianization(3)),
          mapBy(() -> new SumOfSquares(2, 3, 4)).edges(-4, 0, 4),
          mapBy(() -> new BernsteinPolynomial(7, 3)).edges(-3, 0, 3),
          mapBy(() -> new DeepSigmoidal(2, 3)),
          mapBy(() -> new UnconstrainedMonotonic(3, 4)).edges(-4, 0, 4),
          mapBy(() -> MonotonicMlp.of(2, 2, 4)).edges(-4, 0, 4),
          new LambdaTest(),
          mapBy(Exp::new).image(Math::exp),
          mapBy(Expm1::new).image(Math::expm1).edges(0, -1, 90, -90),
          mapBy(Softplus::new).image(x -> Math.log1p(Math.exp(x))),
          mapBy(() -> new Sigmoid(-1, 3))
              .image(x -> -1 + 4 / (1 + Math.exp(-x)))
              .edges(-1, 3, 0, 90, -90),
          mapBy(Tanh::new).image(Math::tanh).nearZero().edges(0, 1, -1, 10, -10, 90),
          mapBy(() -> new Softsign(2)).image(x -> x / (1 + Math.abs(x) / 2)).edges(0, 2, -2),
          // Further out, the inverse is too steep for central differences.
          mapBy(() -> new SoftClip(-1, 3, 0.5))
              .image(x -> 3 - hinge(4 - hinge(x + 1)) * 4 / hinge(4))
              .nearZero()
              .edges(-1, 3, 0),
          mapBy(Sine::new)
              .image(Math::sin)
              .points(real -> Math.PI * (1 / (1 + Math.exp(-real)) - 0.5))
              .nearZero()
              .edges(-Math.PI / 2, Math.PI / 2, -1, 0, 1),
          mapBy(Cosine::new)
              .image(x -> -Math.cos(x))
              .points(real -> Math.PI / (1 + Math.exp(-real)))
              .nearZero()
              .edges(0, Math.PI, Math.PI / 2, -1, 1),
          new InlineTest());

  /** Returns all; a test runs each alone and in every host. */
  public static List<ScalarBijectorContract> all() {
    return Stream.concat(ALL.stream(), Stream.of(CdfTest.Cdf.values()).map(CdfTest::new)).toList();
  }

  /** Returns those of which the contract needs no more than a few numbers. */
  static List<ScalarCase> cases() {
    return ALL.stream().filter(ScalarCase.class::isInstance).map(ScalarCase.class::cast).toList();
  }

  private ScalarBijectors() {}
}
