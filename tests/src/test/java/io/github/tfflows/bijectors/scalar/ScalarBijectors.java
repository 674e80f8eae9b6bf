package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.bijectors.cdf.ExponentialCdfTest;
import io.github.tfflows.bijectors.cdf.FrechetCdfTest;
import io.github.tfflows.bijectors.cdf.GeneralizedParetoCdfTest;
import io.github.tfflows.bijectors.cdf.GompertzCdfTest;
import io.github.tfflows.bijectors.cdf.GumbelCdfTest;
import io.github.tfflows.bijectors.cdf.GumbelMinimumCdfTest;
import io.github.tfflows.bijectors.cdf.KumaraswamyCdfTest;
import io.github.tfflows.bijectors.cdf.LaplaceCdfTest;
import io.github.tfflows.bijectors.cdf.LogisticCdfTest;
import io.github.tfflows.bijectors.cdf.MoyalCdfTest;
import io.github.tfflows.bijectors.cdf.NormalCdfTest;
import io.github.tfflows.bijectors.cdf.RayleighCdfTest;
import io.github.tfflows.bijectors.cdf.StudentTCdfTest;
import io.github.tfflows.bijectors.cdf.WeibullCdfTest;
import io.github.tfflows.bijectors.monotone.BernsteinPolynomialTest;
import io.github.tfflows.bijectors.monotone.DeepSigmoidalTest;
import io.github.tfflows.bijectors.monotone.GaussianizationTest;
import io.github.tfflows.bijectors.monotone.LambdaTest;
import io.github.tfflows.bijectors.monotone.LogisticMixtureTest;
import io.github.tfflows.bijectors.monotone.MonotonicMlpTest;
import io.github.tfflows.bijectors.monotone.SumOfSquaresTest;
import io.github.tfflows.bijectors.monotone.UnconstrainedMonotonicTest;
import io.github.tfflows.bijectors.spline.CircularRationalQuadraticTest;
import io.github.tfflows.bijectors.spline.CubicSplineTest;
import io.github.tfflows.bijectors.spline.LinearRationalTest;
import io.github.tfflows.bijectors.spline.LinearSplineTest;
import io.github.tfflows.bijectors.spline.QuadraticSplineTest;
import io.github.tfflows.bijectors.spline.RationalQuadraticTest;
import io.github.tfflows.bijectors.spline.UnboundedRationalQuadraticTest;
import io.github.tfflows.testing.ScalarBijectorContract;
import java.util.List;

/** The scalar bijectors of the library, each as its test describes it. */
public final class ScalarBijectors {
  /** Returns all; a test runs each alone and in every host. */
  public static List<ScalarBijectorContract> all() {
    return List.of(
        new IdentityTest(),
        new AdditiveTest(),
        new AffineTest(),
        new LeakyReluTest(),
        new GatedLinearUnitTest(),
        new SinhArcsinhTest(),
        new YeoJohnsonTest(),
        new StudentTailsTest(),
        new LinearSplineTest(),
        new QuadraticSplineTest(),
        new CubicSplineTest(),
        new LambertWTailTest(),
        new LeakyTanhTest(),
        new LogTanhTest(),
        new SoftfloorTest(),
        new PowerTest(),
        new PowerReciprocalTest(),
        new BoxCoxTest(),
        new CircularShiftTest(),
        new RationalQuadraticTest(),
        new UnboundedRationalQuadraticTest(),
        new LinearRationalTest(),
        new CircularRationalQuadraticTest(),
        new LogisticMixtureTest(),
        new GaussianizationTest(),
        new SumOfSquaresTest(),
        new BernsteinPolynomialTest(),
        new DeepSigmoidalTest(),
        new UnconstrainedMonotonicTest(),
        new MonotonicMlpTest(),
        new LambdaTest(),
        new ExpTest(),
        new Expm1Test(),
        new SoftplusTest(),
        new SigmoidTest(),
        new TanhTest(),
        new SoftsignTest(),
        new SoftClipTest(),
        new SineTest(),
        new CosineTest(),
        new InlineTest(),
        new NormalCdfTest(),
        new LogisticCdfTest(),
        new LaplaceCdfTest(),
        new StudentTCdfTest(),
        new GumbelCdfTest(),
        new GumbelMinimumCdfTest(),
        new MoyalCdfTest(),
        new ExponentialCdfTest(),
        new RayleighCdfTest(),
        new WeibullCdfTest(),
        new FrechetCdfTest(),
        new GompertzCdfTest(),
        new GeneralizedParetoCdfTest(),
        new KumaraswamyCdfTest());
  }

  private ScalarBijectors() {}
}
