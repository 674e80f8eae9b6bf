package io.github.tfflows.core;

import io.github.tfflows.testing.Coordinate;
import io.github.tfflows.testing.DistributionContract;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** A distribution and the numbers of its contract, as an entry of a list. */
class DistributionCase implements DistributionContract {
  private final String name;
  private final IntFunction<Distribution> ofSize;
  private IntFunction<List<String>> parameters = d -> List.of();
  private IntPredicate hasFunctions = d -> true;
  private boolean smooth = true;
  private double leastProbability = 1e-9;
  private double[] edges = {0, -0.0, 10, -10, 1e4, -1e4};
  private double[] box = {-12, 12};
  private Coordinate coordinate = Coordinate.LINE;
  private Draw draw = (parameter, random) -> 0.25 * random.nextGaussian();

  /** Draws an entry of a parameter. */
  @FunctionalInterface
  interface Draw {
    double entry(String parameter, RandomGenerator random);
  }

  private DistributionCase(String name, IntFunction<Distribution> ofSize) {
    this.name = name;
    this.ofSize = ofSize;
  }

  DistributionCase(DistributionCase other) {
    this(other.name, other.ofSize);
    parameters = other.parameters;
    hasFunctions = other.hasFunctions;
    smooth = other.smooth;
    leastProbability = other.leastProbability;
    edges = other.edges;
    box = other.box;
    coordinate = other.coordinate;
    draw = other.draw;
  }

  static DistributionCase of(String name, IntFunction<Distribution> ofSize) {
    return new DistributionCase(name, ofSize);
  }

  /** Names the parameters, with spaces between them, in the order of their declaration. */
  DistributionCase parameters(String names) {
    return parameters(d -> List.of(names.split(" ", -1)));
  }

  /** Names the parameters for vectors of a size. */
  DistributionCase parameters(IntFunction<List<String>> names) {
    parameters = names;
    return this;
  }

  /** Draws parameters by a rule of their own. */
  DistributionCase drawing(Draw rule) {
    draw = rule;
    return this;
  }

  /** Integrates over a box of another coordinate of the entries. */
  DistributionCase along(Coordinate other, double low, double high) {
    coordinate = other;
    return within(low, high);
  }

  /** Integrates over a box of the entries. */
  DistributionCase within(double low, double high) {
    box = new double[] {low, high};
    return this;
  }

  /** Sets the entries that are tried in float32. */
  DistributionCase edges(double... entries) {
    edges = entries;
    return this;
  }

  DistributionCase withoutDistributionFunctions() {
    return withDistributionFunctions(d -> false);
  }

  /** Expects distribution functions for vectors of some sizes. */
  DistributionCase withDistributionFunctions(IntPredicate sizes) {
    hasFunctions = sizes;
    return this;
  }

  DistributionCase withJumps() {
    smooth = false;
    return this;
  }

  /** Sets a probability whose quantile differs from the bound by many rounding errors. */
  DistributionCase withQuantilesFrom(double probability) {
    leastProbability = probability;
    return this;
  }

  @Override
  public Distribution distribution(int d) {
    return ofSize.apply(d);
  }

  @Override
  public List<String> parameterNames(int d) {
    return parameters.apply(d);
  }

  @Override
  public double parameter(String parameter, RandomGenerator random) {
    return draw.entry(parameter, random);
  }

  @Override
  public Coordinate coordinate() {
    return coordinate;
  }

  @Override
  public double[] box() {
    return box.clone();
  }

  @Override
  public double[] edges() {
    return edges.clone();
  }

  @Override
  public boolean hasDistributionFunctions(int d) {
    return hasFunctions.test(d);
  }

  @Override
  public boolean isSmooth() {
    return smooth;
  }

  @Override
  public double leastProbability() {
    return leastProbability;
  }

  @Override
  public String toString() {
    return name;
  }
}
