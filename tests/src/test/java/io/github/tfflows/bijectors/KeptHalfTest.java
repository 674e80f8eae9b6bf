package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class KeptHalfTest {
  @Test
  void movesTheEntriesThatACouplingKeeps() {
    MappedRows.of(new double[] {1, 2, 3, 4, 5}, new double[] {11, 22, 3, 4, 5}, 0)
        .with(Map.of("theta", Values.of(Shape.of(1, 2, 1), 10, 20)))
        .assertMappedBy(new KeptHalf(new Additive()), 0);
  }

  /** The network of the coupling reads the kept entry {@code 2 + 10} of the data. */
  @Test
  void theNetworkReadsTheMappedEntries() {
    Bijector both = new Coupling(new Additive(), Mlp.of()).alsoMapping(new Additive());
    MappedRows.of(new double[] {2, 1}, new double[] {12, 1 + 3 * 12 + 0.5}, 0)
        .with(
            Map.of(
                "0_kept_half.theta", Values.of(Shape.of(1, 1, 1), 10),
                "1_coupling.conditioner.output.kernel", Values.of(Shape.of(1, 1), 3),
                "1_coupling.conditioner.output.bias", Values.of(Shape.of(1), 0.5)))
        .assertMappedBy(both, 0);
  }

  @Test
  void rejectsACircleThatTheNetworkReadsAsNumbers() {
    Coupling coupling = new Coupling(new Affine(), Mlp.of(8));
    Expect.rejected(
        "periodic features", () -> coupling.alsoMapping(new CircularRationalQuadratic(4, 3)));
  }
}
