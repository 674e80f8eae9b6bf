package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.format.SourceOptions;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged CSV files: every form of the same lines has the same reading, be it a table or the same
 * message.
 */
class MutatedCsvTest {
  private static final List<String> ENDS = List.of("\n", "\r\n", "\r");
  private static final List<String> QUOTED =
      List.of(
          "\"a, b\"", "\"\"\"a\"\"\"", "\"two\nlines\"", " \"a\" ", "\"\"", "a\"b", " a", "é☃😀");

  @TempDir Path folder = Path.of("");

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
