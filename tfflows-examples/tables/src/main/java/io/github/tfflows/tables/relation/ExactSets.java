package io.github.tfflows.tables.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Sets of two to four columns of which each may follow from the others, in the first rows where
 * none is missing: their numbers, or the logarithms of these, have a linear relation, or two
 * columns have one order.
 */
public final class ExactSets {
  /** The most columns of a table in which sets of two, three and four are sought. */
  private static final List<Integer> MOST_COLUMNS = List.of(1_000, 100, 40);

  /** The most sets of a size, which each take a further pass over the first rows. */
  private static final int MOST_SETS = 30;

  private static final int FEWEST_ROWS = 20;
  private static final int MOST_ROWS = 64;

  /** The most of the variance of a column that rounding leaves to a regression on the others. */
  private static final double MOST_REST = 1e-3;

  /** The share of it that is a rounding error of double precision. */
  private static final double ROUNDING = 1e-12;

  /** Columns that reduce it by less are chance. */
  private static final double LESS = 0.1;

  private final List<Scanned> columns;

  /** The numbers of each column in the rows, and their logarithms. */
  private final double[][] numbers;

  private final double[][] logarithms;
  private final List<Found> found = new ArrayList<>();

  private ExactSets(List<Scanned> columns, FirstRows first) {
    this.columns = columns;
    this.numbers = columns.stream().map(one -> first.numbers(one.place())).toArray(double[][]::new);
    this.logarithms = Arrays.stream(numbers).map(ExactSets::logarithms).toArray(double[][]::new);
  }

  /** The places of columns among all, and the least error of a regression. */
  private record Found(Set<Integer> places, double rest) {
    /** Returns whether further columns leave an error of the same size. */
    boolean suffices(Set<Integer> more, double error) {
      return more.containsAll(places) && error > LESS * rest;
    }
  }

  /**
   * Returns the sets that have a column with gaps, small ones first, and of a size those with the
   * least errors.
   */
  public static List<List<Scanned>> of(List<Scanned> columns, FirstRows first) {
    List<Scanned> numbers = columns.stream().filter(column -> column.range().isPresent()).toList();
    ExactSets sets = new ExactSets(numbers, first);
    for (int size = 2; size <= MOST_COLUMNS.size() + 1; size++) {
      if (numbers.size() <= MOST_COLUMNS.get(size - 2)) {
        List<Found> ofSize = new ArrayList<>();
        sets.search(ofSize, size, 0);
        sets.found.addAll(best(ofSize));
      }
    }
    return sets.found.stream().map(set -> set.places.stream().map(numbers::get).toList()).toList();
  }

  private static List<Found> best(List<Found> sets) {
    return sets.stream().sorted(Comparator.comparingDouble(Found::rest)).limit(MOST_SETS).toList();
  }

  /** Adds the sets of a size that contain some columns, unless a smaller set suffices. */
  private void search(List<Found> into, int size, int from, int... some) {
    if (some.length == size) {
      add(into, some);
      return;
    }
    for (int next = from; next < columns.size(); next++) {
      int[] more = Arrays.copyOf(some, some.length + 1);
      more[some.length] = next;
      search(into, size, next + 1, more);
    }
  }

  private void add(List<Found> into, int... set) {
    if (IntStream.of(set).allMatch(place -> columns.get(place).gaps() == 0)) {
      return;
    }
    double line = Math.max(ROUNDING, Math.min(rest(numbers, set), rest(logarithms, set)));
    double rest =
        set.length == 2 && areInOneOrder(set[0], set[1]) ? Math.min(line, MOST_REST) : line;
    if (rest <= MOST_REST) {
      Set<Integer> places = new TreeSet<>(IntStream.of(set).boxed().toList());
      if (found.stream().noneMatch(other -> other.suffices(places, rest))) {
        into.add(new Found(places, rest));
      }
    }
  }

  /** Whether a column rises or falls with another one from each complete row to the next. */
  private boolean areInOneOrder(int x, int y) {
    double sign = 0;
    int before = -1;
    int rows = 0;
    for (int row = 0; row < numbers[x].length && rows < MOST_ROWS; row++) {
      if (isComplete(numbers, row, x, y)) {
        double rise = before < 0 ? 0 : Math.signum(numbers[x][row] - numbers[x][before]);
        double other = before < 0 ? 0 : Math.signum(numbers[y][row] - numbers[y][before]);
        if (Math.abs(rise) != Math.abs(other) || rise * other * sign < 0) {
          return false;
        }
        sign = rise == 0 ? sign : rise * other;
        rows += rise == 0 ? 0 : 1;
        before = row;
      }
    }
    return rows >= FEWEST_ROWS;
  }

  private static double[] logarithms(double... numbers) {
    return Arrays.stream(numbers)
        .map(number -> number == 0 ? Double.NaN : Math.log(Math.abs(number)))
        .toArray();
  }

  /**
   * Returns the least share of the variance of a column that a regression on the others leaves; one
   * if there are too few rows.
   */
  private static double rest(double[][] numbers, int... set) {
    double[][] products = products(numbers, set);
    double least = 1;
    for (int y = 0; y < products.length; y++) {
      double[][] rest = Arrays.stream(products).map(double[]::clone).toArray(double[][]::new);
      for (int x = 0; x < rest.length; x++) {
        if (x != y && rest[x][x] > MOST_REST * products[x][x]) {
          Regressions.sweep(rest, x);
        }
      }
      double share = Math.abs(rest[y][y]) / products[y][y];
      least = Double.isNaN(share) ? least : Math.min(least, share);
    }
    return least;
  }

  /** Returns the products around the means in complete rows; zeros if there are too few. */
  private static double[][] products(double[][] numbers, int... set) {
    double[][] products = new double[set.length][set.length];
    double[] origin = new double[set.length];
    double[] sums = new double[set.length];
    double[] apart = new double[set.length];
    int rows = 0;
    for (int row = 0; row < numbers[set[0]].length && rows < MOST_ROWS; row++) {
      if (isComplete(numbers, row, set)) {
        for (int x = 0; x < set.length; x++) {
          origin[x] = rows == 0 ? numbers[set[x]][row] : origin[x];
          apart[x] = numbers[set[x]][row] - origin[x];
          sums[x] += apart[x];
          for (int y = 0; y <= x; y++) {
            products[x][y] += apart[x] * apart[y];
          }
        }
        rows++;
      }
    }
    for (int x = 0; x < set.length; x++) {
      for (int y = 0; y <= x; y++) {
        products[x][y] = rows < FEWEST_ROWS ? 0 : products[x][y] - sums[x] * sums[y] / rows;
        products[y][x] = products[x][y];
      }
    }
    return products;
  }

  private static boolean isComplete(double[][] numbers, int row, int... set) {
    for (int place : set) {
      if (Double.isNaN(numbers[place][row])) {
        return false;
      }
    }
    return true;
  }
}
