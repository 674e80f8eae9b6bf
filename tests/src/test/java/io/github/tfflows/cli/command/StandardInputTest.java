package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
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

  private static final List<String> SETTINGS =
      List.of("--conditioning=any", "--columns=x,price,letter", "--members=1", "--layers=1");

  @BeforeAll
  static void fit() throws IOException {
    Files.write(folder.resolve("data.csv"), Tables.mixed(300));
    List<Object> words = new ArrayList<>(List.of("fit", folder.resolve("data.csv"), "--quiet"));
    words.addAll(SETTINGS);
    words.addAll(List.of("--hidden=8", "--steps=20", "--threads=1", "--out", model()));
    CommandRun run = CommandRun.succeeded(words.toArray());
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
  @ValueSource(strings = {"score", "predict --target=letter", "impute", "explain"})
  void rowsOfAPipeGiveTheResultsOfTheirFile(String line) throws IOException {
    List<Object> words = new ArrayList<>(Arrays.asList((Object[]) line.split(" ", -1)));
    words.add(1, model());
    words.add(2, folder.resolve("data.csv"));
    CommandRun file = CommandRun.succeeded(words.toArray());
    words.set(2, "-");
    CommandRun pipe = piped(data(), words.toArray());
    assertEquals(0, pipe.status(), pipe.errors());
    assertEquals(file.out(), pipe.out());
    assertEquals(file.out(), piped(zipped(data()), words.toArray()).out());
  }

  @Test
  void aPipeHasTheChecksOfAFile() throws IOException {
    CommandRun nothing = piped(new byte[0], "score", model(), "-");
    assertEquals(1, nothing.status());
    assertTrue(nothing.errors().contains("the standard input is empty"), nothing.errors());
    String ragged = "x,price,letter\n1,2,red\n1,2\n";
    CommandRun row = piped(ragged.getBytes(StandardCharsets.UTF_8), "score", model(), "-");
    assertTrue(row.errors().contains("the standard input, row 2 (line 3): 2 values"), row.errors());
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
    assertTrue(run.errors().contains(expected), run.errors());
    assertTrue(run.errors().contains("write it to a file"), run.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fit", "inspect", "compare", "evaluate", "refit"})
  void commandsThatReadTwiceRefuseAPipe(String command) {
    List<Object> words = new ArrayList<>(List.of(command));
    if (command.equals("evaluate") || command.equals("refit")) {
      words.add(model());
    }
    words.add("-");
    words.addAll(
        switch (command) {
          case "fit", "refit" -> List.of("--out", folder.resolve("other"));
          case "compare" -> List.of("--flows", "maf");
          default -> List.of();
        });
    CommandRun run = piped(new byte[0], words.toArray());
    assertEquals(2, run.status(), run.errors());
    String expected = command + " reads its rows more than once; write the standard input to";
    assertTrue(run.errors().contains(expected), run.errors());
  }

  @Test
  void quietCommandsPrintResultsAlone() throws IOException {
    Path odd = folder.resolve("odd.csv");
    Files.write(odd, List.of("x,price,letter", "big,2,red", "1,2,red"));
    CommandRun run = CommandRun.succeeded("score", model(), odd, "--quiet");
    assertEquals("", run.errors());
    assertTrue(run.out().contains("expected a number"), "the reason is a result: " + run.out());
    assertTrue(CommandRun.succeeded("score", model(), odd).errors().contains("2 rows, mean"));
    assertEquals(1, CommandRun.of("-q", "score", model(), folder.resolve("none")).status());
    String error = CommandRun.of("score", "-q", model(), folder.resolve("none")).errors();
    assertTrue(error.startsWith("Error: "), error);
    assertTrue(CommandRun.succeeded("inspect", odd, "-q").out().contains("missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "predict --target=x", "impute", "explain"})
  void summariesAreJson(String line) throws IOException {
    List<Object> words = new ArrayList<>(Arrays.asList((Object[]) line.split(" ", -1)));
    words.addAll(List.of(model(), folder.resolve("data.csv"), "--json"));
    CommandRun unasked = CommandRun.of(words.toArray());
    assertEquals(2, unasked.status());
    assertTrue(unasked.errors().contains("--json needs --out"), unasked.errors());
    words.addAll(List.of("--force", "--out", folder.resolve("out.csv")));
    JsonNode summary = new ObjectMapper().readTree(CommandRun.succeeded(words.toArray()).out());
    assertEquals(300, summary.get("rows").asInt());
    assertEquals(0, summary.get("unsuitable_rows").asInt());
  }
}
