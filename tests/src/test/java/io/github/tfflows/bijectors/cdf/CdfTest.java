package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Distribution functions as scalar bijectors, each given by its formula at zero parameters. They
 * are tried where a value near one still has digits to tell points apart by.
 */
@ParameterizedClass
@EnumSource
public record CdfTest(Cdf cdf) implements ScalarBijectorContract {
  /** A map, its values at zero parameters, and the parameters of its reference values. */
  @SuppressWarnings("ImmutableEnumChecker") // functions and parameters that nobody changes
  public enum Cdf {
    LOGISTIC(new LogisticCdf(), x -> 1 / (1 + Math.exp(-x)), 0.3, scale(1.7)),
    LAPLACE(new LaplaceCdf(), x -> x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2, 0.3, scale(1.7)),
    GUMBEL(new GumbelCdf(), x -> Math.exp(-Math.exp(-x)), 0.3, scale(1.7)),
    GUMBEL_MINIMUM(new GumbelMinimumCdf(), x -> -Math.expm1(-Math.exp(x)), 0.3, scale(1.7)),
    MOYAL(new MoyalCdf(), x -> 2 * normal(-Math.exp(-x / 2)), 0.3, scale(1.7)),
    EXPONENTIAL(new ExponentialCdf(), x -> -Math.expm1(-x), scale(1.7)),
    RAYLEIGH(new RayleighCdf(), x -> -Math.expm1(-x * x / 2), scale(1.7)),
    WEIBULL(new WeibullCdf(), x -> -Math.expm1(-x), scale(1.7), shape(1.5)),
    FRECHET(new FrechetCdf(), x -> Math.exp(-1 / x), scale(1.7), shape(1.5)),
    GOMPERTZ(new GompertzCdf(), x -> -Math.expm1(-Math.expm1(x)), scale(1.7), shape(1.5)),
    GENERALIZED_PARETO(new GeneralizedParetoCdf(), x -> x / (1 + x), scale(1.7), shape(0.6)),
    NORMAL(new NormalCdf(), CdfTest::normal, 0.3, scale(1.7)),
    STUDENT_T(new StudentTCdf(3), CdfTest::studentT, 0.3, scale(1.7)),
    KUMARASWAMY(new KumaraswamyCdf(), x -> Math.max(0, Math.min(x, 1)), shape(1.7), shape(0.6));

    private final ScalarBijector map;
    private final DoubleUnaryOperator image;
    private final double[] reference;

    Cdf(ScalarBijector map, DoubleUnaryOperator image, double... reference) {
      this.map = map;
      this.image = image;
      this.reference = reference;
    }
  }

  @Override
  public ScalarBijector map() {
    return cdf.map;
  }

  @Override
  public double image(double x) {
    return cdf.image.applyAsDouble(x);
  }

  /** Where values do not round to zero or one. */
  @Override
  public double point(double real) {
    return switch (cdf) {
      case RAYLEIGH -> Math.exp(real / 2) / 2;
      case FRECHET -> 2 * Math.exp(real);
      case GOMPERTZ -> Math.exp(real) / 50;
      default ->
          cdf.map.domain().kind() == Domain.Kind.HALF_LINE
              ? Math.exp(real)
              : ScalarBijectorContract.super.point(real);
    };
  }

  /** Returns the points of the reference values. */
  private double[] points() {
    return switch (cdf.map.domain().kind()) {
      case REALS -> new double[] {-3.2, -0.5, 0.3, 1.1, 4};
      case HALF_LINE -> new double[] {0.01, 0.4, 1, 2.5, 6};
      default -> KnownCdfsTest.SHARES;
    };
  }

  @Test
  void yieldsTheReferenceValues() {
    ScalarBijector map = cdf == Cdf.STUDENT_T ? new StudentTCdf(3.5) : cdf.map;
    expectReference(map.getClass().getSimpleName(), new ScalarTrial(map, cdf.reference), points());
  }

  /** Compares with the values of this name in {@code cdf.properties}. */
  static void expectReference(String name, ScalarTrial trial, double... points) {
    ReferenceValues reference = ReferenceValues.of(CdfTest.class, "cdf.properties");
    trial.expectValues(1e-14, points, reference.numbers(name + ".values"));
    trial.expectLogSlopes(1e-13, points, reference.numbers(name + ".log_slopes"));
  }

  @Override
  public double[] edges() {
    return switch (cdf) {
      case STUDENT_T -> new double[] {0, 1, -1, 0.5, 100, -100};
      case KUMARASWAMY -> new double[] {0, 1, 0.5};
      default -> new double[] {0, 1, -1, 100, -100};
    };
  }

  @Override
  public double spread() {
    return 0.5;
  }

  @Override
  public double theta(RandomGenerator random) {
    return 0.2 * random.nextGaussian();
  }

  @Override
  public double reach() {
    return cdf == Cdf.KUMARASWAMY ? 10 : 1.5;
  }

  /** Returns the parameter of a scale. */
  static double scale(double scale) {
    return raw(Math.log(scale), Math.log(1000));
  }

  /** Returns the parameter of a shape. */
  static double shape(double shape) {
    return raw(Math.log(shape), Math.log(10));
  }

  private static double raw(double squashed, double bound) {
    return squashed / (1 - Math.abs(squashed) / bound);
  }

  /** The standard normal distribution function: a series near zero, a continued fraction beyond. */
  static double normal(double z) {
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (Math.abs(z) < 3) {
      double term = z;
      double sum = z;
      for (int i = 3; i < 121; i += 2) {
        term *= z * z / i;
        sum += term;
      }
      return 0.5 + density * sum;
    }
    double fraction = Math.abs(z);
    for (int i = 120; i > 0; i--) {
      fraction = Math.abs(z) + i / fraction;
    }
    return z < 0 ? density / fraction : 1 - density / fraction;
  }

  /** Of three degrees. */
  private static double studentT(double x) {
    double t = x / Math.sqrt(3);
    return 0.5 + (t / (1 + t * t) + Math.atan(t)) / Math.PI;
  }
}
