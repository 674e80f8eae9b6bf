package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expect;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class CouplingTest {
  @Test
  void mapsVectorsOnly() {
    Coupling coupling = new Coupling(new Affine(), Mlp.of(4));
    Expect.rejected("[2, 2, 3]", () -> coupling.eventShape(Shape.of(2, 2, 3)));
  }
}
