package io.github.tfflows.quality;

import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A table of three names and four numbers whose probability is known. The names depend on each
 * other, each number on the names or numbers before it.
 *
 * @param gaps the missing values of three of its columns
 */
record KnownTable(Gaps gaps) {
  /** The missing values. */
  enum Gaps {
    /** No missing values. */
    NONE,

    /** Missing in 30 % of the rows, at random. */
    AT_RANDOM,

    /** Missing in 10 % or 50 % of the rows, by the first name. */
    BY_NAME
  }

  static final List<String> COLUMNS = List.of("a", "b", "c", "w", "x", "y", "z");
  private static final List<Integer> OPTIONAL = List.of(1, 3, 5);
  private static final double[] FIRST = {0.5, 0.3, 0.2};
  private static final double[][] SECOND = {
    {0.6, 0.3, 0.08, 0.02}, {0.1, 0.2, 0.3, 0.4}, {0.25, 0.25, 0.25, 0.25}
  };

  /** A row and the logarithm of its probability. */
  private record Row(int a, int b, int c, double w, double x, double y, double z) {
    static Row drawn(Random random) {
      int a = name(FIRST, random);
      int b = name(SECOND[a], random);
      int c = random.nextDouble() < third(a, b) ? 1 : 0;
      double w = 2 * (a - 1) + width(b) * random.nextGaussian();
      double x = 0.5 * w * w + (c == 1 ? 0.3 : 1) * random.nextGaussian();
      double y = Math.exp(0.5 * Math.sin(2 * w) + 0.3 * b + 0.4 * random.nextGaussian());
      double z = (c == 1 ? x : -x) * 0.7 + 0.2 * y + 0.5 * random.nextGaussian();
      return new Row(a, b, c, w, x, y, z);
    }

    double logProb() {
      return Math.log(FIRST[a] * SECOND[a][b] * (c == 1 ? third(a, b) : 1 - third(a, b)))
          + normal(w - 2 * (a - 1), width(b))
          + normal(x - 0.5 * w * w, c == 1 ? 0.3 : 1)
          + normal(Math.log(y) - 0.5 * Math.sin(2 * w) - 0.3 * b, 0.4)
          - Math.log(y)
          + normal(z - (c == 1 ? x : -x) * 0.7 - 0.2 * y, 0.5);
    }

    List<String> cells() {
      List<String> cells = new ArrayList<>(List.of("a" + a, "b" + b, "c" + c));
      for (double number : new double[] {w, x, y, z}) {
        cells.add(Double.toString(number));
      }
      return cells;
    }

    private static int name(double[] shares, Random random) {
      double rest = random.nextDouble();
      int name = 0;
      while (name < shares.length - 1 && rest >= shares[name]) {
        rest -= shares[name++];
      }
      return name;
    }

    private static double third(int a, int b) {
      return new double[] {0.1, 0.5, 0.9}[a] * (b % 2 == 0 ? 1 : 0.5) + 0.02;
    }

    private static double width(int b) {
      return 0.5 + 0.3 * b;
    }

    private static double normal(double x, double deviation) {
      double z = x / deviation;
      return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
    }
  }

  private double missing(Row row) {
    return switch (gaps) {
      case NONE -> 0;
      case AT_RANDOM -> 0.3;
      case BY_NAME -> row.a == 0 ? 0.1 : 0.5;
    };
  }

  /** Rows with missing values. */
  TableSource training(int count, long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Row row = Row.drawn(random);
      List<String> cells = row.cells();
      for (int column : OPTIONAL) {
        if (random.nextDouble() < missing(row)) {
          cells.set(column, "");
        }
      }
      rows.add(cells);
    }
    return TableSources.of("training", COLUMNS, rows);
  }

  /** Complete rows. */
  TableSource test(int count, long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Row.drawn(random).cells());
    }
    return TableSources.of("test", COLUMNS, rows);
  }

  /** The mean log-probability of the complete rows of a seed. */
  double truth(int count, long seed) {
    Random random = new Random(seed);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      Row row = Row.drawn(random);
      sum += row.logProb() + OPTIONAL.size() * Math.log1p(-missing(row));
    }
    return sum / count;
  }
}
