package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.base.ScalarFlow;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.scalar.ScalarBijectors;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.bijectors.structure.CholeskyOuterProduct;
import io.github.tfflows.bijectors.structure.CorrelationCholesky;
import io.github.tfflows.bijectors.structure.FillTriangular;
import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.bijectors.structure.SoftmaxCentered;
import io.github.tfflows.bijectors.structure.StickBreaking;
import io.github.tfflows.bijectors.structure.TransformDiagonal;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.Tempered;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Beta;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.Gamma;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.OrderStatistic;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.TruncatedNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** A density is zero outside of its support, and rows inside have finite gradients beside it. */
class SupportTest {
  private static final double[] DISTANCES = {1e-3, 1, 1e6};

  private static Stream<ScalarBijector> bounded() {
    return ScalarBijectors.all().stream()
        .map(ScalarBijectorContract::map)
        .flatMap(map -> Stream.of(map, map.inverted()))
        .filter(map -> Double.isFinite(map.range().low()) || Double.isFinite(map.range().high()));
  }

  /** Points beyond the bounds of a set. */
  private static DoubleStream beyond(Domain set) {
    return DoubleStream.of(DISTANCES)
        .flatMap(far -> DoubleStream.of(set.low() - far, set.high() + far))
        .filter(Double::isFinite);
  }

  /** A point well within a set. */
  private static double within(Domain set) {
    if (set.isInterval()) {
      return 0.6 * set.low() + 0.4 * set.high();
    }
    return Double.isFinite(set.low()) ? set.low() + 0.7 : set.high() - 0.7;
  }

  @ParameterizedTest
  @MethodSource("bounded")
  void ofAMapAloneAndInHosts(ScalarBijector map) {
    List<Bijector> placed = new ArrayList<>();
    placed.add(map);
    placed.add(Chain.of(new Standardize(List.of(0.0, 0.0), List.of(1.0, 1.0)), map));
    if (map.domain().kind() == Domain.Kind.REALS) {
      placed.add(Host.COUPLING.of(map));
      placed.add(Host.AUTOREGRESSIVE.of(map));
    }
    double inside = within(map.range());
    double[][] outside =
        beyond(map.range()).mapToObj(at -> new double[] {inside, at}).toArray(double[][]::new);
    for (Bijector each : placed) {
      requireSupport(
          new TransformedDistribution(StandardNormal.of(2), each),
          new double[] {inside, inside},
          outside);
    }
  }

  private static Stream<Distribution> bases() {
    Uniform cube = Uniform.cube(1, -1, 0.5);
    Distribution exponential = Exponential.trainable(1);
    return Stream.of(
        exponential,
        Gamma.trainable(1),
        Beta.trainable(1),
        cube,
        TruncatedNormal.trainable(cube),
        new OrderStatistic(2, 3, cube),
        new Quantized(Exponential.trainable(1), 0, 5),
        Joint.of(exponential),
        Mixture.trainable(List.of(exponential, exponential)),
        new Ensemble(List.of(exponential, cube)),
        new Tempered(exponential, 2),
        new ScalarFlow(Exponential.fixed(List.of(1.0)), new RationalQuadratic(5, 3)),
        new TransformedDistribution(exponential, new RationalQuadratic(5, 3)),
        new ScalarFlow(DiagonalNormal.trainable(1), new Exp()));
  }

  @ParameterizedTest
  @MethodSource("bases")
  void ofABase(Distribution base) {
    requireSupport(base, new double[] {0.25}, new double[] {-1.5});
  }

  private static Stream<Bijector> structures() {
    return Stream.of(new Ordered(), new StickBreaking(), new SoftmaxCentered());
  }

  @ParameterizedTest
  @MethodSource("structures")
  void ofVectors(Bijector map) {
    int d = map instanceof Ordered ? 3 : 2;
    requireSupport(
        new TransformedDistribution(StandardNormal.of(d), map),
        new double[] {0.2, 0.3, 0.5},
        new double[] {0.6, 0.5, -0.1});
  }

  @Test
  void ofMatrices() {
    Distribution covariance =
        new TransformedDistribution(
            StandardNormal.of(3),
            Chain.of(
                new FillTriangular(),
                new TransformDiagonal(new Exp()),
                new CholeskyOuterProduct()));
    requireSupport(
        covariance,
        new double[] {2, 0.5, 0.5, 1},
        new double[] {2, 3, 3, 1},
        new double[] {-2, 0.5, 0.5, 1});
    requireSupport(
        new TransformedDistribution(StandardNormal.of(1), new CorrelationCholesky()),
        new double[] {1, 0, 0.6, 0.8},
        new double[] {1, 0, 0.6, -0.8});
  }

  /** A finite density of the first row and none of the others; gradients of all are finite. */
  private static void requireSupport(Distribution flow, double[] inside, double[]... outside) {
    Shape event = flow.eventShape();
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", event.prepend(-1));
      Expr logProb = flow.logProb(bench.scope(), x);
      List<Expr> by = new ArrayList<>(List.of(x));
      bench.parameterNames().forEach(name -> by.add(bench.parameter(name)));
      List<Expr> fetched = new ArrayList<>(List.of(logProb));
      bench
          .gradients(bench.total(logProb), by)
          .forEach(gradient -> gradient.ifPresent(fetched::add));
      Map<String, Values> feeds =
          bench.parameters((name, shape) -> Values.zeros(shape).map(at -> 0.1));
      double[] rows =
          Stream.concat(Stream.of(inside), Stream.of(outside))
              .flatMapToDouble(DoubleStream::of)
              .toArray();
      feeds.put("x", Values.rows(event, rows));
      List<Values> run = bench.fetchAll(fetched, feeds);
      String at = "%s at %s: %s".formatted(flow, Arrays.deepToString(outside), run);
      double[] found = run.get(0).entries();
      assertTrue(Double.isFinite(found[0]), at);
      assertTrue(
          DoubleStream.of(found).skip(1).allMatch(each -> each == Double.NEGATIVE_INFINITY), at);
      for (Values gradient : run.subList(1, run.size())) {
        assertTrue(gradient.allFinite(), at);
      }
    }
  }
}
