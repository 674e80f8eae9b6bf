package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.source.RowCursor;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The numbers in the first rows of a table, where the scan looks for sums of two columns. */
final class FirstRows implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_ROWS = 64;
  private static final int FEWEST_ROWS = 50;

  /** With fewer different numbers, a common order may be chance. */
  private static final int FEWEST_NUMBERS = 12;

  /** The significant digits of factors. */
  private static final MathContext DIGITS = new MathContext(6);

  /** The relative error of rounding, of a number or of a variance. */
  private static final double ROUNDING = 1e-9;

  private final List<double[]> rows = new ArrayList<>();

  void add(RowCursor row, int columns) {
    if (rows.size() < MOST_ROWS) {
      rows.add(IntStream.range(0, columns).mapToDouble(row::number).toArray());
    }
  }

  void append(FirstRows later) {
    rows.addAll(later.rows.subList(0, Math.min(later.rows.size(), MOST_ROWS - rows.size())));
  }

  /** A sum {@code y = ofX x + ofZ z + intercept}. */
  record Sum(double ofX, double ofZ, double intercept) implements Serializable {
    private static final long serialVersionUID = 1;

    boolean contains(double x, double z, double y) {
      double size = Math.max(Math.abs(ofX * x), Math.abs(ofZ * z));
      double apart = Math.abs(ofX * x + ofZ * z + intercept - y);
      return apart <= ROUNDING * Math.max(size, Math.abs(intercept));
    }
  }

  /** The sum of least squares of columns, if its factors are positive and all rows agree. */
  Optional<Sum> sum(int x, int z, int y) {
    if (rows.size() < FEWEST_ROWS) {
      return Optional.empty();
    }
    double xx = product(x, x);
    double zz = product(z, z);
    double xz = product(x, z);
    double determinant = xx * zz - xz * xz;
    double slope = rounded((product(x, y) * zz - product(z, y) * xz) / determinant);
    double other = rounded((product(z, y) * xx - product(x, y) * xz) / determinant);
    if (!(determinant > ROUNDING * xx * zz && slope > ROUNDING && other > ROUNDING)) {
      return Optional.empty();
    }
    double intercept = mean(y) - slope * mean(x) - other * mean(z);
    double size = slope * Math.abs(mean(x)) + other * Math.abs(mean(z));
    Sum sum =
        new Sum(slope, other, Math.abs(intercept) <= ROUNDING * size ? 0 : rounded(intercept));
    return Optional.of(sum)
        .filter(found -> rows.stream().allMatch(row -> found.contains(row[x], row[z], row[y])));
  }

  /** Returns whether the numbers of one column rise with those of another, or fall. */
  boolean areMonotone(int x, int y) {
    TreeMap<Double, Double> pairs = new TreeMap<>();
    for (double[] row : rows) {
      if (!Double.isNaN(row[x]) && !Double.isNaN(row[y])) {
        Double known = pairs.putIfAbsent(row[x], row[y]);
        if (known != null && known != row[y]) {
          return false;
        }
      }
    }
    double sign = 0;
    double last = Double.NaN;
    for (double value : pairs.values()) {
      double change = Math.signum(value - last); // NaN for the first one
      if (change == 0 || change * sign < 0) {
        return false;
      }
      sign = Double.isNaN(change) ? 0 : change;
      last = value;
    }
    return rows.size() >= FEWEST_ROWS && pairs.size() >= FEWEST_NUMBERS;
  }

  private double mean(int column) {
    double sum = 0;
    for (double[] row : rows) {
      sum += row[column];
    }
    return sum / rows.size();
  }

  private double product(int column, int other) {
    double mean = mean(column);
    double sum = 0;
    for (double[] row : rows) {
      sum += (row[column] - mean) * row[other];
    }
    return sum;
  }

  private static double rounded(double number) {
    return Double.isFinite(number) ? new BigDecimal(number).round(DIGITS).doubleValue() : 0;
  }
}
