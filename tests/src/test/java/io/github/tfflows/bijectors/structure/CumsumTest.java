package io.github.tfflows.bijectors.structure;

import org.junit.jupiter.api.Test;

class CumsumTest {
  @Test
  void addsUp() {
    OnePoint.of(new double[] {0.5, -1.25, 2}, new double[] {0.5, -0.75, 1.25}, 0)
        .assertMappedBy(new Cumsum());
  }
}
