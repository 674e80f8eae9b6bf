package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.NumberCoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The means of columns, and the products of each pair around them. */
final class Regressions {
  /** The relative rounding error of a number or a variance. */
  static final double ROUNDING = 1e-9;

  /** The standard errors that tell a slope from zero. */
  private static final double SIGNIFICANT = 6;

  /** The most standard errors between the slopes of a regression and short numbers. */
  private static final double MOST_ERRORS = 4;

  private static final int MOST_SLOPES = 4_096;

  private final double[] means;
  private final double[][] products;
  private final int rows;

  Regressions(List<double[]> rows) {
    this.rows = rows.size();
    int columns = rows.get(0).length;
    means = new double[columns];
    products = new double[columns][];
    Arrays.setAll(means, x -> rows.stream().mapToDouble(row -> row[x]).average().orElseThrow());
    double[] none = new double[columns]; // where a number is missing
    Arrays.setAll(products, x -> Double.isNaN(means[x]) ? none : new double[columns]);
    for (double[] row : rows) {
      double[] around = new double[columns];
      Arrays.setAll(around, x -> row[x] - means[x]);
      for (int x = 0; x < columns; x++) {
        for (int y = 0; y < columns && products[x] != none; y++) {
          products[x][y] += around[x] * around[y];
        }
      }
    }
  }

  double[] products(int x) {
    return products[x];
  }

  /** Returns the intercept of a sum with these slopes, which the means satisfy. */
  double intercept(List<Double> slopes, int[] of, int y) {
    double intercept = means[y];
    for (int i = 0; i < of.length; i++) {
      intercept -= slopes.get(i) * means[of[i]];
    }
    return Math.abs(intercept) <= rounding(slopes, of) ? 0 : intercept;
  }

  /** Returns the error of rounding of the intercept. */
  double rounding(List<Double> slopes, int[] of) {
    double size = 0;
    for (int i = 0; i < of.length; i++) {
      size += Math.abs(slopes.get(i) * means[of[i]]);
    }
    return ROUNDING * size;
  }

  double deviation(int x) {
    return Math.sqrt(products[x][x]);
  }

  /**
   * The regression of a column on others, without those that follow from others.
   *
   * @param of the others
   * @param errors the standard errors of the slopes
   * @param error the standard deviation of the errors of the column
   */
  record Regression(List<Integer> of, List<Double> slopes, List<Double> errors, double error) {
    /** Returns slopes of short numbers near these; those of the shortest come first. */
    List<List<Double>> shortSlopes() {
      List<List<Double>> all = List.of(List.of());
      for (int i = 0; i < of.size(); i++) {
        List<Double> near = Line.shortNumbers(slopes.get(i), MOST_ERRORS * errors.get(i));
        all =
            all.stream()
                .flatMap(before -> near.stream().map(next -> with(before, next)))
                .limit(MOST_SLOPES)
                .toList();
      }
      return all;
    }

    private static List<Double> with(List<Double> numbers, double next) {
      return Stream.concat(numbers.stream(), Stream.of(next)).toList();
    }

    /** Returns the index of the slope with the fewest standard errors. */
    private int weakest() {
      return IntStream.range(0, of.size())
          .boxed()
          .min(Comparator.comparingDouble(this::significance))
          .orElseThrow();
    }

    private double significance(int i) {
      return Math.abs(slopes.get(i)) / errors.get(i);
    }
  }

  /**
   * The regression of a column on those of others whose slopes are significant; empty if its error
   * is beyond two bounds.
   */
  Optional<Regression> significant(int y, List<Integer> others, NumberCoding.Range error) {
    Regression all = regression(y, others);
    while (all.error >= error.low() && all.error <= error.high() && !all.of.isEmpty()) {
      int weakest = all.weakest();
      if (all.significance(weakest) >= SIGNIFICANT) {
        return Optional.of(all);
      }
      List<Integer> rest = new ArrayList<>(all.of);
      rest.remove(weakest);
      all = regression(y, rest);
    }
    return Optional.empty();
  }

  private Regression regression(int y, List<Integer> others) {
    int last = others.size();
    double[][] rest =
        correlations(IntStream.concat(others.stream().mapToInt(x -> x), IntStream.of(y)).toArray());
    List<Integer> regressors = new ArrayList<>();
    for (int x = 0; x < last; x++) {
      if (rest[x][x] > ROUNDING) {
        sweep(rest, x);
        regressors.add(x);
      }
    }
    double error = Math.sqrt(Math.max(0, rest[last][last]) / (rows - 1 - regressors.size()));
    List<Double> slopes = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int x : regressors) {
      double scale = deviation(y) / deviation(others.get(x));
      slopes.add(rest[x][last] * scale);
      errors.add(error * Math.sqrt(rest[x][x]) * scale);
    }
    List<Integer> of = regressors.stream().map(others::get).toList();
    return new Regression(of, slopes, errors, error * deviation(y));
  }

  double[][] correlations(int[] places) {
    double[][] correlations = new double[places.length][places.length];
    for (int x = 0; x < places.length; x++) {
      for (int y = 0; y < places.length; y++) {
        double deviations = deviation(places[x]) * deviation(places[y]);
        correlations[x][y] = products[places[x]][places[y]] / deviations;
      }
    }
    return correlations;
  }

  /**
   * Makes a column a regressor. Then the row of a regressor holds its factors in the regressions of
   * other columns, and the diagonal the errors of these (Goodnight, 1979, "A tutorial on the SWEEP
   * operator").
   */
  static void sweep(double[][] matrix, int pivot) {
    double by = matrix[pivot][pivot];
    for (int j = 0; j < matrix.length; j++) {
      matrix[pivot][j] /= by;
    }
    for (int i = 0; i < matrix.length; i++) {
      double factor = matrix[i][pivot];
      for (int j = 0; j < matrix.length && i != pivot; j++) {
        matrix[i][j] -= factor * matrix[pivot][j];
      }
      matrix[i][pivot] = i == pivot ? 1 / by : -factor / by;
    }
  }
}
