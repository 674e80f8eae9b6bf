package io.github.tfflows.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits to tables of which a column holds groups. */
@Tag("training")
class GroupColumnTest {
  private static final String SIZE = "--layers 1 --hidden 32";
  private static final String SMALL = SIZE + " --seed 2";

  @TempDir Path folder = Path.of("");

  /** Sites with features of their own, of which twenty measurements depend on a hidden one. */
  private Path table(String name, int sites, int first, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("site,a,b,y"));
    for (int site = first; site < first + sites; site++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double hidden = random.nextGaussian();
      for (int i = 0; i < 20; i++) {
        double y = 2 * hidden + 0.3 * random.nextGaussian();
        lines.add("site %s,%.4f,%.4f,%.4f".formatted(site, a, b, y));
      }
    }
    return Files.write(folder.resolve(name), lines);
  }

  /** Returns the share of values of new sites in intervals of 90 %. */
  private double coverage(Path train, Path test, String columns, int seed) throws IOException {
    Path model = folder.resolve("model " + columns + seed);
    CommandRun.succeeded(
        "fit",
        train,
        "--target y --steps 400 --members 1 --seed",
        seed,
        "--out",
        model,
        columns,
        SIZE);
    Path out = folder.resolve("predictions " + columns + seed + ".csv");
    CommandRun.succeeded("predict", model, test, "--target y --level 0.9 --out", out);
    List<String> truth = Files.readAllLines(test);
    List<String> rows = Files.readAllLines(out);
    List<String> header = List.of(rows.get(0).split(",", -1));
    int low = header.indexOf("lower");
    int high = header.indexOf("upper");
    int within = 0;
    for (int i = 1; i < rows.size(); i++) {
      String[] cells = rows.get(i).split(",", -1);
      double y = Double.parseDouble(truth.get(i).split(",", -1)[3]);
      within += Double.parseDouble(cells[low]) <= y && y <= Double.parseDouble(cells[high]) ? 1 : 0;
    }
    return within / (rows.size() - 1.0);
  }

  /**
   * Rows of a site resemble each other, so that held-out ones of the same sites mislead. Of one
   * fit, fifteen held-out sites determine the intervals, so the coverage of three is averaged.
   */
  @Test
  void intervalsContainTheValuesOfNewSites() throws IOException {
    Path train = table("train.csv", 150, 0, 1);
    Path test = table("test.csv", 100, 1_000, 2);
    double apart = 0;
    for (int seed = 0; seed < 3; seed++) {
      apart += coverage(train, test, "--group-column site", seed) / 3;
    }
    assertEquals(0.9, apart, 0.08);
    double mixed = coverage(train, test, "--without site", 0);
    assertTrue(mixed < 0.7, "the sites are not alike if " + mixed);
  }

  @Test
  void modelsNameTheColumnAndReadItAgain() throws IOException {
    Path data = table("data.csv", 8, 0, 1);
    Path model = folder.resolve("model");
    CommandRun fit =
        CommandRun.succeeded(
            "fit", data, "--out", model, "--group-column site --steps 5 --members 1", SMALL);
    fit.prints("Groups    by the column site, held out as a whole");
    fit.prints("validated on 20 other rows");
    fit.prints("step 5 of 5  best step"); // where there is no terminal for a bar
    String described = CommandRun.succeeded("describe", model).out();
    assertTrue(described.contains("groups      site"), described);
    Path again = folder.resolve("again");
    CommandRun refit = CommandRun.succeeded("refit", model, data, "--out", again, "--steps 2");
    refit.prints("by the column site");
    Path without = Tables.file(folder, "without.csv", "a,b,y", "1,2,3");
    CommandRun.of("refit", model, without, "--out", folder.resolve("no"))
        .fails(1, "has no column \"site\" of groups; it has a, b, y");
    CommandRun.of("refit", model, data, "--out", folder.resolve("no"), "--group-column a")
        .fails(1, "the model has the column \"a\"; expected another column of groups");
    CommandRun compared =
        CommandRun.succeeded(
            "compare", data, "--flows maf --group-column site --steps 5 --members 1", SMALL);
    compared.prints("160 rows, of which 20 are held out");
  }

  private Path fittedToSites(int sites) throws IOException {
    Path model = folder.resolve("sites");
    Path data = table("data.csv", sites, 0, 1);
    CommandRun.succeeded(
        "fit", data, "--out", model, "--group-column site --steps 5 --members 1", SMALL);
    return model;
  }

  /** The values of new sites differ from those of the thirty held-out ones by chance. */
  @Test
  void monitorAllowsForTheResemblanceOfRowsWithinAGroup() throws IOException {
    Path model = fittedToSites(300);
    Path fresh = table("new.csv", 10, 1_000, 2);
    CommandRun run = CommandRun.succeeded("monitor", model, fresh);
    assertFalse(run.errors().contains("Note:"), run.errors());
    assertEquals("0", cells(run).get(3), "changed");
    Path higher = edited(fresh, line -> line.replace(",-", ",9"));
    assertEquals("1", cells(CommandRun.succeeded("monitor", model, higher)).get(3), "changed");
    CommandRun alone =
        CommandRun.succeeded(
            "monitor", model, edited(fresh, line -> line.replace("site", "place")));
    assertTrue(alone.errors().contains("lacks the column \"site\""), alone.errors());
    double pValue = Double.parseDouble(cells(run).get(2));
    double without = Double.parseDouble(cells(alone).get(2));
    assertTrue(without < 0.1 * pValue, without + " without the column, " + pValue);
  }

  /** Returns the cells of the only window. */
  private static List<String> cells(CommandRun monitor) {
    List<String> lines = monitor.out().lines().toList();
    assertEquals(2, lines.size(), monitor.out());
    return List.of(lines.get(1).split(",", -1));
  }

  private Path edited(Path table, UnaryOperator<String> change) throws IOException {
    List<String> lines = Files.readAllLines(table).stream().map(change).toList();
    return Files.write(folder.resolve("edited.csv"), lines);
  }

  /** A mixture of Gaussians that has learned from the sites of a row gives it a high density. */
  @Test
  void anEvaluationMeasuresOnOtherGroupsThanItFitsSimplerDensitiesTo() throws IOException {
    Path model = fittedToSites(40);
    CommandRun apart = CommandRun.succeeded("evaluate", model, table("new.csv", 40, 100, 2));
    apart.prints("random groups of");
    apart.prints("fitted to the other groups");
    assertTrue(gain(apart) > 1, apart.out());
    Path one = table("one.csv", 1, 100, 2);
    CommandRun.succeeded("evaluate", model, one).prints("a random half of");
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("new.csv"))) {
      lines.add(line + (lines.isEmpty() ? ",strange" : lines.size() % 40 == 1 ? ",1" : ",0"));
    }
    Path labelled = Files.write(folder.resolve("labelled.csv"), lines);
    CommandRun.succeeded("evaluate", model, labelled, "--label strange").prints("random groups of");
  }

  /** Returns how much more likely the rows are than by a mixture of Gaussians, in nats. */
  private static double gain(CommandRun evaluation) {
    String line =
        evaluation.out().lines().filter(text -> text.contains("mixture")).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceAll(".*gains (\\S+) .*", "$1"));
  }

  @Test
  void refusesAColumnThatIsModelledOrAbsentOrOfOneGroup() throws IOException {
    Path data = table("data.csv", 4, 0, 1);
    Path out = folder.resolve("no");
    CommandRun.of("fit", data, "--out", out, "--given site --group-column site")
        .fails(2, "--group-column site");
    CommandRun.of("fit", data, "--out", out, "--group-column sit")
        .fails(1, "has no column \"sit\" of groups");
    CommandRun.of("fit", data, "--out", out, "--group-column site --held-out 0")
        .fails(2, "--group-column");
    Path one = table("one.csv", 1, 7, 1);
    CommandRun.of("fit", one, "--out", out, "--group-column site")
        .fails(1, "one.csv, column site: all 20 rows are of one group; expected several");
  }
}
