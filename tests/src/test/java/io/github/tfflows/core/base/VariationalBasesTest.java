package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Densities;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Draws carry the gradients of a variational fit: so that bases find their targets. */
class VariationalBasesTest {
  @Test
  void basesFindTheNumbersOfTheirTargets() {
    Distribution target =
        Joint.of(
            StudentT.fixed(List.of(3.0), List.of(1.0), List.of(0.5)),
            Gamma.fixed(List.of(3.0), List.of(2.0)),
            VonMises.fixed(List.of(-0.5), List.of(4.0)),
            TruncatedNormal.fixed(List.of(0.7), List.of(0.3), Uniform.cube(1, 0, 1)));
    Distribution base =
        Joint.of(
            StudentT.trainable(1, 10),
            Gamma.trainable(1),
            VonMises.trainable(1),
            TruncatedNormal.trainable(Uniform.cube(1, 0, 1)));
    Training training =
        Training.defaults().withSteps(800).withLearningRate(LearningRate.cosine(0.03));
    double[] x = {1.3, 1.2, -0.2, 0.5, 3, 0.6, 0.3, 0.9};
    float[][] rows = {{1.3f, 1.2f, -0.2f, 0.5f}, {3, 0.6f, 0.3f, 0.9f}};
    try (CompiledDistribution model = training.fitTo(base, target::logProb)) {
      float[] logProb = model.logProb(rows);
      for (int i = 0; i < rows.length; i++) {
        assertEquals(Densities.at(target, x).at(i), logProb[i], 0.15);
      }
    }
  }
}
