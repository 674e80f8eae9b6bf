package io.github.tfflows.tables.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Intervals that are corrected by held-out rows hold the share of new rows that they promise. */
class ConformalScoresTest {
  private static final int HELD_OUT = 99;
  private static final int NEW = 50;
  private static final int SPLITS = 40;

  /** Whole numbers whose spread grows with x. */
  private static TableSource source(int count) {
    Random random = new Random(3);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble();
      rows.add(List.of("" + Math.round((1 + 9 * x) * random.nextGaussian()), "" + x));
    }
    return TableSources.of("spread", List.of("y", "x"), rows);
  }

  /**
   * Of a model with random weights, which is wrong everywhere. By the ranks of exchangeable rows
   * the share is 0.8 on average, with the deviation of a beta-binomial one.
   */
  @Test
  void intervalsOfAWrongModelHoldTheirShareOfNewRows() throws IOException {
    TableSource source = source((HELD_OUT + NEW) * SPLITS);
    TableSchema schema =
        new TableScan(List.of(), List.of("x"), List.of(), Map.of("y", new ColumnKind.Whole()))
            .of(source, Missing.REFUSE);
    try (TableModel model = TargetModels.model(source, schema)) {
      Data all = TableReader.readAll(source, schema, Missing.REFUSE);
      Predictor predictor = model.predict("y").uncorrected();
      double within = 0;
      double raw = 0;
      for (int split = 0; split < SPLITS; split++) {
        int from = split * (HELD_OUT + NEW);
        double[] measured =
            Predictor.measured(model.distribution(), schema, all.slice(from, from + HELD_OUT));
        ConformalScores scores = ConformalScores.of(measured);
        Data rows = all.slice(from + HELD_OUT, from + HELD_OUT + NEW);
        double[] ranks = predictor.given(rows).ranks(predictor.observed(rows), split);
        double half = scores.at(0.8);
        within += IntStream.range(0, NEW).filter(i -> Math.abs(ranks[i] - 0.5) <= half).count();
        raw += IntStream.range(0, NEW).filter(i -> Math.abs(ranks[i] - 0.5) <= 0.4).count();
      }
      double deviation = Math.sqrt(0.8 * 0.2 * (1.0 / (NEW * SPLITS) + 1.0 / (HELD_OUT * SPLITS)));
      assertEquals(0.8, within / (NEW * SPLITS), 4 * deviation);
      assertTrue(Math.abs(raw / (NEW * SPLITS) - 0.8) > 4 * deviation, "the model is right");
    }
  }

  @Test
  void aLevelHasTheScoreOfItsRank() {
    double[] scores = IntStream.rangeClosed(1, 9).mapToDouble(i -> i / 100.0).toArray();
    ConformalScores nine = ConformalScores.of(scores);
    assertEquals(0.09, nine.at(0.9));
    assertEquals(0.05, nine.at(0.5));
    assertEquals(Double.POSITIVE_INFINITY, nine.at(0.91));
    ConformalScores many =
        ConformalScores.of(IntStream.range(0, 30_000).mapToDouble(i -> i / 30_000.0).toArray());
    double stored = many.at(0.9);
    assertTrue(stored >= 0.9 && stored < 0.9 + 1e-3, "of the next rank that is stored");
  }

  @Test
  void theDescriptionOfAModelHoldsThem() {
    ConformalScores scores = ConformalScores.of(0.25, 0.125, 0.5);
    Map<String, String> entries = scores.addedTo(ExportOptions.defaults()).entries();
    ConformalScores read = ConformalScores.in(new ModelDescription(entries)).orElseThrow();
    assertEquals(3, read.count());
    assertEquals(0.25, read.at(0.5));
    assertEquals(Optional.empty(), ConformalScores.in(new ModelDescription(Map.of())));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ConformalScores.in(
                new ModelDescription(Map.of("table.conformal_scores", "3 0.1 much 0.2"))));
  }
}
