package io.github.tfflows.core;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

class TransformedDistributionTest implements DistributionContract {
  @Override
  public boolean hasDistributionFunctions(int d) {
    return d == 1;
  }

  @Override
  public Distribution distribution(int d) {
    Coupling coupling = new Coupling(new Affine(), Mlp.of(6).withActivation(Activations.TANH));
    return new TransformedDistribution(
        StandardNormal.of(d),
        Chain.of(new Planar(PlanarActivation.TANH), Permutation.reverse(d), coupling.inverted()));
  }

  /** In the order of the inverse, from the data to the base. */
  @Override
  public List<String> parameterNames() {
    return List.of(
        "bijector.2_coupling.conditioner.dense_0.kernel",
        "bijector.2_coupling.conditioner.dense_0.bias",
        "bijector.2_coupling.conditioner.output.kernel",
        "bijector.2_coupling.conditioner.output.bias",
        "bijector.0_planar.w",
        "bijector.0_planar.u",
        "bijector.0_planar.b");
  }

  @Override
  public List<String> parameterNames(int d) {
    return parameterNames().subList(d == 1 ? 1 : 0, parameterNames().size());
  }

  @Test
  void rejectsABaseThatDoesNotFit() {
    Reshape reshape = new Reshape(Shape.of(6), Shape.of(2, 3));
    Expect.rejected("[5]", () -> new TransformedDistribution(StandardNormal.of(5), reshape));
  }
}
