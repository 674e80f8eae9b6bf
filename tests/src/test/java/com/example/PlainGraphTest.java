package com.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.ParameterSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Builds definitions into a graph of TensorFlow's, as their author tries them out. */
class PlainGraphTest {
  private static final double[] POINTS = {0.5, -1, 2, 1.5, 0.25, -0.75};

  /** A graph with a place to build in; {@code run} copies an array out. */
  private static final class Plain implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final GraphScope scope;

    Plain(Class<? extends TFloating> type, long seed) {
      this.scope = GraphScope.root(tf, ParameterSource.initial(tf, type, seed));
    }

    Expr points() {
      return scope.constant(Shape.of(2, 3), POINTS);
    }

    double[] run(Operand<?> array) {
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(array).run()) {
        double[] values = new double[Math.toIntExact(result.get(0).shape().size())];
        if (result.get(0) instanceof TFloat64 wide) {
          wide.asRawTensor().data().asDoubles().read(values);
        } else {
          float[] narrow = new float[values.length];
          result.get(0).asRawTensor().data().asFloats().read(narrow);
          Arrays.setAll(values, i -> narrow[i]);
        }
        return values;
      }
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  @Test
  void aBijectorOfOnesOwnRunsInBothDirections() {
    Bijector map =
        Chain.of(
            new Shear(),
            new Coupling(new RationalQuadratic(4, 3), new GatedNetwork.Free(6)),
            new MaskedAutoregressive(new Affine(), new GatedNetwork.Autoregressive(6)));
    try (Plain plain = new Plain(TFloat64.class, 1)) {
      Expr points = plain.points();
      Mapped y = map.forward(plain.scope, points);
      Mapped x = map.inverse(plain.scope, y.value());
      assertArrayEquals(POINTS, plain.run(x.value()), 1e-14);
      assertArrayEquals(new double[2], plain.run(y.then(x).logDet()), 1e-14);
      Output<?>[] by = {points.asOutput()};
      double[] slopes = plain.run(plain.graph.addGradients(y.value().asOutput(), by)[0]);
      double a = (plain.run(y.value())[1] - POINTS[1]) / POINTS[0];
      // The networks start at zero, so that all but the shear is the identity.
      assertArrayEquals(new double[] {1 + a, 1, 1, 1 + a, 1, 1}, slopes, 1e-14);
    }
  }

  /** {@code y₁ = x₁ + a·x₀}, with one trainable number that starts at random. */
  private record Shear() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return sheared(scope, x, 1);
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return sheared(scope, y, -1);
    }

    private static Mapped sheared(GraphScope scope, Expr x, double sign) {
      Expr a = scope.parameter("a", Shape.of(1), new RandomNormal<>(0, 1, scope.seed()));
      Expr first = x.slice(-1, 0, 1);
      Expr second = x.slice(-1, 1, 1).plus(first.times(a).times(sign));
      Expr rest = x.slice(-1, 2, x.size(-1) - 2);
      return Mapped.preservingVolume(scope.concat(-1, List.of(first, second, rest)));
    }
  }

  private static double[] sheared(Class<? extends TFloating> type, long seed) {
    try (Plain plain = new Plain(type, seed)) {
      return plain.run(new Shear().forward(plain.scope, plain.points()).value());
    }
  }

  @Test
  void theSeedDecidesInitialValues() {
    double[] drawn = sheared(TFloat64.class, 1);
    assertArrayEquals(drawn, sheared(TFloat64.class, 1));
    assertFalse(Arrays.equals(drawn, sheared(TFloat64.class, 2)));
    assertFalse(Arrays.equals(POINTS, drawn));
    assertEquals(POINTS[0], sheared(TFloat32.class, 1)[0], 0);
  }

  @Test
  void parametersAreReadAsTheyStart() {
    try (Plain plain = new Plain(TFloat32.class, 1)) {
      assertTrue(plain.scope.isDifferentiated());
      assertEquals(TFloat32.class, plain.scope.type());
      assertEquals(Math.ulp(1f), plain.scope.limits().epsilon());
      assertEquals(Float.MAX_VALUE, plain.scope.limits().large() / Math.ulp(1f));
      // Neither is set from the points at hand.
      Mapped norm =
          Chain.of(new ActNorm(), new BatchNorm(0, 1e-12)).inverse(plain.scope, plain.points());
      assertArrayEquals(POINTS, plain.run(norm.value()), 1e-6);
      Expr mean = plain.scope.sub("1_batch_norm").state("mean", Shape.of(3), 1, 2, 3);
      assertArrayEquals(new double[3], plain.run(mean), "declared with zeros before");
      assertThrows(
          IllegalStateException.class,
          () -> plain.scope.sub("1_batch_norm").parameter("mean", Shape.of(2), 0, 0));
    }
  }

  @Test
  void drawsAreAFunctionOfTheirSeed() {
    TransformedDistribution flow =
        new TransformedDistribution(new GaussianMixture(2, 3), new Affine());
    try (Plain plain = new Plain(TFloat64.class, 1)) {
      Noise noise = new Noise(plain.tf.constant(5), plain.tf.constant(new long[] {1, 2}));
      Sample drawn = flow.sample(plain.scope, noise);
      double[] x = plain.run(drawn.value());
      assertEquals(15, x.length);
      assertArrayEquals(x, plain.run(flow.sample(plain.scope, noise).value()));
      Expr again = plain.scope.constant(Shape.of(5, 3), x);
      assertArrayEquals(
          plain.run(drawn.logProb()), plain.run(flow.logProb(plain.scope, again)), 1e-13);
      assertTrue(plain.run(drawn.logProb())[0] < 0);
    }
  }
}
