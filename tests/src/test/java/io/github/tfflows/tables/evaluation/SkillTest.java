package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions beside the distribution of their column alone. */
@Tag("training")
class SkillTest {
  private static TableSource table() {
    Random random = new Random(2);
    return Tables.of(
        "x,length,noise,side,coin",
        300,
        i -> {
          double x = random.nextGaussian();
          return List.of(
              x,
              5 + 2 * x + 0.5 * random.nextGaussian(),
              Math.exp(2 * random.nextGaussian()),
              x + 0.3 * random.nextGaussian() > 0 ? "right" : "left",
              random.nextBoolean() ? "head" : "tail");
        });
  }

  private static TableFit fit(String target) {
    return fit(table(), target).given("x");
  }

  private static TableFit fit(TableSource source, String target) {
    return TableFit.of(source)
        .predicting(target)
        .withFlow(FlowFamily.MAF, size -> new FlowFamily.Size(1, 32, 1, 8))
        .withTraining(usual -> usual.withSteps(300).withMembers(1));
  }

  @ParameterizedTest
  @CsvSource({"length, 0", "noise, 1", "side, 0", "coin, 1"})
  void aFitSaysThatItsPredictionsAreHardlyBetterThanTheColumnAlone(String target, int expected)
      throws IOException {
    try (FittedTable fitted = fit(target).fitted()) {
      List<String> warnings = fitted.outcome().warnings();
      String words = "hardly better than the distribution of " + target + " alone";
      assertEquals(expected, warnings.stream().filter(each -> each.contains(words)).count());
    }
  }

  @Test
  void theDistributionOfTheColumnAloneHasKnownLosses() throws IOException {
    try (TableModel model = fit("length").withTraining(usual -> usual.withSteps(1)).fit()) {
      Skill skill = ofRows(model, "length", List.of("0", "1"), List.of("0", "3"));
      assertArrayEquals(new double[] {0.25, 2.25}, skill.alone(), 1e-6);
    }
    try (TableModel model =
        fit("side").withTraining(usual -> usual.withSteps(1).withMembers(1)).fit()) {
      Skill skill = ofRows(model, "side", List.of("left", "left"), List.of("left", "right"));
      double rows = 3.5; // two, and half a row for each name and for an unseen one
      double[] expected = {-Math.log(2.5 / rows), -Math.log(0.5 / rows)};
      assertArrayEquals(expected, skill.alone(), 1e-6);
      assertTrue(skill.followedBy(skill).warning().isPresent());
    }
  }

  /** A survey may contain many rows that hardly count. */
  @Test
  void rowsCountByTheirWeights() throws IOException {
    try (TableModel model = fit("length").withTraining(usual -> usual.withSteps(1)).fit()) {
      TableSchema schema = model.schema();
      Data learned = rows(schema, "length", List.of("0", "1")).weighted(new float[] {0, 1});
      Data heldOut = rows(schema, "length", List.of("0", "3")).weighted(new float[] {1, 0.01f});
      Data.Split split = new Data.Split(learned, heldOut);
      Skill skill = Skill.of(model.distribution(), schema, split).orElseThrow();
      assertArrayEquals(new double[] {1}, skill.alone(), 1e-6);
      assertTrue(skill.warning().isEmpty(), "a single row");
    }
  }

  @Test
  void rowsWithoutAValueDoNotCount() throws IOException {
    TableSource gaps =
        Tables.of("x,y", 120, i -> List.of(i % 7 / 4.0, i % 3 == 0 ? "" : i % 11 / 8.0 + i));
    TableFit fit = fit(gaps, "y").withTraining(usual -> usual.withSteps(1));
    try (TableModel model = fit.fit()) {
      Skill skill = ofRows(model, "y", List.of("", "1"), List.of("", "3"));
      assertArrayEquals(new double[] {2}, skill.alone(), 1e-6);
      assertEquals(0, ofRows(model, "y", List.of("", "1"), List.of("")).alone().length);
      assertEquals(0, ofRows(model, "y", List.of(""), List.of("3")).alone().length);
    }
  }

  @Test
  void aColumnWithoutOthersIsNotCompared() throws IOException {
    Random random = new Random(3);
    TableFit alone =
        TableFit.of(Tables.of("noise", 100, i -> List.of(random.nextGaussian())))
            .withTraining(usual -> usual.withSteps(1).withMembers(1));
    try (FittedTable fitted = alone.fitted()) {
      List<String> warnings = fitted.outcome().warnings();
      assertTrue(warnings.stream().noneMatch(each -> each.contains("alone")), warnings.toString());
    }
  }

  private static Skill ofRows(
      TableModel model, String target, List<String> learned, List<String> heldOut)
      throws IOException {
    TableSchema schema = model.schema();
    Data.Split split = new Data.Split(rows(schema, target, learned), rows(schema, target, heldOut));
    return Skill.of(model.distribution(), schema, split).orElseThrow();
  }

  private static Data rows(TableSchema schema, String target, List<String> values)
      throws IOException {
    TableSource rows = Tables.of("x," + target, values.size(), i -> List.of("0.5", values.get(i)));
    return TableReader.readAll(rows, schema, Missing.MODEL);
  }
}
