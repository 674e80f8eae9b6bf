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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table of truth values, dates, times of day, timestamps, ratings of one to five, and an amount
 * that is often zero, through the commands.
 */
@Tag("training")
class TimeTableTest {
  private static final String HEADER = "member,day,clock,stamp,same,amount,rating";
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
      boolean isZero = random.nextInt(10) < (isMember ? 2 : 9);
      lines.add(
          "%s,%s,%s,%s,7,%.2f,%d"
              .formatted(
                  isMember ? "Yes" : "No",
                  random.nextInt(10) == 0 ? "" : NEW_YEAR.plusDays(day),
                  LocalTime.MIDNIGHT.plusMinutes(minute),
                  MAY.plusSeconds(stamp).format(STAMP),
                  isZero ? 0 : Math.exp(2 + 0.7 * random.nextGaussian()),
                  Math.min(1 + random.nextInt(5), 1 + random.nextInt(5))));
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
    List<String> kinds = List.of("boolean", "date", "time", "timestamp", "positive", "integer");
    assertEquals(kinds, columns.findValuesAsText("kind"));
    assertEquals(List.of("day", "second", "second"), columns.findValuesAsText("unit"));
    List<String> steps = List.of("0.0", "1.0", "60.0", "300.0", "0.01", "1.0");
    assertEquals(steps, columns.findValuesAsText("step"));
    CommandRun.succeeded("describe", model)
        .prints("amount  positive, point masses at 0\n")
        .prints("integer, point masses at 1, 2, 3, 4, 5\n")
        .prints("clock  time, in seconds from 00:00")
        .prints("day  date, in days from 2024-");
    fit.prints("Note      column same is constant, 7 in every row")
        .prints("stamp  timestamp, steps of 300 seconds")
        .prints("amount  positive, steps of 0.01, point masses at 0\n")
        .prints("rating  integer, point masses at 1, 2, 3, 4, 5\n");
    CommandRun.succeeded("inspect", data)
        .prints("steps of 1 day\n")
        .prints("steps of 60 seconds\n")
        .prints("steps of 300 seconds\n")
        .prints("steps of 0.01; point masses at 0\n");
    CommandRun.of("fit", data, "--out", folder.resolve("m"), "--columns day,same")
        .fails(1, "column same is constant");
  }

  @Test
  void anEvaluationWritesMomentsAsTheDataDoAndAddsNoiseToSteps() throws IOException {
    Path report = folder.resolve("report.html");
    String few = "--draws=200";
    CommandRun run = CommandRun.succeeded("evaluate", model, data, "--html", report, few);
    assertTrue(run.out().matches("(?s).*\n  day +2024-\\d\\d-\\d\\d 2024-.*"), run.out());
    run.prints("values with a step carry noise of its width");
    String page = Files.readString(report);
    assertEquals(3, page.split("Values with a step carry noise of its width", -1).length - 1);
    assertTrue(page.matches("(?s).*>stamp</th><td>2024-\\d\\d-\\d\\d \\d\\d:.*"));
    Matcher rating = Pattern.compile("(?s)>rating</th>(.*?)</tr>").matcher(page);
    assertTrue(rating.find(), "the row of a table");
    assertTrue(rating.group(1).matches(".*</td>(<td>\\d</td>){6}<td>0.*"), rating.group(1));
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
            "member,day,clock,stamp,amount,rating",
            "No,2022-04-10,00:10,2024-05-07 22:00:00Z,0,3",
            "No,2024-04-10,12:10,2024-05-07 22:00:00Z,0,3",
            "No,2024-04-10,00:10,2024-09-07 22:00:00Z,0,3");
    Path odd = Files.write(folder.resolve("odd.csv"), lines);
    Path explained = folder.resolve("explained.csv");
    CommandRun.succeeded("explain", model, odd, "--out", explained, "--force");
    List<String> oddest = rows(explained).stream().map(row -> row[7]).toList();
    assertEquals(List.of("day", "clock", "stamp"), oddest);
  }
}
