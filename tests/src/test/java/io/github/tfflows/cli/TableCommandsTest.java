package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Folder;
import io.github.tfflows.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

/** One small model, through all the commands. */
@Tag("training")
class TableCommandsTest {
  @TempDir static Path folder = Path.of("");

  private static Path data = Path.of("");
  private static Path model = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");

  @BeforeAll
  static void fit() throws IOException {
    data = Files.write(folder.resolve("data.csv"), Tables.mixed(1500));
    model = folder.resolve("model");
    fit =
        CommandRun.succeeded(
            "fit",
            data,
            "--out",
            model,
            "--without id --given letter --kind wind=circular:360 --kind price=positive",
            "--repeats density --steps 200 --validate-every 50",
            "--flow neuralSplineAutoregressive --layers 1 --hidden 32 --learning-rate 5e-3",
            "--json --tensorboard",
            folder.resolve("curves"));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void tellsAProgramHowTheFitWent() throws IOException {
    JsonNode summary = json(fit.out());
    assertEquals(1500, summary.path("rows").asInt());
    assertEquals("positive", summary.path("columns").path(1).path("kind").asText());
    assertEquals("integer", summary.path("columns").path(2).path("kind").asText());
    assertEquals("[\"a\",\"b\"]", summary.path("given").path(0).path("values").toString());
    // The entropy: 0.5 normal (0.726), price given x (-0.88 at price 1), count (1.41), wind (4.41).
    double heldOut = summary.path("held_out_log_prob").asDouble();
    assertEquals(-5.8, heldOut, 0.6);
    assertTrue(summary.path("gaussian_log_prob").asDouble(heldOut) < heldOut - 0.5);
    assertEquals(1, summary.path("members").asInt());
    assertEquals(0, summary.path("warnings").size(), summary.path("warnings").toString());
  }

  @Test
  void drawsCurvesForTensorBoard() throws IOException {
    List<Event> events = events();
    assertEquals("brain.Event:2", events.get(0).getFileVersion());
    Event last = events.get(events.size() - 1);
    assertEquals(200, last.getStep());
    assertEquals(
        List.of("loss/training", "loss/held_out", "learning_rate", "steps_per_second"),
        last.getSummary().getValueList().stream().map(value -> value.getTag()).toList());
  }

  private static List<Event> events() throws IOException {
    Path file = Folder.files(folder.resolve("curves")).get(0);
    List<Event> events = new ArrayList<>();
    for (byte[] record : Records.of(file)) {
      events.add(Event.parseFrom(record));
    }
    return events;
  }

  @Test
  void scoresRowsAsAPlainCallerDoes() throws IOException {
    Path scores = folder.resolve("scores.csv");
    CommandRun.succeeded("score", model, data, "--out", scores, "--keep id,count");
    assertEquals("id,count,log_prob,strangeness,p_value,problem", lines(scores).get(0));
    assertEquals(1501, lines(scores).size());
    String[] row = lines(data).get(1).split(",", -1);
    float[][] x = {{number(row[2]), number(row[3]), number(row[4]), number(row[5])}};
    float[][] context = {{row[1].equals("b") ? 1 : 0}};
    try (CompiledDistribution plain = CompiledDistribution.load(model)) {
      String[] scored = lines(scores).get(1).split(",", -1);
      assertArrayEquals(new String[] {row[0], row[4]}, new String[] {scored[0], scored[1]});
      assertEquals(plain.given(context).logProb(x)[0], number(scored[2]), 1e-4f);
    }
  }

  private static float number(String text) {
    return Float.parseFloat(text);
  }

  @Test
  void flagsTheShareOfRowsThatIsAskedFor() throws IOException {
    Path scores = folder.resolve("flags.parquet");
    CommandRun run =
        CommandRun.succeeded(
            "score", model, data, "--out", scores, "--false-alarm-rate 0.1 --json");
    JsonNode summary = json(run.out());
    assertEquals(1500, summary.path("rows").asInt());
    // A tenth of the 150 rows held out are 15 ± 3.7, and these decide about ten times as many.
    assertEquals(150, summary.path("anomalies").asInt(), 3 * 37);
    TableSource written = TableFiles.open(scores, SourceOptions.defaults());
    assertEquals(
        List.of("row", "log_prob", "strangeness", "p_value", "anomaly", "problem"),
        written.columns());
  }

  /** A file of numbers has no place for the reasons of unsuitable rows. */
  @Test
  void writesScoresAsNumbersAlone() throws IOException {
    Path scores = folder.resolve("scores.npy");
    CommandRun.succeeded("score", model, data, "--out", scores, "--force");
    TableSource written = TableFiles.open(scores, SourceOptions.defaults());
    assertEquals(4, written.columns().size(), "row, log-density, strangeness and p-value");
  }

  @Test
  void flagsTheMostExtremeRows() throws IOException {
    Path rows =
        Tables.file(
            folder,
            "extreme.csv",
            "letter,x,price,count,wind",
            "b,3,4.5,6,10",
            "b,1e20,4.5,6,10",
            "b,1e37,4.5,6,10",
            "a,-3e38,4.5,6,10");
    Path scores = folder.resolve("extreme-scores.csv");
    CommandRun.succeeded("score", model, rows, "--out", scores, "--false-alarm-rate 0.01")
        .says(", 3 anomalies at a false-alarm rate of 0.01");
    List<String> anomalies =
        lines(scores).stream().skip(1).map(line -> line.split(",", -1)[4]).toList();
    assertEquals(List.of("0", "1", "1", "1"), anomalies, lines(scores).toString());
  }

  @Test
  void replacesAFileOnlyByForce() throws IOException {
    Path draws = Files.writeString(folder.resolve("existing.csv"), "old");
    CommandRun.of("sample", model, "--given letter=b --out", draws).fails(1, "--force replaces it");
    assertEquals("old", Files.readString(draws));
    CommandRun.succeeded("sample", model, "--given letter=b --out", draws, "--force");
    assertEquals(2, lines(draws).size());
    CommandRun.of("score", model, data, "--out", data, "--force").fails(1, "would touch the input");
  }

  @Test
  void drawsRowsInTheColumnsOfTheData() throws IOException {
    Path draws = folder.resolve("draws.csv");
    CommandRun.succeeded("sample", model, "-n 400 --given letter=b --seed 3 --out", draws);
    assertEquals("x,price,count,wind,letter", lines(draws).get(0));
    double sum = 0;
    for (String line : lines(draws).subList(1, 401)) {
      String[] row = line.split(",", -1);
      sum += Double.parseDouble(row[0]);
      assertTrue(Double.parseDouble(row[1]) > 0, line);
      assertEquals(row[2], Long.toString(Long.parseLong(row[2])));
      assertTrue(number(row[3]) >= 0 && number(row[3]) <= 360, line);
      assertEquals("b", row[4]);
    }
    assertEquals(3, sum / 400, 0.3, "the mean of x among rows of b");
    Path again = folder.resolve("again.csv");
    CommandRun.succeeded("sample", model, "-n 400 --given letter=b --seed 3 --out", again);
    assertEquals(lines(draws), lines(again));
    CommandRun.succeeded("sample", model, "-n 131073 --given letter=b --force --out", again);
    Stream<String> begins = Stream.of(1, 1 + 65_536, 1 + 2 * 65_536).map(lines(again)::get);
    assertEquals(3, begins.distinct().count(), "the rows of each chunk are others");
  }

  @Test
  void describesAModel() throws IOException {
    JsonNode all = json(CommandRun.succeeded("describe", model, "--json").out());
    assertEquals("circular:360", all.path("columns").path(3).path("kind").asText());
    assertEquals(
        "context float[-1, 1]; x float[-1, 4] -> log_prob float[-1]",
        all.path("signatures").path("log_prob").asText());
    String byColumn = all.path("signatures").path("log_prob_columns").asText();
    assertTrue(byColumn.endsWith(" -> log_prob, p_value, strangeness float[-1]"), byColumn);
    assertEquals("200", all.path("training").path("steps").asText());
    assertTrue(all.path("parameters").asLong() > 1000);
    assertTrue(CommandRun.succeeded("describe", model).out().contains("wind  circular:360"));
  }

  @Test
  void exportsForServing() throws IOException {
    Path serving = folder.resolve("serving");
    CommandRun.succeeded("export", model, serving, "--version 7 --warm-up", data);
    assertTrue(Files.size(serving.resolve("7/assets.extra/tf_serving_warmup_requests")) > 32 * 16);
    CommandRun.succeeded("describe", serving.resolve("7"));
    assertFalse(Files.exists(serving.resolve("config.pbtxt")));
    CommandRun.succeeded("export", model, serving, "--version 8 --triton log_prob_columns");
    assertTrue(Files.readString(serving.resolve("config.pbtxt")).contains("TYPE_STRING"));
    assertTrue(Files.exists(serving.resolve("8/model.py")));
    CommandRun unknown = CommandRun.of("export", model, serving, "--version 9 --triton x");
    unknown.says("has no signature x; it has [");
    assertFalse(Files.exists(serving.resolve("9")));
    CommandRun.of("export", model, serving, "--version 7").fails(1, "--force");
  }

  @Test
  void refusesBeforeAnyWork() throws IOException {
    CommandRun.of("fit", data, "--out", model)
        .fails(1, model + ": there is a model already; --force replaces it");
    CommandRun.of("fit", data, "--out", folder.resolve("m"), "--kind x=reel")
        .fails(2, "x=reel (did you mean \"real\"?)");
    CommandRun.of("fit", data, "--out", folder.resolve("m"), "--flow mav")
        .fails(2, "\"mav\" (did you mean \"maf\"?)");
    CommandRun.of("fit", data, "--out", folder.resolve("m"), "--columns y")
        .fails(1, "--kind NAME=KIND");
    assertFalse(Files.exists(folder.resolve("m")));
  }

  /** Of a table without rows, and of one in which no row suits the columns. */
  @Test
  void averagesNothingWhereNoRowHasADensity() throws IOException {
    List<String> mixed = Tables.mixed(1);
    Path empty = Files.writeString(folder.resolve("empty.csv"), mixed.get(0) + "\n");
    Path wrong =
        Files.write(folder.resolve("unsuitable.csv"), List.of(mixed.get(0), "k,a,one,1,1,1"));
    for (Path file : List.of(empty, wrong)) {
      Path scores = folder.resolve("of-" + file.getFileName());
      CommandRun words = CommandRun.succeeded("score", model, file, "--out", scores);
      words.says(
          (file == empty ? "0 rows" : "1 row") + " written to " + scores + ", no log-density");
      assertFalse(words.errors().contains("NaN"), words.errors());
      CommandRun json =
          CommandRun.succeeded("score", model, file, "--out", scores, "--json --force");
      assertTrue(json(json.out()).path("mean_log_prob").isNull(), json.out());
    }
    CommandRun.of("evaluate", model, empty).fails(1, "empty.csv has 0 rows; expected at least 8");
    Path fewest = Files.write(folder.resolve("eight.csv"), Tables.mixed(8));
    CommandRun.succeeded("evaluate", model, fewest, "--draws 100");
  }

  @Test
  void completesCommandsInAShell() {
    String script = CommandRun.succeeded("generate-completion").out();
    assertTrue(script.contains("complete -F _complete_tfflows"), script);
    assertTrue(script.contains("--tensorboard"));
  }
}
