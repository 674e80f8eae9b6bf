package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A distribution function as a scalar bijector. It is tried where a value near one still has digits
 * to tell points apart by.
 */
interface CdfContract extends ScalarBijectorContract {
  /** Returns the map with the parameters of the reference values. */
  ScalarTrial reference();

  /** Returns the points of the reference values. */
  default double[] points() {
    return map().domain().kind() == Domain.Kind.REALS
        ? new double[] {-3.2, -0.5, 0.3, 1.1, 4}
        : new double[] {0.01, 0.4, 1, 2.5, 6};
  }

  @Test
  default void yieldsTheReferenceValues() {
    expectReference(map().getClass().getSimpleName(), reference());
  }

  /** Compares with the values of this name in {@code cdf.properties}. */
  default void expectReference(String name, ScalarTrial trial) {
    ReferenceValues reference = ReferenceValues.of(CdfContract.class, "cdf.properties");
    trial.expectValues(1e-14, points(), reference.numbers(name + ".values"));
    trial.expectLogSlopes(1e-13, points(), reference.numbers(name + ".log_slopes"));
  }

  @Override
  default double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  @Override
  default double spread() {
    return 0.5;
  }

  @Override
  default double theta(RandomGenerator random) {
    return 0.2 * random.nextGaussian();
  }

  @Override
  default double reach() {
    return 1.5;
  }

  /** Returns the map with the same parameters for all entries. */
  default ScalarTrial trial(double... theta) {
    return new ScalarTrial(map(), theta);
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
}
