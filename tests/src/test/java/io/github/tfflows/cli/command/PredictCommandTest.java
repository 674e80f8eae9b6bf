package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command predict on a price that grows with the size, and its spread with it. */
@Tag("training")
class PredictCommandTest {
  private static final int NEW = 300;

  @TempDir static Path folder = Path.of("");

  private static List<String> table(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("id,size,colour,price,day"));
    for (int i = 0; i < count; i++) {
      double size = random.nextDouble();
      String colour = random.nextDouble() < 0.2 + 0.6 * size ? "red" : "blue";
      double price = 10 + 5 * size + size * random.nextGaussian();
      lines.add(
          String.format(
              Locale.ROOT,
              "k%d,%.3f,%s,%.2f,2024-01-%02d",
              i,
              size,
              random.nextInt(8) == 0 ? "" : colour,
              price,
              1 + (int) (30 * size * random.nextDouble())));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    Files.write(folder.resolve("data.csv"), table(1_500, 1));
    Files.write(folder.resolve("new.csv"), table(NEW, 2));
    fit("price", "--given=size,colour", "--target=price");
    fit("colour", "--given=size", "--columns=colour");
    fit("both", "--given=size", "--columns=price,day");
  }

  private static void fit(String column, String given, String modelled) {
    CommandRun.succeeded(
        "fit",
        folder.resolve("data.csv"),
        given,
        modelled,
        "--out=" + folder.resolve(column),
        "--members=1 --layers=1 --hidden=16 --steps=200");
  }

  private static List<String[]> predicted(String model, Object... more) {
    return CommandRun.succeeded("predict", folder.resolve(model), folder.resolve("new.csv"), more)
        .out()
        .lines()
        .map(line -> line.split(",", -1))
        .toList();
  }

  @Test
  void intervalsHoldTheirShareOfNewPrices() {
    List<String[]> rows = predicted("price", "--keep=id,price", "--level=0.5,0.9");
    assertEquals(
        "id,price,median,mean,standard_deviation,lower 50%,upper 50%,lower 90%,upper 90%,problem",
        String.join(",", rows.get(0)));
    assertEquals(NEW + 1, rows.size());
    double within = 0;
    double error = 0;
    for (String[] row : rows.subList(1, rows.size())) {
      double price = Double.parseDouble(row[1]);
      within += price >= Double.parseDouble(row[7]) && price <= Double.parseDouble(row[8]) ? 1 : 0;
      error += Math.abs(price - Double.parseDouble(row[2])) / NEW;
      assertTrue(Double.parseDouble(row[5]) >= Double.parseDouble(row[7]));
    }
    assertEquals(0.9, within / NEW, 5 * Math.sqrt(0.09 / NEW));
    assertTrue(error < 0.6, "mean absolute error " + error);
  }

  @Test
  void namesHaveAProbabilityEach() {
    List<String[]> rows = predicted("colour");
    String header = String.join(",", rows.get(0));
    assertTrue(header.startsWith("row,prediction,probability "), header);
    assertTrue(header.contains(",missing,"), header);
    for (String[] row : rows.subList(1, rows.size())) {
      assertEquals(1, Double.parseDouble(row[2]) + Double.parseDouble(row[3]), 2e-3);
      assertEquals(0.125, Double.parseDouble(row[4]), 0.1);
    }
  }

  @Test
  void intervalsAreCorrectedUnlessAsked() {
    String[] row = predicted("price").get(1);
    String[] plain = predicted("price", "--uncorrected").get(1);
    assertEquals(row[1], plain[1]);
    assertNotEquals(row[4], plain[4]);
  }

  @Test
  void namesHaveNoIntervalsWhoseBoundsCouldLack() throws IOException {
    Path few = Files.write(folder.resolve("few.csv"), table(60, 3));
    Path model = folder.resolve("few");
    String small = "--members=1 --layers=1 --hidden=8 --steps=5 --given=size --columns=colour";
    CommandRun.succeeded("fit", few, small, "--out", model);
    assertEquals("", CommandRun.succeeded("predict", model, few).errors());
  }

