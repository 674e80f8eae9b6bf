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
    Path data = Files.write(folder.resolve("data.csv"), table(1_000));
    model = folder.resolve("model");
    fit = CommandRun.fittedToAny(data, model, 20, "--hidden=8");
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
    Path data = folder.resolve("data.csv");
    CommandRun.succeeded("evaluate", model, data, "--permutations=99 --draws=500 --html", html)
        .prints("values with a step carry noise of its width");
    String page = Files.readString(html);
    assertEquals(3, page.split("Values with a step carry noise of its width", -1).length - 1);
    Matcher rating = Pattern.compile("(?s)>rating</th>(.*?)</tr>").matcher(page);
    assertTrue(rating.find(), "the row of a table");
    assertTrue(rating.group(1).matches(".*</td>(<td>\\d</td>){6}<td>0.*"), rating.group(1));
  }
}
