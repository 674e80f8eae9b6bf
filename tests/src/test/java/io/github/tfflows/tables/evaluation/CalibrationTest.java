package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.cli.evaluate.Samples;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final Standardize MAP =
      new Standardize(List.of(5.0, -300.0), List.of(0.1, 1000.0));

  @Test
  void standardNormalRowsAreCalibrated() {
    Calibration right = Calibration.of(Rows.of(Samples.normal(5000, 4, 1)));
    assertTrue(right.coordinatesPValue() > 0.01);
    assertTrue(right.radius().pValue() > 0.01);
    assertEquals(
        List.of("z1", "z2", "z3", "z4"),
        right.coordinates().stream().map(Uniformity::what).toList());
  }

  @Test
  void aShiftedCoordinateIsFoundAndNamed() {
    float[][] rows = Samples.normal(5000, 4, 2);
    for (float[] row : rows) {
      row[2] += 0.2f;
    }
    Calibration shifted = Calibration.of(Rows.of(rows));
    assertEquals("z3", shifted.worst().what());
    assertEquals(0.0797, shifted.worst().distance(), 0.02); // 2 Φ(0.1) - 1
    assertTrue(shifted.coordinatesPValue() < 1e-6);
  }

  @Test
  void rowsThatLieTooFarOutAreFoundByTheRadius() {
    float[][] rows = Samples.normal(2000, 3, 3);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= 1.15f;
      }
    }
    Calibration wide = Calibration.of(Rows.of(rows));
    assertTrue(wide.radius().pValue() < 1e-6);
    assertTrue(wide.radius().pValue() < wide.coordinatesPValue());
  }

  @Test
  void manyCoordinatesAreCorrectedFor() {
    Calibration two =
        new Calibration(
            List.of(new Uniformity("z1", 0.1, 0.02), new Uniformity("z2", 0.05, 0.7)),
            new Uniformity("|z|²", 0.1, 0.5));
    assertEquals(0.04, two.coordinatesPValue(), 1e-15);
  }

  @Test
  void latentRowsAreThoseOfFlowsFromAStandardNormal() {
    Rows latent = latent(new TransformedDistribution(StandardNormal.of(2), MAP)).orElseThrow();
    float[] expected = Samples.normal(100, 2, 4)[7];
    assertEquals(expected[0], latent.values()[14], 1e-4);
    assertEquals(expected[1], latent.values()[15], 1e-4);
  }

  @Test
  void otherModelsHaveNone() {
    assertTrue(latent(new TransformedDistribution(new GaussianMixture(3, 2), MAP)).isEmpty());
    DiagonalNormal wide = DiagonalNormal.fixed(List.of(0.0, 0.0), List.of(1.2, 1.0));
    assertTrue(latent(new TransformedDistribution(wide, MAP)).isEmpty());
    assertTrue(latent(StandardNormal.of(2)).isEmpty(), "no flow at all");
  }

  /** Of rows that {@link #MAP} makes of standard normal ones. */
  private static Optional<Rows> latent(Distribution distribution) {
    float[][] rows = Samples.normal(100, 2, 4);
    for (float[] row : rows) {
      row[0] = 5 + 0.1f * row[0];
      row[1] = -300 + 1000 * row[1];
    }
    Data data = Data.of(rows);
    try (CompiledDistribution model = CompiledDistribution.compile(distribution, 0)) {
      return Calibration.latent(model, data, model.logProb(data.x()));
    }
  }
}
