package io.github.tfflows.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits to tables of which a column holds weights. */
@Tag("training")
class WeightColumnTest {
  private static final int ROWS = 600;

  @TempDir Path folder = Path.of("");

  /** Two thirds around zero have the weight one, the others, around four, another. */
  private Path table(String name, String other, String... more) throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("height,weight,width"));
    for (int i = 0; i < ROWS; i++) {
      boolean isFar = i % 3 == 0;
      double center = isFar ? 4 : 0;
      lines.add(
          "%.3f,%s,%.3f"
              .formatted(
                  center + random.nextGaussian(), isFar ? other : "1", random.nextGaussian()));
    }
    lines.addAll(List.of(more));
    return Files.write(folder.resolve(name), lines);
  }

  private Path fit(Path data, int steps) {
    Path model = folder.resolve("model of " + data.getFileName());
    String small = "--layers 1 --hidden 16 --members 1 --weight-column weight --steps";
    CommandRun.succeeded("fit", data, "--out", model, small, steps);
    return model;
  }

  private static double mean(Path model) {
    return CommandRun.succeeded("sample", model, "-n 4000 --seed 1").mean(0);
  }

  @Test
  void rowsCountByIt() throws IOException {
    Path data = table("data.csv", "8");
    Path model = fit(data, 200);
    assertEquals(4 * 8 / 10.0, mean(model), 0.35);
    String described = CommandRun.succeeded("describe", model).out();
    assertTrue(described.contains("weights     weight"), described);
    assertTrue(
        !described.contains("weight  real") && !described.contains("weight  inte"), described);
    Path without = folder.resolve("without.csv");
    List<String> bare = new ArrayList<>();
    Files.readAllLines(data).forEach(line -> bare.add(line.replaceFirst(",[^,]*", "")));
    Files.write(without, bare);
    assertEquals(
        CommandRun.succeeded("score", model, without).out(),
        CommandRun.succeeded("score", model, data).out());
    String why = "data.csv has the column \"weight\", by which the rows of the fit are weighted";
    CommandRun.of("evaluate", model, data).fails(1, why);
    CommandRun.of("evaluate", model, without, "--train", data).fails(1, why);
    CommandRun.succeeded("evaluate", model, without, "--draws 100");
    String lacks = "without.csv lacks the column \"weight\"";
    assertTrue(CommandRun.succeeded("monitor", model, without).errors().contains(lacks));
    CommandRun same = CommandRun.succeeded("monitor", model, data);
    assertTrue(
        !same.errors().contains(lacks) && same.errors().contains("1 window, 0 changed"),
        same.errors());
    try (TableModel loaded = TableModel.load(model, Execution.defaults())) {
      Expect.rejected(why, () -> loaded.evaluate(Tables.open(data)));
    }
  }

  /** Rows of weight zero are as absent, whatever they hold. */
  @Test
  void rowsOfWeightZeroDoNotCount() throws IOException {
    Path some = table("some.csv", "2.5");
    Path all = table("all.csv", "2.5", "1e30,0,none", ",0.0,");
    assertEquals(
        CommandRun.succeeded("score", fit(some, 10), some).out(),
        CommandRun.succeeded("score", fit(all, 10), some).out());
  }

  /** A refit reads the column of the model. */
  @Test
  @Tag("slow")
  void refitsCountByItToo() throws IOException {
    Path model = fit(table("data.csv", "1"), 200);
    Path again = folder.resolve("again");
    Path other = table("other.csv", "30");
    CommandRun run = CommandRun.succeeded("refit", model, other, "--out", again, "--steps 300");
    run.prints("by the column weight");
    assertTrue(mean(again) > mean(model) + 1, mean(model) + " to " + mean(again));
  }

  /** Names a column of the model, and a table that lacks the column of weights. */
  @Test
  void refitsRefuseOtherColumns() throws IOException {
    Path data = table("data.csv", "1");
    Path model = fit(data, 1);
    Path out = folder.resolve("no");
    CommandRun.of("refit", model, data, "--out", out, "--weight-column height")
        .fails(1, "the model has the column \"height\"");
    Path without = Tables.file(folder, "without.csv", "height,width", "1,2");
    CommandRun none = CommandRun.of("refit", model, without, "--out", out);
    assertEquals(1, none.status());
    String why = "has no column \"weight\" of weights; it has height, width";
    none.says(why);
    assertTrue(Files.notExists(out), out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1|got -1",
        "many|got many",
        "1e39|got 1e39",
        "''|the value is missing",
        "NA|the value is missing"
      })
  void refusesWhatIsNoWeight(String weight, String why) throws IOException {
    Path data = table("data.csv", "1", "0.5," + weight + ",0.5");
    CommandRun run =
        CommandRun.of("fit", data, "--out", folder.resolve("no"), "--weight-column weight");
    assertEquals(1, run.status());
    String place = "row 601 (line 602), column weight: expected a weight of zero or more, ";
    run.says(place + why);
  }

  @Test
  void refusesAColumnThatIsModelledOrAbsentOrZero() throws IOException {
    Path data = table("data.csv", "1");
    Path out = folder.resolve("no");
    CommandRun.of("fit", data, "--out", out, "--given weight --weight-column weight")
        .fails(2, "--weight-column weight");
    Path roles =
        Tables.file(folder, "roles.csv", "name,role,kind", "width,model,", "weight,given,");
    CommandRun.of("fit", data, "--out", out, "--weight-column weight --columns-file", roles)
        .fails(2, "--weight-column weight");
    CommandRun.of("fit", data, "--out", out, "--weight-column wight")
        .fails(1, "has no column \"wight\"");
    Path zeros = Tables.file(folder, "zeros.csv", "a,b", "1,0", "2,0");
    CommandRun.of("fit", zeros, "--out", out, "--weight-column b")
        .fails(1, "above zero, all of 2 are zero");
  }
}
