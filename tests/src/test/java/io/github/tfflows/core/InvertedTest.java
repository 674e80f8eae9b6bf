package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.LayerNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class InvertedTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new Affine(), Mlp.of(8).withActivation(Activations.TANH)).inverted();
  }

  /** Those of the bijector that is turned around. */
  @Override
  public List<String> parameterNames() {
    return LayerNames.of("conditioner.dense_0", "conditioner.output");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2), Shape.of(5));
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }

  @Test
  void hasTheNameOfWhatItTurns() {
    assertEquals("coupling", bijector(Shape.of(2)).name());
  }
}
