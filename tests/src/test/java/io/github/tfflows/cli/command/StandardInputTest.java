package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.tables.Tables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that arrive in a pipe, and words that --quiet leaves out. */
@Tag("training")
class StandardInputTest {
  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void fit() throws IOException {
    Files.write(folder.resolve("data.csv"), Tables.mixed(300));
    CommandRun run =
        CommandRun.succeeded(
            "fit --quiet --conditioning=any --columns=x,price,letter --members=1 --layers=1",
            "--hidden=8 --steps=20 --threads=1 --out",
            model(),
            folder.resolve("data.csv"));
    assertEquals("", run.out() + run.errors(), "a quiet fit that succeeds says nothing");
  }

  private static Path model() {
    return folder.resolve("model");
  }

  private static CommandRun piped(byte[] bytes, Object... words) {
    InputStream usual = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    try {
      return CommandRun.of(words);
    } finally {
      System.setIn(usual);
    }
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static byte[] data() throws IOException {
    return Files.readAllBytes(folder.resolve("data.csv"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"score", "predict --target=letter", "impute", "explain", "monitor --window=100"})
  void rowsOfAPipeGiveTheResultsOfTheirFile(String line) throws IOException {
    CommandRun file = CommandRun.succeeded(line, model(), folder.resolve("data.csv"));
    CommandRun pipe = piped(data(), line, model(), "-");
    assertEquals(0, pipe.status(), pipe.errors());
    assertEquals(file.out(), pipe.out());
    assertEquals(file.out(), piped(zipped(data()), line, model(), "-").out());
  }

  @Test
  void aPipeIsSplitWhereItsLinesAgree() throws IOException {
    CommandRun file = CommandRun.succeeded("score", model(), folder.resolve("data.csv"));
    String other = new String(data(), StandardCharsets.UTF_8).replace(',', ';').replace('.', ',');
    CommandRun pipe = piped(other.getBytes(StandardCharsets.UTF_8), "score", model(), "-");
    assertEquals(file.out(), pipe.out());
    pipe.says("the standard input: line 1 has a single value, split at \",\"");
  }

  @Test
  void aPipeHasTheChecksOfAFile() throws IOException {
    piped(new byte[0], "score", model(), "-").fails(1, "the standard input is empty");
    String ragged = "x,price,letter\n1,2,red\n1,2\n";
    CommandRun row = piped(ragged.getBytes(StandardCharsets.UTF_8), "score", model(), "-");
    row.says("the standard input, row 2 (line 3): 2 values");
    byte[] cut = Arrays.copyOf(zipped(data()), 900);
    Path out = folder.resolve("cut.csv");
    CommandRun whole = piped(cut, "score", model(), "-", "--out", out);
    assertEquals(1, whole.status(), whole.errors());
    assertTrue(Files.notExists(out), "half a table is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PAR1\0\0,Parquet", "\u0093NUMPY,NPY", "{\"x\": 1}\n,JSON", "[{\"x\": 1}],JSON"})
  void otherFormatsNeedAFile(String bytesAndName) {
    int at = bytesAndName.lastIndexOf(',');
    byte[] bytes = bytesAndName.substring(0, at).getBytes(StandardCharsets.ISO_8859_1);
    CommandRun run = piped(bytes, "score", model(), "-");
    assertEquals(1, run.status());
    String expected = "the standard input holds " + bytesAndName.substring(at + 1);
    run.says(expected);
    run.says("write it to a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fit", "inspect", "compare", "evaluate", "refit"})
  void commandsThatReadTwiceRefuseAPipe(String command) {
    List<Object> words =
        switch (command) {
          case "fit" -> List.of("- --out", folder.resolve("other"));
          case "refit" -> List.of(model(), "- --out", folder.resolve("other"));
          case "evaluate" -> List.of(model(), "-");
          case "compare" -> List.of("- --flows maf");
          default -> List.of("-");
        };
    piped(new byte[0], command, words)
        .fails(2, command + " reads its rows more than once; write the standard input to");
  }

  @Test
  void quietCommandsPrintResultsAlone() throws IOException {
    Path odd = folder.resolve("odd.csv");
    Files.write(odd, List.of("x,price,letter", "big,2,red", "1,2,red"));
    CommandRun run = CommandRun.succeeded("score", model(), odd, "--quiet");
    assertEquals("", run.errors());
    assertTrue(run.out().contains("expected a number"), "the reason is a result: " + run.out());
    assertTrue(CommandRun.succeeded("score", model(), odd).errors().contains("2 rows, mean"));
    assertEquals(1, CommandRun.of("-q score", model(), folder.resolve("none")).status());
    String error = CommandRun.of("score -q", model(), folder.resolve("none")).errors();
    assertTrue(error.startsWith("Error: "), error);
    assertTrue(CommandRun.succeeded("inspect", odd, "-q").out().contains("missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "predict --target=x", "impute", "explain"})
  void summariesAreJson(String line) throws IOException {
    List<Object> words = List.of(line, model(), folder.resolve("data.csv"), "--json");
    CommandRun.of(words).fails(2, "--json needs --out");
    Path out = folder.resolve("out.csv");
    JsonNode summary = CommandRun.succeeded(words, "--force --out", out).json();
    assertEquals(300, summary.get("rows").asInt());
    assertEquals(0, summary.get("unsuitable_rows").asInt());
  }
}