  @Test
  void intervalsWithoutBoundsAreTold() {
    Path model = folder.resolve("price");
    Path data = folder.resolve("new.csv");
    CommandRun few = CommandRun.succeeded("predict", model, data, "--level=0.99999,0.5,0.9999");
    assertTrue(few.out().contains(",-Infinity,Infinity,"), few.out());
    assertTrue(few.errors().contains("intervals of 0.99999, 0.9999 have no bounds"), few.errors());
    for (String option : List.of("--level=0.9", "--level=0.99999 --uncorrected")) {
      CommandRun bounded = CommandRun.succeeded("predict", model, data, option);
      assertFalse(bounded.errors().contains("no bounds"), bounded.errors());
    }
    List<Object> both =
        List.of("predict", folder.resolve("both"), data, "--target=price --target=day --draws=20");
    CommandRun region = CommandRun.succeeded(both, "--level=0.9,0.99999");
    assertTrue(region.errors().contains("regions of 0.99999 have no bounds"), region.errors());
  }

  @Test
  void severalTargetsHaveADensityAndARegion() throws IOException {
    List<String[]> rows =
        predicted("both", "--target=price", "--target=day", "--level=0.5,0.9", "--draws=200");
    assertEquals(
        "row,median price,mean price,standard_deviation price,lower price 50%,upper price 50%,"
            + "lower price 90%,upper price 90%,median day,lower day 50%,upper day 50%,"
            + "lower day 90%,upper day 90%,log_prob,inside 50%,inside 90%,problem",
        String.join(",", rows.get(0)));
    for (int i = 0; i < 2; i++) {
      int column = 14 + i;
      double level = i == 0 ? 0.5 : 0.9;
      long within = rows.stream().filter(row -> row[column].equals("yes")).count();
      double deviation = Math.sqrt(level * (1 - level) / NEW);
      assertEquals(level, (double) within / NEW, 6 * deviation, "of " + level);
    }
    for (String[] row : rows.subList(1, rows.size())) {
      assertTrue(row[14].equals("no") || row[15].equals("yes"), "regions lie within each other");
      assertTrue(Double.isFinite(Double.parseDouble(row[13])));
      assertTrue(row[8].matches("2024-0[12]-\\d\\d"), row[8]);
    }
    Path sizes = Tables.file(folder, "sizes.csv", "size", "0.5");
    CommandRun alone =
        CommandRun.succeeded(
            "predict", folder.resolve("both"), sizes, "--target=day --target=price");
    assertEquals(
        "row,median price,mean price,standard_deviation price,lower price,upper price,median day,"
            + "lower day,upper day,problem",
        alone.out().lines().findFirst().orElseThrow());
  }

