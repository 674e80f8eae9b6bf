package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class StickBreakingTest implements SimplexContract {
  @Override
  public Bijector bijector(Shape event) {
    return new StickBreaking();
  }

  @Test
  void mapsZerosToEqualShares() {
    // dyₖ/dxₖ = zₖ(1 - zₖ)rₖ: 1/4·3/4 · 1/3·2/3·3/4 · 1/2·1/2·1/2 = 1/256
    double[] equal = {0.25, 0.25, 0.25, 0.25};
    OnePoint.of(new double[3], equal, -Math.log(256)).assertMappedBy(new StickBreaking());
  }

  /** Computed with IteratedSigmoidCentered of TensorFlow Probability 0.25. */
  @Test
  void agreesWithTensorFlowProbability() {
    double[] shares = {
      0.31032244201237047, 0.09026916871088567, 0.5279571577903851, 0.07145123148635879
    };
    OnePoint.of(new double[] {0.3, -1.2, 2}, shares, -6.852582973411669)
        .assertMappedBy(new StickBreaking());
  }
}
