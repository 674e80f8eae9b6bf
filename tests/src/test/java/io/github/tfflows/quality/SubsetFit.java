package io.github.tfflows.quality;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The conditionals of one model of which any cell can be given, for twenty sets of columns. */
final class SubsetFit {
  private static final int SUBSETS = 20;
  private static final int TEST_ROWS = 5_000;
  private static final int CONDITIONS = 10;
  private static final int DRAWS = 4_000;

  private final KnownMixture mixture = new KnownMixture();
  private final List<KnownMixture.Row> test;
  private final Rows rows;
  private final TableModel model;

  private SubsetFit(List<KnownMixture.Row> test, Rows rows, TableModel model) {
    this.test = test;
    this.rows = rows;
    this.model = model;
  }

  /**
   * Returns the gap of the mean log-probability of the other cells to the truth, and the error of
   * means of draws: the mean and the maximum of each.
   */
  static double[] measure(int count, long seed, Consumer<Progress> listener) throws IOException {
    KnownMixture mixture = new KnownMixture();
    TableSource source = KnownMixture.source(mixture.rows(count, seed));
    List<KnownMixture.Row> test = mixture.rows(TEST_ROWS, -seed - 1);
    TableFit fit =
        TableFit.of(source)
            .givenAny()
            .withTraining(usual -> usual.withSeed(seed))
            .listening(FitListener.ofTraining(listener));
    try (TableModel model = fit.fit()) {
      Data rows = TableReader.readAll(KnownMixture.source(test), model.schema(), Missing.MODEL);
      return new SubsetFit(test, rows.x(), model).overSubsets();
    }
  }

  private double[] overSubsets() {
    Random random = new Random(3);
    double[] found = new double[4];
    for (int i = 0; i < SUBSETS; i++) {
      Set<Integer> given = subset(random);
      double gap = gap(given);
      List<Double> errors = errors(given);
      found[0] += gap / SUBSETS;
      found[1] = Math.max(found[1], gap);
      found[2] += errors.stream().mapToDouble(e -> e).average().orElse(0) / SUBSETS;
      found[3] = Math.max(found[3], errors.stream().mapToDouble(e -> e).max().orElse(0));
    }
    return found;
  }

  /** Some of the columns, but not all. */
  private static Set<Integer> subset(Random random) {
    Set<Integer> given = new TreeSet<>();
    int size = KnownMixture.COLUMNS.size();
    int wanted = random.nextInt(size);
    while (given.size() < wanted) {
      given.add(random.nextInt(size));
    }
    return given;
  }

  private static Set<String> names(Set<Integer> columns) {
    return columns.stream().map(KnownMixture.COLUMNS::get).collect(Collectors.toSet());
  }

  private double gap(Set<Integer> given) {
    Set<Integer> all = Set.of(0, 1, 2, 3, 4, 5);
    double truth =
        test.stream()
            .mapToDouble(row -> mixture.logProb(row, all) - mixture.logProb(row, given))
            .average()
            .orElseThrow();
    return truth - QualityRuns.mean(model.given(names(given)).logProb(rows));
  }

  /** The errors of the means of drawn numbers. */
  private List<Double> errors(Set<Integer> given) {
    List<Double> errors = new ArrayList<>();
    int size = rows.size();
    for (int condition = 0; condition < CONDITIONS; condition++) {
      int[] same = new int[DRAWS];
      Arrays.fill(same, condition);
      Rows draws = model.given(names(given)).sample(rows.select(same), condition).x();
      for (int column = 2; column < size; column++) {
        if (!given.contains(column)) {
          double mean = 0;
          for (int i = 0; i < DRAWS; i++) {
            mean += draws.values()[i * size + column] / DRAWS;
          }
          errors.add(Math.abs(mean - mixture.mean(column, test.get(condition), given)));
        }
      }
    }
    return errors;
  }
}