  @Test
  void rowsThatDoNotSuitAreReported() throws IOException {
    Path odd = Tables.file(folder, "odd.csv", "size,colour", "big,red", "0.5,red");
    CommandRun run = CommandRun.succeeded("predict", folder.resolve("price"), odd);
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.get(1).matches("1,,,,,,.*got \"\"big\"\".*"), lines.get(1));
    assertTrue(lines.get(2).matches("2,[\\d.]+,[\\d.]+,.*"), lines.get(2));
    run.says("1 row not suiting the columns");
  }

  @Test
  void unseenNamesAreTold() throws IOException {
    Path odd = Tables.file(folder, "unseen.csv", "size,colour", ".5,mauve", ".5,red");
    CommandRun.succeeded("predict", folder.resolve("price"), odd)
        .says("2 rows, 1 with an unseen name");
    Path out = folder.resolve("unseen-out.csv");
    CommandRun run =
        CommandRun.succeeded("predict", folder.resolve("price"), odd, "--json --out", out);
    assertEquals(1, run.json().get("rows_with_unseen_names").asInt());
  }

  @Test
  void evaluateMeasuresPredictions() throws IOException {
    Path page = folder.resolve("page.html");
    JsonNode price = evaluated("price", "--html=" + page);
    String text = Files.readString(page);
    assertTrue(text.contains("<h2>Prediction of price</h2>"), "its numbers");
    assertTrue(text.contains("<figure id=\"ranks\">"), "its picture");
    assertEquals(NEW / 2, price.get("rows").asInt());
    assertTrue(price.get("corrected").asBoolean());
    double crps = price.get("crps").asDouble();
    assertTrue(crps > 0.1 && crps < 0.5, "a quarter of the spread: " + crps);
    JsonNode wide = price.get("intervals").get(1);
    assertEquals(0.9, wide.get("coverage").asDouble(), 5 * Math.sqrt(0.09 / (NEW / 2)));
    assertTrue(
        wide.get("mean_width").asDouble()
            > price.get("intervals").get(0).get("mean_width").asDouble());
    JsonNode colour = evaluated("colour");
    assertTrue(colour.get("accuracy").asDouble() > 0.5);
    assertTrue(colour.get("mean_log_prob").asDouble() < 0);
  }

  /** A third of the amounts are zero, of which all others gain nothing. */
  @Test
  void rowsWithoutPointMassesAreMeasuredAlone() throws IOException {
    Random random = new Random(4);
    List<String> lines = new ArrayList<>(List.of("size,amount"));
    for (int i = 0; i < 600; i++) {
      double amount = i % 3 == 0 ? 0 : Math.exp(random.nextGaussian());
      lines.add(String.format(Locale.ROOT, "%.2f,%.2f", random.nextDouble(), amount));
    }
    Path data = Files.write(folder.resolve("amounts.csv"), lines);
    Path model = folder.resolve("amount");
    String small = "--members=1 --layers=1 --hidden=8 --steps=100";
    CommandRun.succeeded("fit", data, "--target=amount --out", model, small);
    CommandRun run = CommandRun.succeeded("evaluate", model, data, "--draws=500 --json");
    JsonNode all = run.json().get("prediction");
    JsonNode others = all.get("between_point_masses");
    assertEquals(300, all.get("rows").asInt());
    assertEquals(200, others.get("rows").asInt(), 25, "two of three");
    double gain = all.get("mean_log_prob").asDouble() - others.get("mean_log_prob").asDouble();
    assertTrue(gain > 1, "zeros have a probability of 1/3 on a step of 0.01: " + gain);
  }

  @Test
  void coverageIsInPerCent() {
    String out =
        CommandRun.succeeded(
                "evaluate", folder.resolve("price"), folder.resolve("new.csv"), "--draws=500")
            .out();
    assertTrue(
        Pattern.compile("90 % intervals.* [89]\\d\\.\\d % of the values").matcher(out).find(), out);
  }

  private static JsonNode evaluated(String model, Object... more) {
    CommandRun run =
        CommandRun.succeeded(
            "evaluate",
            folder.resolve(model),
            folder.resolve("new.csv"),
            "--draws=500 --json",
            more);
    return run.json().get("prediction");
  }

  @Test
  void misuseIsRefused() {
    CommandRun.of("predict", folder.resolve("price"), folder.resolve("new.csv"), "--target=size")
        .fails(1, "it predicts price");
    CommandRun.of("predict", folder.resolve("price"), folder.resolve("new.csv"), "--level=90")
        .fails(2, "--level must be between 0 and 1, got 90.0");
    CommandRun.of("predict", folder.resolve("price"), folder.resolve("new.csv"), "--level=0")
        .fails(2, "--level must be between 0 and 1, got 0.0");
    CommandRun.of("predict", folder.resolve("price"), "new.csv --level=0.5,0.9,0.5")
        .fails(2, "--level has 0.5 twice");
    for (String option : List.of("--level=0.9", "--uncorrected")) {
      CommandRun.of("predict", folder.resolve("colour"), folder.resolve("new.csv"), option)
          .fails(2, "--level and --uncorrected are for intervals, and colour holds names");
    }
    CommandRun.of("impute", folder.resolve("price"), folder.resolve("new.csv"))
        .fails(1, "the model was not fitted so that any cell can be given");
    CommandRun.of("predict", folder.resolve("both"), "new.csv --target=day --target=day")
        .fails(2, "--target has day twice");
  }
}
