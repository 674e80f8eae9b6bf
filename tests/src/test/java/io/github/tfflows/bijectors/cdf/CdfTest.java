package io.github.tfflows.bijectors.cdf;

import static io.github.tfflows.bijectors.cdf.CdfContract.normal;
import static io.github.tfflows.bijectors.cdf.CdfContract.scale;
import static io.github.tfflows.bijectors.cdf.CdfContract.shape;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Distribution functions, each given by its formula at zero parameters. */
@ParameterizedClass
@EnumSource
public record CdfTest(Cdf cdf) implements CdfContract {
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
    GENERALIZED_PARETO(new GeneralizedParetoCdf(), x -> x / (1 + x), scale(1.7), shape(0.6));

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
      default -> cdf.map.domain().kind() == Domain.Kind.REALS ? real : Math.exp(real);
    };
  }

  @Override
  public ScalarTrial reference() {
    return trial(cdf.reference);
  }
}
