package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class BoundedConditionerTest {
  private static final Conditioner NETWORK = Mlp.of(9).withActivation(Activations.TANH);

  @Test
  void readsEntriesBeyondTheBoundAsTheBound() {
    try (Workbench bench = Workbench.float64()) {
      var known = bench.input("known", Shape.of(-1, 3));
      var theta = NETWORK.within(1.5).parameters(bench.scope(), known, 2, 2);
      SplittableRandom random = new SplittableRandom(4);
      Map<String, Values> feeds = bench.gaussianParameters(1, random);
      feeds.put("known", Values.of(Shape.of(1, 3), new double[] {9, -0.3, -1e30}));
      Values beyond = bench.fetch(theta, feeds);
      feeds.put("known", Values.of(Shape.of(1, 3), new double[] {1.5, -0.3, -1.5}));
      assertEquals(0, bench.fetch(theta, feeds).distance(beyond));
    }
  }
}
