package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SoftmaxCenteredTest implements SimplexContract {
  @Override
  public Bijector bijector(Shape event) {
    return new SoftmaxCentered();
  }

  /**
   * Computed with the class of the same name of TensorFlow Probability 0.25, which counts the area
   * of the simplex: √4 times the volume of the first three entries.
   */
  @Test
  void agreesWithTensorFlowProbability() {
    double[] shares = {
      0.13444662718850833, 0.029999097455988097, 0.7359537642250544, 0.09960051113044903
    };
    OnePoint.of(new double[] {0.3, -1.2, 2}, shares, -7.433204749731795 - Math.log(4) / 2)
        .assertMappedBy(new SoftmaxCentered());
  }
}
