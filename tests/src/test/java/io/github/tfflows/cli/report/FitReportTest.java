package io.github.tfflows.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.Main;
import io.github.tfflows.tables.FitOutcome;
import io.github.tfflows.tables.FitRows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.SkippedRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Words about a fit and a model. */
class FitReportTest {
  private static String reported(boolean asJson) {
    StringWriter out = new StringWriter();
    CommandLine tool = Main.commandLine().setOut(new PrintWriter(out));
    FitReport report = new FitReport(tool.getCommandSpec(), asJson);
    report.notes(List.of("column b is constant"));
    TableColumn a = new TableColumn("a", new ColumnKind.Real(), List.of());
    TableSchema schema = new TableSchema(List.of(a), List.of());
    SkippedRows none = new SkippedRows(0, 0, List.of());
    report.rows(new FitRows("t", schema, 20, 20, Optional.empty(), none, List.of("20, not 60")));
    OptionalDouble loss = OptionalDouble.of(2);
    OptionalDouble inTraining = OptionalDouble.of(1);
    OptionalDouble ofGaussian = OptionalDouble.of(3);
    report.end(
        Path.of("m"), new FitOutcome(5, "5", loss, inTraining, ofGaussian, "last", List.of()));
    return out.toString();
  }

  @Test
  void theNotesAboutColumnsAndRowsAreTold() throws IOException {
    assertEquals(
        List.of("Note      column b is constant", "Note      20, not 60", "Data      t: 20 rows"),
        reported(false).lines().limit(3).toList());
    assertEquals(
        "[\"column b is constant\",\"20, not 60\"]",
        new ObjectMapper().readTree(reported(true)).get("notes").toString());
  }

  @Test
  void aProgramIsToldAllLogDensities() throws IOException {
    JsonNode summary = new ObjectMapper().readTree(reported(true));
    assertEquals(-2, summary.get("held_out_log_prob").asDouble());
    assertEquals(-1, summary.get("held_out_log_prob_in_training").asDouble());
    assertEquals(-3, summary.get("gaussian_log_prob").asDouble());
  }

  @Test
  void definitionsAreTheirPartsAndRecipesTheirNumbers() {
    ObjectNode description = JsonOutput.object();
    description.put("model", "m");
    description
        .putObject("training")
        .put("steps", "7")
        .put("recipe", "Training[steps=9, batchSize=80, seed=1, optimizer=Adam[beta1=0.9]]");
    description.put(
        "definition",
        "TableDensity[cells=[NumberCell[map=Standardize[mean=[0.5]]], NumberCell[map=Exp[]]]]");
    assertEquals(
        String.join(
            System.lineSeparator(),
            "model       m",
            "training    steps: 7",
            "            recipe: steps=9, batchSize=80, seed=1, beta1=0.9",
            "definition  TableDensity, 2 NumberCell, Standardize, Exp"),
        DescriptionText.of(description));
  }

  @Test
  void manyDerivedColumnsAreCounted() {
    ObjectNode description = JsonOutput.object();
    ObjectNode derived = description.putObject("derived");
    IntStream.range(0, 100).forEach(i -> derived.put("x" + i, "equals column y"));
    String text = DescriptionText.of(description);
    assertEquals(14, text.lines().count(), text);
    assertEquals("            and 88 more", text.lines().skip(12).findFirst().orElseThrow());
  }
}
