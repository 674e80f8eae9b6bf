package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.source.RowCursor;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The numbers in the first rows of a table, in which sums of two columns are found. */
final class FirstRows implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_ROWS = 64;
  private static final int FEWEST_ROWS = 50;
  private static final int MOST_COLUMNS = 200;

  /** The digits of factors. */
  private static final MathContext DIGITS = new MathContext(6);

  /** The share of a variance that is rounding. */
  private static final double ROUNDING = 1e-9;

  private final List<double[]> rows = new ArrayList<>();

  void add(RowCursor row, int columns) {
    if (rows.size() < MOST_ROWS) {
      rows.add(IntStream.range(0, columns).mapToDouble(row::number).toArray());
    }
  }

  /** Adds rows that follow. */
  void append(FirstRows later) {
    rows.addAll(later.rows.subList(0, Math.min(later.rows.size(), MOST_ROWS - rows.size())));
  }

  /**
   * Returns the columns that are sums of two others with positive factors in these rows.
   *
   * @param given the number of columns that are none, the first ones
   */
  List<RelationScan.Sum> sums(List<RelationScan.Scanned> columns, int given) {
    List<Numbers> all =
        columns.stream()
            .filter(one -> one.isNumber() && one.scan().gaps() == 0)
            .map(this::numbers)
            .filter(numbers -> numbers.product(numbers) > 0)
            .toList();
    List<RelationScan.Sum> sums = new ArrayList<>();
    if (rows.size() < FEWEST_ROWS || all.size() > MOST_COLUMNS) {
      return sums;
    }
    for (Numbers y : all) {
      for (int i = 0; columns.indexOf(y.column) >= given && i < all.size(); i++) {
        for (Numbers z : all.subList(i + 1, all.size())) {
          sum(all.get(i), z, y).ifPresent(sums::add);
        }
      }
    }
    return sums;
  }

  private Numbers numbers(RelationScan.Scanned column) {
    double[] values = rows.stream().mapToDouble(row -> row[column.place()]).toArray();
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
    return new Numbers(column, mean, values);
  }

  /** The numbers of a column, and their mean. */
  private record Numbers(RelationScan.Scanned column, double mean, double... values) {
    /** The sum of the products of differences from the means. */
    double product(Numbers other) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += (values[i] - mean) * (other.values[i] - other.mean);
      }
      return sum;
    }
  }

  /** The sum of least squares, if all rows agree with it. */
  private static Optional<RelationScan.Sum> sum(Numbers x, Numbers z, Numbers y) {
    if (x.equals(y) || z.equals(y)) {
      return Optional.empty();
    }
    double xx = x.product(x);
    double zz = z.product(z);
    double xz = x.product(z);
    double determinant = xx * zz - xz * xz;
    double ofX = (x.product(y) * zz - z.product(y) * xz) / determinant;
    double ofZ = (z.product(y) * xx - x.product(y) * xz) / determinant;
    double rest = y.product(y) - ofX * x.product(y) - ofZ * z.product(y);
    boolean isSum = determinant > ROUNDING * xx * zz && rest <= ROUNDING * y.product(y);
    if (!(isSum && ofX > ROUNDING && ofZ > ROUNDING)) {
      return Optional.empty();
    }
    double slope = rounded(ofX);
    double other = rounded(ofZ);
    double intercept = y.mean - slope * x.mean - other * z.mean;
    double size = Math.abs(slope * x.mean) + Math.abs(other * z.mean);
    RelationScan.Sum sum =
        new RelationScan.Sum(
            List.of(x.column, z.column),
            y.column,
            Math.abs(intercept) <= ROUNDING * size ? 0 : rounded(intercept),
            slope,
            other);
    return Optional.of(sum)
        .filter(
            found ->
                IntStream.range(0, y.values.length)
                    .allMatch(i -> found.agree(x.values[i], z.values[i], y.values[i])));
  }

  private static double rounded(double number) {
    return new BigDecimal(number).round(DIGITS).doubleValue();
  }
}
