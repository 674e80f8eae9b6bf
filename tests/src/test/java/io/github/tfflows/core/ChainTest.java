package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ChainTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    int d = Math.toIntExact(event.size());
    return Chain.of(
        new Coupling(new Affine(), Mlp.of(8)),
        Permutation.reverse(d),
        new MaskedAutoregressive(new Affine(), Made.of(9)).inverted(),
        new Softplus());
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of(
        "0_coupling.conditioner.dense_0",
        "0_coupling.conditioner.output",
        "2_masked_autoregressive.conditioner.dense_0",
        "2_masked_autoregressive.conditioner.output");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2), Shape.of(3), Shape.of(8));
  }

  @Override
  public List<Integer> contextSizes() {
    return List.of(0, 3);
  }

  @Override
  public double entry(Direction direction, RandomGenerator random) {
    double x = random.nextGaussian();
    return direction == Direction.FORWARD ? x : Math.log1p(Math.exp(x));
  }

  @Override
  public double parameter(String name, RandomGenerator random) {
    return 0.3 * random.nextGaussian();
  }

  /** Without the ends of the float range, which two networks in a row can leave. */
  @Override
  public boolean isInRange(double entry) {
    return entry >= 0;
  }

  @Override
  public double[] edges(Direction direction) {
    return new double[] {0, 1, -1, 1e4, -1e4};
  }

  @Test
  void appliesItsLinksInReadingOrder() {
    Chain chain =
        Chain.of(
            new Standardize(List.of(1.0), List.of(2.0)),
            new Standardize(List.of(-3.0), List.of(5.0)));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Mapped y = chain.forward(bench.scope(), x);
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), 7));
      assertEquals((7 * 2 + 1) * 5 - 3, bench.fetch(y.value(), feeds).at(0));
      assertEquals(Math.log(10), bench.fetch(y.logDet(), feeds).at(0), 1e-15);
    }
  }

  @Test
  void passesShapesAlong() {
    Reshape flatten = new Reshape(Shape.of(2, 3), Shape.of(6));
    Chain chain = Chain.of(flatten, Permutation.reverse(6));
    assertEquals(Shape.of(6), chain.forwardEventShape(Shape.of(2, 3)));
    assertEquals(Shape.of(2, 3), chain.inverted().forwardEventShape(Shape.of(6)));
    Expect.rejected("[5]", () -> chain.forwardEventShape(Shape.of(5)));
  }

  @Test
  void rejectsAnEmptyChain() {
    Expect.rejected("none", Chain::of);
  }
}
