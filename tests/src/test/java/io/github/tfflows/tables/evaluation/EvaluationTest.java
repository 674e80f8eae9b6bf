package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.evaluate.TableTrial;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.prediction.TargetModels;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.synthetic.ColumnShape;
import io.github.tfflows.tables.synthetic.QualityScores;
import io.github.tfflows.tables.synthetic.TableSample;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final TableSource WHOLE_NUMBERS =
      TargetModels.source(random -> "" + Math.round(20 * random.nextGaussian()), 0);

  @Test
  void numbersAreThoseOfTheTool() throws IOException {
    try (TableModel model = TargetModels.of(WHOLE_NUMBERS)) {
      Data rows = TableReader.readAll(WHOLE_NUMBERS, model.schema(), Missing.MODEL);
      Settings settings = new Settings(1, 10_000, 100, 99);
      Report tool =
          TableTrial.of(model.schema(), rows, rows, 1)
              .report(model, new Report.Subject("model", "rows", "rows", 800, settings));
      Evaluation expected = tool.evaluation().model();
      Evaluation found = model.evaluate(WHOLE_NUMBERS);
      assertEquals(expected.rows(), found.rows());
      assertEquals(expected.draws(), found.draws());
      assertEquals(expected.logProb(), found.logProb());
      assertEquals(expected.levels(), found.levels());
      assertEquals(expected.calibration(), found.calibration());
      assertTrue(found.calibration().isPresent());
      assertEquals(PredictionQuality.of(model.predict("y"), rows, 1), found.prediction());
    }
  }

  @Test
  void recordsHoldTheMeasuresOfPredictions() throws IOException {
    try (TableModel model = TargetModels.of(WHOLE_NUMBERS)) {
      Data rows = TableReader.readAll(WHOLE_NUMBERS, model.schema(), Missing.MODEL);
      Evaluation found = model.evaluate(rows, 500, 3);
      float[] logProb = model.logProb(rows);
      double[] numbers = IntStream.range(0, 800).mapToDouble(i -> logProb[i]).toArray();
      assertEquals(StatUtils.mean(numbers), found.logProb().value(), 1e-12);
      assertEquals(
          Math.sqrt(StatUtils.variance(numbers) / 800), found.logProb().standardError(), 1e-12);
      assertEquals(500, found.draws());
      PredictionQuality quality = found.prediction().orElseThrow();
      PredictionQuality.Numbers measures = quality.numbers().orElseThrow();
      Predictor predictor = model.predict("y");
      double[] crps = predictor.given(rows).crps(predictor.observed(rows));
      assertEquals(StatUtils.mean(crps), measures.crps().value(), 1e-5);
      assertEquals(
          List.of(0.5, 0.9),
          measures.intervals().stream().map(PredictionQuality.Coverage::level).toList());
      assertEquals("ranks", measures.ranks().what());
      assertTrue(measures.ranks().pValue() < 1, "random weights are no right model");
    }
  }

  @Test
  void aNameHasAnAccuracyInPlaceOfQuantiles() throws IOException {
    TableSource names = TargetModels.source(random -> random.nextInt(3) == 0 ? "a" : "b", 0);
    try (TableModel model = TargetModels.of(names)) {
      Evaluation found = model.evaluate(names);
      PredictionQuality quality = found.prediction().orElseThrow();
      assertEquals(Optional.empty(), quality.numbers());
      assertTrue(quality.accuracy().orElseThrow().value() > 0.2);
      assertEquals(Optional.empty(), found.calibration(), "no flow has a base");
      Data few = TableReader.readAll(names, model.schema(), Missing.MODEL).slice(0, 3);
      Expect.rejected("at least 4 rows, got 3", () -> model.evaluate(few, 10, 1));
    }
  }

  @Test
  void drawsHaveTheScoresOfSyntheticData() throws IOException {
    try (TableModel model = TargetModels.of(WHOLE_NUMBERS)) {
      Data rows = TableReader.readAll(WHOLE_NUMBERS, model.schema(), Missing.MODEL);
      QualityScores found = model.drawQuality(WHOLE_NUMBERS, 3);
      assertEquals(List.of("y"), found.shapes().stream().map(ColumnShape::column).toList());
      assertEquals(2, found.trends().size(), "y with each given column");
      Rows draws = model.sample(rows.context(), 3).x();
      TableSample real = TableSample.of(model.schema(), rows.x(), rows.context());
      assertEquals(1, QualityScores.of(real, real).overall());
      assertEquals(
          QualityScores.of(real, TableSample.ofDraws(model.schema(), draws, rows.context())),
          found);
      assertTrue(found.overall() > 0 && found.overall() < 1, "" + found.overall());
    }
  }
}
