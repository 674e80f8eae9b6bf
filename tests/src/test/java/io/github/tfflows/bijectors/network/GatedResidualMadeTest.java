package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.network.autoregressive.Adjacency;
import io.github.tfflows.bijectors.network.autoregressive.AdjacentNetwork;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.testing.NetworkLab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class GatedResidualMadeTest {
  private static final ResidualNet NETWORK = ResidualNet.of(16, 1).withActivation(Activations.TANH);

  /** Feature 1 reads column 0 of the context, by its gates as well as by its layers. */
  @Test
  void gatesOfAGraphReadTheColumnsOfTheirFeature() {
    Adjacency graph =
        Adjacency.ofParents(List.of(List.of(), List.of(0)))
            .withColumns(List.of(List.of(), List.of(0)));
    AutoregressiveConditioner network = new AdjacentNetwork(NETWORK.withContextGates(), graph);
    try (NetworkLab lab = new NetworkLab(2, 2, (scope, x) -> network.parameters(scope, x, 1))) {
      double[][] jacobian = lab.jacobian("context", lab.feeds(1));
      boolean[][] reads = new boolean[2][2];
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          reads[i][j] = jacobian[i][j] != 0;
        }
      }
      assertEquals(
          List.of(List.of(false, false), List.of(true, false)),
          List.of(List.of(reads[0][0], reads[0][1]), List.of(reads[1][0], reads[1][1])));
    }
  }
}
