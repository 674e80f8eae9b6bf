package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.base.ScalarFlow;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.scalar.ScalarBijectors;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.scalar.SoftClip;
import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.bijectors.scalar.Tanh;
import io.github.tfflows.bijectors.structure.CholeskyOuterProduct;
import io.github.tfflows.bijectors.structure.CorrelationCholesky;
import io.github.tfflows.bijectors.structure.FillTriangular;
import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.bijectors.structure.SoftmaxCentered;
import io.github.tfflows.bijectors.structure.Sphere;
import io.github.tfflows.bijectors.structure.StickBreaking;
import io.github.tfflows.bijectors.structure.TransformDiagonal;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.Sandwich;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.ScalarBijectorContract;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * Draws come with the density of the model at them, also where they round to a bound. Gaussians of
 * four and of sixteen standard units reach the bounds of all maps.
 */
class DrawnDensitiesTest {
  private static final int DRAWS = 10_000;

  /** Of the difference as a share of one nat plus the log-density. */
  private static final double TOLERANCE = 1e-5;

  private static TransformedDistribution wide(int d, double scale, Bijector... links) {
    DiagonalNormal base =
        DiagonalNormal.fixed(Collections.nCopies(d, 0.0), Collections.nCopies(d, scale));
    return new TransformedDistribution(base, Chain.of(links));
  }

  /** The points of the domain of a map, and the map. */
  private static TransformedDistribution alone(ScalarBijector map, double scale) {
    return switch (map.domain().kind()) {
      case HALF_LINE -> wide(1, scale, new Exp(), map);
      case INTERVAL -> wide(1, scale, Sigmoid.unit(), map);
      case REALS, CIRCLE -> wide(1, scale, map);
    };
  }

  private static Stream<ScalarBijector> scalars() {
    return ScalarBijectors.all().stream().map(ScalarBijectorContract::map);
  }

  private static Stream<ScalarBijector> bounded() {
    return scalars().filter(map -> map.range().isInterval() && map.domain().equals(Domain.REALS));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void ofScalarMapsFarOutAreThoseOfTheModel(ScalarBijector map) {
    double farthest = map.range().isInterval() ? 16 : 4; // else tails leave the range of floats
    requireEqual(alone(map, farthest), Execution.defaults());
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void ofMapsOntoIntervalsInACouplingAreThoseOfTheModel(ScalarBijector map) {
    requireEqual(wide(3, 4, Host.COUPLING.of(map)), Execution.defaults());
  }

  private static Stream<Bijector> structures() {
    Bijector halves = new Standardize(List.of(0.0, 0.0, 0.0), List.of(0.5, 0.5, 0.5));
    return Stream.of(
        new StickBreaking(),
        new SoftmaxCentered(),
        new Sphere(),
        new CorrelationCholesky(),
        new Ordered(),
        new SoftClip(5, Double.POSITIVE_INFINITY, 1),
        new Standardize(List.of(1e6, 1e6, 0.0), List.of(1.0, 2.0, 1.0)),
        Chain.of(Sigmoid.unit(), new ActNorm()),
        Chain.of(new Tanh(), halves, new Tanh().inverted()),
        Chain.of(new Tanh(), new Tanh()),
        new Sandwich(new Tanh(), halves),
        new Blockwise(
            List.of(new Blockwise.Part(1, new Tanh()), new Blockwise.Part(2, new ActNorm()))),
        Chain.of(
            new FillTriangular(),
            new TransformDiagonal(new Softplus()),
            new CholeskyOuterProduct(),
            new Reshape(Shape.of(2, 2), Shape.of(4))));
  }

  @ParameterizedTest
  @MethodSource("structures")
  void ofStructuresAreThoseOfTheModel(Bijector map) {
    requireEqual(wide(3, 16, map), Execution.defaults());
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheModelInAnyPrecision(Precision precision) {
    requireEqual(wide(2, 4, new Tanh()), Execution.defaults().withPrecision(precision));
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheModelUnderAnyCompiler(Compilation compilation) {
    requireEqual(wide(2, 4, new Tanh()), Execution.defaults().withCompilation(compilation));
  }

  private static Stream<Distribution> composed() {
    TransformedDistribution bounded = wide(2, 4, new Tanh());
    ScalarFlow entries =
        new ScalarFlow(DiagonalNormal.fixed(List.of(0.0, 0.0), List.of(4.0, 4.0)), new Tanh());
    return Stream.of(
        Joint.of(bounded, entries),
        entries,
        new Ensemble(List.of(bounded, wide(2, 2, new Tanh()))),
        new TransformedDistribution(bounded, new Standardize(List.of(1.0, 1.0), List.of(2.0, 3.0))),
        bounded.atTemperature(0.9));
  }

  @ParameterizedTest
  @MethodSource("composed")
  void ofBoundedPartsAreThoseOfTheModel(Distribution flow) {
    requireEqual(flow, Execution.defaults());
  }

  /** Draws without their densities are the same. */
  @Test
  void areOfTheSameDraws() {
    try (CompiledDistribution model = CompiledDistribution.compile(wide(2, 4, new Tanh()), 1)) {
      assertArrayEquals(model.sampleAndLogProb(3000, 5).x().toArrays(), model.sample(3000, 5));
    }
  }

  private static void requireEqual(Distribution flow, Execution execution) {
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 0, MovedWeights.of(flow, 0), execution)) {
      requireEqual(flow.toString(), model, DRAWS);
    }
  }

  private static void requireEqual(String name, CompiledDistribution model, int count) {
    Draws draws = model.sampleAndLogProb(count, 1);
    requireEqual(name, draws.logProb(), model.logProb(draws.x()));
  }

  private static void requireEqual(String name, float[] drawn, float[] scored) {
    double worst = 0;
    for (int i = 0; i < drawn.length; i++) {
      double off = drawn[i] == scored[i] ? 0 : Math.abs((double) drawn[i] - scored[i]);
      worst = Math.max(worst, off / (1 + Math.abs(scored[i])));
    }
    assertEquals(0, worst, TOLERANCE, name);
  }
}
