package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitNormal;
import io.github.tfflows.core.univariate.UnitStudent;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of Student's t (Student, 1908, Biometrika 6(1), 1-25) with {@code ν}
 * degrees of freedom and trainable location and scale, of the reals onto {@code (0, 1)}. With one
 * degree of freedom it is the Cauchy distribution function.
 *
 * <pre>{@code
 * F(-z) = I(ν/(ν + z²); ν/2, 1/2)/2     for z > 0, with I the regularized incomplete beta function
 * log f(z) = -(ν + 1)/2·log(1 + z²/ν) - log(√ν·B(1/2, ν/2))
 * }</pre>
 *
 * <p>The quantile is the root of {@code log F}, which is nearly linear in {@code arcsinh(z/√ν)}.
 *
 * @param degrees the degrees of freedom {@code ν}, from 1 to 1000
 */
public record StudentTCdf(double degrees) implements LocationScaleCdf {
  /** From the normal quantile, six steps reach double precision; two more are a margin. */
  private static final int STEPS = 8;

  public StudentTCdf {
    Require.within("degrees", degrees, 1, 1000);
  }

  @Override
  public Univariate standard() {
    return new Standard(degrees);
  }

  /** The standard member; its quantiles are found by a search. */
  private record Standard(double degrees) implements Univariate {
    @Override
    public Expr cdf(Expr z) {
      return student(z).cdf(z);
    }

    @Override
    public Expr logDensity(Expr z) {
      return student(z).logDensity(z);
    }

    @Override
    public Expr quantile(Expr u) {
      Expr size = sizeOfQuantile(u.min(u.complement()));
      return u.greater(0.5).select(size, size.negated());
    }

    private UnitStudent student(Expr z) {
      return UnitStudent.of(z.scope().constant(Math.log(degrees)));
    }

    /**
     * The {@code z > 0} beyond which, on either side, the probability is {@code p}, at most one
     * half.
     */
    private Expr sizeOfQuantile(Expr p) {
      double root = Math.sqrt(degrees);
      Expr logP = p.log();
      // The bound of a Cauchy distribution, whose tails are the heaviest.
      double end = Math.log(4 / p.scope().limits().epsilon());
      Expr low = p.zeros();
      Expr start = new UnitNormal().quantile(p).times(-1 / root).asinh();
      RootSearch.Bracket bracket = new RootSearch.Bracket(low, low.plus(end), start);
      UnitStudent student = student(p);
      return RootSearch.root(v -> excess(student, v, logP), bracket, STEPS).sinh().times(root);
    }

    /** {@code log p - log F(-√ν·sinh v)} and its slope. */
    private RootSearch.Point excess(UnitStudent student, Expr v, Expr logP) {
      double smallest = v.scope().limits().smallest();
      double root = Math.sqrt(degrees);
      Expr z = v.sinh().times(root);
      Expr logTail = student.tail(z).max(smallest).log();
      Expr logSlope = student.logDensity(z).minus(logTail).plus(Math.log(root));
      Expr cosh = v.sinh().square().plus(1).sqrt();
      Expr slope = logSlope.exp().times(cosh).max(smallest);
      return new RootSearch.Point(logP.minus(logTail), slope);
    }
  }
}
