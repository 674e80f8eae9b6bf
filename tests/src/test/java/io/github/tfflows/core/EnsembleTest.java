package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest implements DistributionContract {
  @Override
  public Distribution distribution(int d) {
    return new Ensemble(
        List.of(
            DiagonalNormal.trainable(d),
            DiagonalNormal.fixed(Collections.nCopies(d, 1.5), Collections.nCopies(d, 0.5)),
            DiagonalNormal.trainable(d)));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("member_0.mean", "member_0.log_scale", "member_2.mean", "member_2.log_scale");
  }

  @Test
  void isTheMeanOfTheDensities() {
    Distribution both =
        new Ensemble(
            List.of(StandardNormal.of(1), DiagonalNormal.fixed(List.of(2.0), List.of(0.5))));
    try (CompiledDistribution model = CompiledDistribution.compile(both, 0)) {
      double x = 1.3;
      double first = Math.exp(-x * x / 2);
      double second = 2 * Math.exp(-2 * (x - 2) * (x - 2));
      double expected = Math.log((first + second) / 2 / Math.sqrt(2 * Math.PI));
      assertEquals(expected, model.logProb(new float[][] {{(float) x}})[0], 1e-5);
    }
  }

  @Test
  void rejectsMembersOfSeveralShapes() {
    Expect.rejected("0 members", () -> new Ensemble(List.of()));
    Expect.rejected(
        "the shapes [[1], [2]]",
        () -> new Ensemble(List.of(StandardNormal.of(1), StandardNormal.of(2))));
  }
}
