package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that cannot be read: the command says why, in one short line, before any training. */
class UnreadableTablesTest {
  private static final String HEAD = "x,y\n";

  @TempDir Path folder = Path.of("");

  private void refused(Path table, String reason) {
    CommandRun run = CommandRun.of("fit", table, "--out", folder.resolve("model"));
    String said = run.errors();
    assertEquals(1, run.status(), said);
    assertTrue(said.startsWith("Error: " + table) && said.contains(reason), said);
    assertTrue(said.length() < 700 && said.lines().count() <= 2, said);
    assertTrue(Files.notExists(folder.resolve("model")));
  }

  private void refused(byte[] content, String reason) throws IOException {
    refused(Files.write(folder.resolve("table"), content), reason);
  }

  private void refused(String content, String reason) throws IOException {
    refused(content.getBytes(StandardCharsets.ISO_8859_1), reason);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'',is empty",
        "P,at least 10",
        "x,at least 10",
        "'a;b',try --delimiter",
        "'x,y\n1,é\n',not text in UTF-8",
        "'x,y\n1,\"2\n',Unclosed quoted field",
        "PAR1,cannot be read as Parquet",
        "PAR1PAR1,cannot be read as Parquet",
        "\u0093NUM,header of an array",
        "\u0093NUMPY\u0001\u0000\u00ff\u00ff,header of an array",
        "\u0093NUMPY\u0002\u0000\u00ff\u00ff\u00ff\u00ff,header of an array",
        "'\u001f\u008bgarbage',cannot be read",
        "(\u00b5/\u00fd,is compressed by zstd"
      })
  void namesTheFileAndTheReason(String content, String reason) throws IOException {
    refused(content, reason);
  }

  @Test
  void refusesZeroBytes() throws IOException {
    refused("x\0,y\n", "zero byte");
  }

  @Test
  void cutsGiganticCellsAndManyColumns() throws IOException {
    refused(HEAD + "1,2\n2,1\n".repeat(5) + "1," + "q".repeat(1 << 20) + "\n", "expected a number");
    refused(HEAD + "1,\"" + "q".repeat(1 << 25) + "\n", "maximum buffer size");
    refused("c,".repeat(100_000) + "\n", "limit of 16384 fields");
    refused("x".repeat(1 << 20) + "\n1\n2\n", "at least 10");
  }

  @Test
  void unpacksNoMoreThanItReads() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 200; i++) {
        out.write("1".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
      }
    }
    refused(bytes.toByteArray(), "maximum buffer size");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has no /dev
  void refusesWhatIsNoPlainFile() throws IOException {
    refused(folder.resolve("missing.csv"), "there is no such file");
    refused(Files.createDirectory(folder.resolve("folder")), "is a directory");
    refused(Path.of("/dev/null"), "is a device");
  }

  private static final List<String> ENDS = List.of("\n", "\r\n", "\r");
  private static final List<String> QUOTED =
      List.of(
          "\"a, b\"", "\"\"\"a\"\"\"", "\"two\nlines\"", " \"a\" ", "\"\"", "a\"b", " a", "é☃😀");

  private int tables;

  @Test
  void everyFormOfALineHasTheSameReading() throws IOException {
    readAll(0, 400);
    assertTrue(tables > 50, () -> tables + " tables");
  }

  @Tag("slow")
  @Test
  void everyFormOfALineHasTheSameReadingFortyThousandTimes() throws IOException {
    readAll(1000, 41_000);
    assertTrue(tables > 5_000, () -> tables + " tables");
  }

  private void readAll(int from, int to) throws IOException {
    List<String> failures = new ArrayList<>();
    for (int seed = from; seed < to; seed++) {
      try {
        read(seed);
      } catch (AssertionError e) {
        failures.add("seed %s: %s".formatted(seed, e.getMessage()));
      }
    }
    assertEquals(List.of(), failures);
  }

  private void read(int seed) throws IOException {
    Random random = new Random(new SplittableRandom(seed).nextLong());
    byte[] bytes = new Mutations(seed).of(original(random).getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("a.csv"), bytes);
    Reading reading = Reading.of(file);
    assertEquals(reading, Reading.of(file), "again");
    assertEquals(reading, Reading.of(zipped(bytes)), "zipped");
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      assertTrue(!reading.message().isEmpty(), "no text, but a table");
      return;
    }
    String bare = text.startsWith("\ufeff") ? text.substring(1) : text;
    assertEquals(reading, Reading.of(written("b.csv", "\ufeff" + bare)), "with a mark");
    Path wide = folder.resolve("wide.csv");
    Files.write(wide, ("\ufeff" + bare).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(reading, Reading.of(wide), "in UTF-16");
    if (reading.message().isEmpty()) {
      tables++;
      readParts(reading, bare, random);
    }
  }

  /** The rows in two files, and each row after a value that may be very long. */
  private void readParts(Reading reading, String text, Random random) throws IOException {
    List<String> rows = reading.rowsOf(text);
    int middle = random.nextInt(rows.size());
    if (middle > 0) {
      String header = reading.isNamed() ? rows.get(0) + "\n" : "";
      written("part1.csv", String.join("", rows.subList(0, middle)));
      written("part2.csv", header + String.join("", rows.subList(middle, rows.size())));
      TableSource joined =
          TableFiles.open(
              folder.resolve("part?.csv").toString(),
              new SourceOptions(
                  Optional.empty(),
                  reading.isNamed() ? SourceOptions.Header.PRESENT : SourceOptions.Header.ABSENT));
      assertEquals(reading.cells(), Tables.cells(joined), "in two files");
    }

    StringBuilder wider = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      String cell = i == middle ? "k".repeat(70_000) : "7";
      wider.append(i == 0 && reading.isNamed() ? "key" : cell).append(',').append(rows.get(i));
    }
    List<List<@Nullable String>> after =
        Tables.cells(Tables.open(written("c.csv", wider.toString())));
    assertEquals(
        reading.cells(),
        after.stream().map(row -> row.subList(1, row.size())).toList(),
        "after a column of keys");
  }

  private static String original(Random random) {
    String end = ENDS.get(random.nextInt(ENDS.size()));
    StringBuilder text = new StringBuilder();
    List<String> lines = Tables.mixed(20 + random.nextInt(30));
    for (String line : lines) {
      String more = QUOTED.get(random.nextInt(QUOTED.size()));
      text.append(line).append(',').append(line.equals(lines.get(0)) ? "note" : more).append(end);
    }
    return text.toString();
  }

  private Path written(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(all)) {
      out.write(bytes);
    }
    return Files.write(folder.resolve("a.csv.gz"), all.toByteArray());
  }

  /** A table with the lines on which its rows begin, or the message of its refusal. */
  private record Reading(
      String message, boolean isNamed, List<List<@Nullable String>> cells, List<Integer> lines) {
    static Reading of(Path file) throws IOException {
      try {
        TableSource source = Tables.open(file);
        List<Integer> lines = new ArrayList<>();
        try (RowCursor cursor = source.open()) {
          while (cursor.next()) {
            String place = cursor.place();
            lines.add(
                Integer.valueOf(place.substring(place.indexOf("line ") + 5, place.length() - 1)));
          }
        }
        boolean isNamed = !source.columns().get(0).equals("c1");
        return new Reading("", isNamed, Tables.cells(source), lines);
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage()).replace(file.toString(), "FILE");
        return new Reading(message, false, List.of(), List.of());
      }
    }

    /** The text of the header, if there is one, or of the first row, and of each other row. */
    List<String> rowsOf(String text) {
      List<String> physical = List.of(text.split("(?<=\n)|(?<=\r)(?!\n)", -1));
      List<Integer> begins = new ArrayList<>(lines);
      if (isNamed || begins.isEmpty()) {
        begins.add(0, 1);
      }
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < begins.size(); i++) {
        int end = i + 1 < begins.size() ? begins.get(i + 1) - 1 : physical.size();
        rows.add(String.join("", physical.subList(begins.get(i) - 1, end)));
      }
      rows.set(0, rows.get(0).stripLeading());
      return rows;
    }
  }
}
