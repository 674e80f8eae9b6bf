package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An amount of money that is zero for most rows of one name, and a rating of one to five. */
class PointMassCommandsTest {
  @TempDir static Path folder = Path.of("");

  private static Path model = Path.of("");
  private static CommandRun fit = new CommandRun(0, "", "");

  private static List<String> table(int count) {
    Random random = new Random(2);
    List<String> lines = new ArrayList<>(List.of("plan,amount,rating"));
    for (int i = 0; i < count; i++) {
      boolean isFree = random.nextBoolean();
      boolean isZero = random.nextInt(10) < (isFree ? 9 : 2);
      double amount = isZero ? 0 : Math.exp(2 + 0.7 * random.nextGaussian());
      int rating = Math.min(1 + random.nextInt(5), 1 + random.nextInt(5));
      lines.add("%s,%.2f,%d".formatted(isFree ? "free" : "paid", amount, rating));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    Path data = Files.write(folder.resolve("data.csv"), table(3_000));
    model = folder.resolve("model");
    fit = CommandRun.fittedToAny(data, model, 400, "--hidden=32");
  }

  @Test
  void namesTheMassesOfColumns() {
    fit.prints("amount  positive, steps of 0.01, point masses at 0\n");
    fit.prints("rating  integer, point masses at 1, 2, 3, 4, 5\n");
    String described = CommandRun.succeeded("describe", model).out();
    assertTrue(described.contains("amount  positive, point masses at 0\n"), described);
    assertTrue(described.contains("integer, point masses at 1, 2, 3, 4, 5\n"), described);
  }

  @Test
  void evaluatesWithNoiseAndSaysSo() throws IOException {
    Path html = folder.resolve("report.html");
    CommandRun run =
        CommandRun.succeeded(
            "evaluate",
            model,
            folder.resolve("data.csv"),
            "--html",
            html,
            "--permutations=99 --draws=1000");
    run.prints("values with a step carry noise of its width");
    String page = Files.readString(html);
    assertEquals(3, page.split("Values with a step carry noise of its width", -1).length - 1);
    Matcher rating = Pattern.compile("(?s)>rating</th>(.*?)</tr>").matcher(page);
    assertTrue(rating.find(), "the row of a table");
    assertTrue(
        rating.group(1).contains("<td>2</td><td>2</td><td>4</td><td>4</td>"), rating.group(1));
  }

  @Test
  void scoresZerosAndRejectsWhatIsBelow() throws IOException {
    Path rows =
        Files.write(
            folder.resolve("rows.csv"),
            List.of("plan,amount,rating", "free,0,1", "free,-1,1", "free,7.39,1"));
    Path scores = folder.resolve("scores.csv");
    CommandRun.succeeded("score", model, rows, "--out", scores);
    List<String> lines = Files.readAllLines(scores);
    assertEquals("row,log_prob,strangeness,p_value,problem", lines.get(0));
    // P(free) P(zero | free) P(rating 1), the second over its width.
    double zero = Math.log(0.5) + Math.log(0.9 / 0.01) + Math.log(9.0 / 25);
    assertEquals(zero, Double.parseDouble(lines.get(1).split(",", -1)[1]), 0.3);
    assertTrue(lines.get(2).contains(",-Infinity,"), lines.get(2));
    assertTrue(lines.get(2).contains("expected a number above zero, or zero"), lines.get(2));
    // P(free) P(not zero | free) p(7.39), the density of a lognormal, P(rating 1).
    double other =
        Math.log(0.5 * 0.1) - Math.log(7.39 * 0.7 * Math.sqrt(2 * Math.PI)) + Math.log(9.0 / 25);
    assertEquals(other, Double.parseDouble(lines.get(3).split(",", -1)[1]), 0.4);
  }
}
