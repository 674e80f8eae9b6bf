package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.autoregressive.Adjacency;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.LayerNames;
import java.util.List;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** An autoregressive map along a graph that is no chain. */
class AdjacentAutoregressiveTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    List<List<Integer>> parents =
        List.of(List.of(3), List.of(0, 2), List.of(), List.of(2), List.of(0, 2));
    return new MaskedAutoregressive(
        new Affine(),
        Made.of(12).withActivation(Activations.TANH).withAdjacency(Adjacency.ofParents(parents)));
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("conditioner.dense_0", "conditioner.output");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(5), Shape.of(2, 5));
  }

  @Override
  public List<Integer> contextSizes() {
    return List.of(0, 2);
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }
}
