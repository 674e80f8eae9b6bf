package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.hipparchus.stat.StatUtils;
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
    data = Files.write(folder.resolve("data.csv"), table(3_000, 1));
    model = folder.resolve("model");
    fit = CommandRun.fittedToAny(data, model, 500, "--hidden=32");
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private static double[] numbers(List<String[]> rows, ToDoubleFunction<String[]> number) {
    return rows.stream().mapToDouble(number).toArray();
  }

  private static double days(String text) {
    return ChronoUnit.DAYS.between(NEW_YEAR, LocalDate.parse(text));
  }

  /** Seconds from midnight, before or after it. */
  private static double seconds(String text) {
    int second = LocalTime.parse(text).toSecondOfDay();
    return second < 43_200 ? second : second - 86_400;
  }

  private static double stamp(String text) {
    return Duration.between(MAY, LocalDateTime.parse(text, STAMP)).toSeconds();
  }

  private static void assertMoments(double mean, double deviation, double... values) {
    assertEquals(mean, StatUtils.mean(values), 0.15 * deviation);
    assertEquals(deviation, Math.sqrt(StatUtils.variance(values)), 0.2 * deviation);
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
    CommandRun.of("fit", data, "--out", folder.resolve("m"), "--columns", "day,same")
        .fails(1, "column same is constant");
  }

  @Test
  void drawsHaveTheMarginalsAndTheGridOfTheData() throws IOException {
    Path draws = folder.resolve("draws.csv");
    CommandRun.succeeded("sample", model, "-n", 3_000, "--out", draws, "--force");
    List<String[]> drawn = rows(draws);
    List<String[]> members = drawn.stream().filter(row -> row[0].equals("Yes")).toList();
    List<String[]> dated = members.stream().filter(row -> !row[1].isEmpty()).toList();
    assertEquals(0.3, members.size() / 3_000.0, 0.04);
    assertEquals(0.9, dated.size() / (double) members.size(), 0.04);
    assertMoments(200, DAY, numbers(dated, row -> days(row[1])));
    assertMoments(0, CLOCK, numbers(drawn, row -> seconds(row[2])));
    assertMoments(4 * STAMPS, STAMPS, numbers(drawn, row -> stamp(row[3])));
    assertTrue(drawn.stream().allMatch(row -> row[0].equals("Yes") || row[0].equals("No")));
    assertTrue(drawn.stream().allMatch(row -> row[2].length() == 5), "hours and minutes");
    assertTrue(drawn.stream().allMatch(row -> stamp(row[3]) % 300 == 0), "five minutes");
    CommandRun.succeeded("score", model, draws, "--out", folder.resolve("d.csv"), "--force");
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
