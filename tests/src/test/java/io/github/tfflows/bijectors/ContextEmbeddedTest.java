package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.SetEmbedding;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class ContextEmbeddedTest implements BijectorContract {
  private static final Mlp SMALL = Mlp.of(4).withActivation(Activations.TANH);

  @Override
  public Bijector bijector(Shape event) {
    Bijector layer = new Coupling(new Affine(), SMALL);
    return new ContextEmbedded(
        new SetEmbedding(2, SMALL, SMALL),
        Chain.of(layer, Permutation.reverse(Math.toIntExact(event.get(-1))), layer));
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of(
        "embedding.element.dense_0",
        "embedding.set.dense_0",
        "bijector.0_coupling.conditioner.dense_0",
        "bijector.0_coupling.conditioner.output",
        "bijector.2_coupling.conditioner.dense_0",
        "bijector.2_coupling.conditioner.output");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2), Shape.of(3), Shape.of(2, 3));
  }

  @Override
  public List<Integer> contextSizes() {
    return List.of(6);
  }

  @Test
  void needsAContext() {
    try (Workbench bench = Workbench.float64()) {
      Bijector map = bijector(Shape.of(2));
      Expect.rejected(
          "SetEmbedding", () -> map.forward(bench.scope(), bench.input("x", Shape.of(-1, 2))));
    }
  }
}
