package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of truth values, dates, times of day and timestamps through the commands. */
@Tag("training")
class TimeTableTest {
  private static final String HEADER = "member,day,clock,stamp,same";
  private static final LocalDate NEW_YEAR = LocalDate.of(2024, 1, 1);
  private static final LocalDateTime MAY = LocalDateTime.of(2024, 5, 1, 0, 0);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT);
  private static final double DAY = 20;
  private static final double CLOCK = 3_600;
  private static final double STAMPS = 150_000;

  @TempDir static Path folder = Path.of("");

  private static Path data = Path.of("");
  private static Path model = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");

  /** Members come later in the year; the clock is around midnight; every tenth day is missing. */
  private static List<String> table(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < count; i++) {
      boolean isMember = random.nextInt(10) < 3;
      long day = Math.round((isMember ? 200 : 100) + DAY * random.nextGaussian());
      long minute = Math.round(CLOCK / 60 * random.nextGaussian());
      long stamp = 300 * Math.round((4 * STAMPS + STAMPS * random.nextGaussian()) / 300);
      lines.add(
          "%s,%s,%s,%s,7"
              .formatted(
                  isMember ? "Yes" : "No",
                  random.nextInt(10) == 0 ? "" : NEW_YEAR.plusDays(day),
                  LocalTime.MIDNIGHT.plusMinutes(minute),
                  MAY.plusSeconds(stamp).format(STAMP)));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    data = Files.write(folder.resolve("data.csv"), table(1_000, 1));
    model = folder.resolve("model");
    fit = CommandRun.fittedToAny(data, model, 100, "--hidden=32");
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  @Test
  void reportsKindsStepsAndTheConstantColumn() {
    JsonNode columns = CommandRun.succeeded("describe", model, "--json").json().path("columns");
    assertEquals(List.of("boolean", "date", "time", "timestamp"), columns.findValuesAsText("kind"));
    assertEquals(List.of("day", "second", "second"), columns.findValuesAsText("unit"));
    assertEquals(List.of("0.0", "1.0", "60.0", "300.0"), columns.findValuesAsText("step"));
    CommandRun.succeeded("describe", model)
        .prints("clock  time, in seconds from 00:00")
        .prints("day  date, in days from 2024-");
    fit.prints("Note      column same is constant, 7 in every row")
        .prints("stamp  timestamp, steps of 300 seconds");
    CommandRun.of("fit", data, "--out", folder.resolve("m"), "--columns day,same")
        .fails(1, "column same is constant");
  }

  @Test
  void anEvaluationWritesMomentsAsTheDataDo() throws IOException {
    Path report = folder.resolve("report.html");
    String few = "--permutations=99 --draws=200";
    CommandRun run = CommandRun.succeeded("evaluate", model, data, "--html", report, few);
    assertTrue(run.out().matches("(?s).*\n  day +2024-\\d\\d-\\d\\d 2024-.*"), run.out());
    assertTrue(
        Files.readString(report).matches("(?s).*>stamp</th><td>2024-\\d\\d-\\d\\d \\d\\d:.*"));
    JsonNode columns =
        CommandRun.succeeded("evaluate", model, data, few, "--json").json().path("columns");
    double days = columns.get(2).path("rows").path("mean").asDouble();
    assertEquals("day", columns.get(2).path("name").asText(), columns::toString);
    assertEquals((double) LocalDate.of(2024, 7, 1).toEpochDay(), days, 200);
  }

  @Test
  void theOddMomentIsNamed() throws IOException {
    List<String> lines =
        List.of(
            "member,day,clock,stamp",
            "No,2022-04-10,00:10,2024-05-07 22:00:00Z",
            "No,2024-04-10,12:10,2024-05-07 22:00:00Z",
            "No,2024-04-10,00:10,2024-09-07 22:00:00Z");
    Path odd = Files.write(folder.resolve("odd.csv"), lines);
    Path explained = folder.resolve("explained.csv");
    CommandRun.succeeded("explain", model, odd, "--out", explained, "--force");
    List<String> oddest = rows(explained).stream().map(row -> row[5]).toList();
    assertEquals(List.of("day", "clock", "stamp"), oddest);
  }
}
