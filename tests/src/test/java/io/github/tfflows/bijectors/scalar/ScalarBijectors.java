package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.bijectors.cdf.CdfTest;
import io.github.tfflows.bijectors.cdf.KumaraswamyCdfTest;
import io.github.tfflows.bijectors.cdf.NormalCdfTest;
import io.github.tfflows.bijectors.cdf.StudentTCdfTest;
import io.github.tfflows.bijectors.monotone.BernsteinPolynomialTest;
import io.github.tfflows.bijectors.monotone.DeepSigmoidalTest;
import io.github.tfflows.bijectors.monotone.GaussianizationTest;
import io.github.tfflows.bijectors.monotone.LambdaTest;
import io.github.tfflows.bijectors.monotone.LogisticMixtureTest;
import io.github.tfflows.bijectors.monotone.MonotonicMlpTest;
import io.github.tfflows.bijectors.monotone.SumOfSquaresTest;
import io.github.tfflows.bijectors.monotone.UnconstrainedMonotonicTest;
import io.github.tfflows.bijectors.scalar.PlainMapTest.Plain;
import io.github.tfflows.bijectors.spline.CircularRationalQuadraticTest;
import io.github.tfflows.bijectors.spline.CubicSplineTest;
import io.github.tfflows.bijectors.spline.RationalQuadraticTest;
import io.github.tfflows.bijectors.spline.SplineTest;
import io.github.tfflows.bijectors.spline.SplineTest.Spline;
import io.github.tfflows.testing.ScalarBijectorContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The scalar bijectors of the library, each as its test describes it. */
public final class ScalarBijectors {
  /** Returns all; a test runs each alone and in every host. */
  public static List<ScalarBijectorContract> all() {
    List<ScalarBijectorContract> all = new ArrayList<>();
    Collections.addAll(
        all,
        new IdentityTest(),
        new PlainMapTest(Plain.ADDITIVE),
        new AffineTest(),
        new LeakyReluTest(),
        new GatedLinearUnitTest(),
        new PlainMapTest(Plain.SINH),
        new SinhArcsinhTest(),
        new YeoJohnsonTest(),
        new StudentTailsTest(),
        new SplineTest(Spline.LINEAR),
        new SplineTest(Spline.QUADRATIC),
        new CubicSplineTest(),
        new LambertWTailTest(),
        new LeakyTanhTest(),
        new LogTanhTest(),
        new SoftfloorTest(),
        new PowerTest(),
        new PlainMapTest(Plain.RECIPROCAL),
        new BoxCoxTest(),
        new CircularShiftTest(),
        new RationalQuadraticTest(),
        new SplineTest(Spline.UNBOUNDED_RATIONAL_QUADRATIC),
        new SplineTest(Spline.LINEAR_RATIONAL),
        new CircularRationalQuadraticTest(),
        new LogisticMixtureTest(),
        new GaussianizationTest(),
        new SumOfSquaresTest(),
        new BernsteinPolynomialTest(),
        new DeepSigmoidalTest(),
        new UnconstrainedMonotonicTest(),
        new MonotonicMlpTest(),
        new LambdaTest(),
        new PlainMapTest(Plain.EXP),
        new Expm1Test(),
        new PlainMapTest(Plain.SOFTPLUS),
        new SigmoidTest(),
        new PlainMapTest(Plain.TANH),
        new SoftsignTest(),
        new SoftClipTest(),
        new SineTest(),
        new CosineTest(),
        new InlineTest(),
        new NormalCdfTest(),
        new StudentTCdfTest(),
        new KumaraswamyCdfTest());
    Stream.of(CdfTest.Cdf.values()).map(CdfTest::new).forEach(all::add);
    return all;
  }

  private ScalarBijectors() {}
}
