package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Probabilities of names after a fit. */
class TemperatureTest {
  /** Names that hardly depend on many numbers, which a network learns by heart. */
  private static TableSource source() {
    Random random = new Random(3);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      List<String> row = new ArrayList<>();
      double first = random.nextGaussian();
      row.add("" + first);
      for (int k = 1; k < 12; k++) {
        row.add("" + random.nextGaussian());
      }
      row.add(first + 2 * random.nextGaussian() > 0 ? "yes" : "no");
      rows.add(row);
    }
    List<String> columns = new ArrayList<>();
    for (int k = 0; k < 12; k++) {
      columns.add("x" + k);
    }
    columns.add("y");
    return TableSources.of("noisy", columns, rows);
  }

  @Test
  void heldOutRowsAreTheLikeliest() throws IOException {
    TableFit fit =
        TableFit.of(source())
            .predicting("y")
            .withTraining(usual -> usual.withMembers(1).withSteps(200));
    try (FittedTable fitted = fit.fitted()) {
      Predictor predictor = fitted.model().predict("y");
      Data heldOut = fitted.heldOut();
      Predictions predictions = predictor.given(heldOut);
      float[] observed = predictor.observed(heldOut);
      double loss = loss(predictions.probabilities(), observed, 1);
      assertEquals(fitted.outcome().loss().orElseThrow(), loss, 1e-5);
      for (double temperature : new double[] {0.9, 0.98, 1.02, 1.1}) {
        double other = loss(predictions.probabilities(), observed, temperature);
        assertTrue(other > loss, "%s at %s, %s at 1".formatted(other, temperature, loss));
      }
    }
  }

  /** The log-loss of two names at another temperature. */
  private static double loss(double[] probabilities, float[] observed, double temperature) {
    double sum = 0;
    for (int i = 0; i < observed.length; i++) {
      double first = Math.pow(probabilities[2 * i], 1 / temperature);
      double second = Math.pow(probabilities[2 * i + 1], 1 / temperature);
      sum -= Math.log((observed[i] == 0 ? first : second) / (first + second));
    }
    return sum / observed.length;
  }
}
