package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** A scalar bijector and the numbers of its contract, as an entry of a list. */
class ScalarCase implements ScalarBijectorContract {
  private final Supplier<ScalarBijector> map;
  private DoubleUnaryOperator image = ScalarBijectorContract.super::image;
  private DoubleUnaryOperator point = ScalarBijectorContract.super::point;
  private ToDoubleFunction<RandomGenerator> theta = ScalarBijectorContract.super::theta;
  private double spread = 2;
  private double[] edges = {0};

  private ScalarCase(Supplier<ScalarBijector> map) {
    this.map = map;
  }

  ScalarCase(ScalarCase other) {
    this(other.map);
    image = other.image;
    point = other.point;
    theta = other.theta;
    spread = other.spread;
    edges = other.edges;
  }

  static ScalarCase mapBy(Supplier<ScalarBijector> map) {
    return new ScalarCase(map);
  }

  /** Sets the values at zero parameters, where the map is not the identity. */
  ScalarCase image(DoubleUnaryOperator values) {
    image = values;
    return this;
  }

  /** Sets the points of the domain for real numbers. */
  ScalarCase points(DoubleUnaryOperator ofReals) {
    point = ofReals;
    return this;
  }

  /** Draws parameters by a rule of their own. */
  ScalarCase drawing(ToDoubleFunction<RandomGenerator> rule) {
    theta = rule;
    return this;
  }

  /** Keeps entries where the inverse is not too steep for central differences. */
  ScalarCase nearZero() {
    spread = 1;
    return this;
  }

  /** Sets entries where the formula may change. */
  ScalarCase edges(double... entries) {
    edges = entries;
    return this;
  }

  @Override
  public ScalarBijector map() {
    return map.get();
  }

  @Override
  public double image(double x) {
    return image.applyAsDouble(x);
  }

  @Override
  public double point(double real) {
    return point.applyAsDouble(real);
  }

  @Override
  public double theta(RandomGenerator random) {
    return theta.applyAsDouble(random);
  }

  @Override
  public double spread() {
    return spread;
  }

  @Override
  public double[] edges() {
    return edges.clone();
  }

  @Override
  public String toString() {
    return map().toString();
  }
}
