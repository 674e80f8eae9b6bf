package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.source.RowCursor;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in the first rows of a table, where the scan looks for sums of two columns; of dates
 * the days since 1970, and of timestamps the seconds.
 */
public final class FirstRows implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_ROWS = 64;
  private static final int FEWEST_ROWS = 50;

  /** With fewer different numbers, a product may be chance. */
  private static final int FEWEST_NUMBERS = 12;

  /** Fewer pairs of numbers are on a line. */
  private static final int FEWEST_PAIRS = 3;

  /** The significant digits of factors. */
  private static final MathContext DIGITS = new MathContext(6);

  /** The relative rounding error of a number or a variance. */
  private static final double ROUNDING = 1e-9;

  /** The relative error of a sum whose factors are not yet rounded to their digits. */
  private static final double BEFORE_ROUNDING = 1e-4;

  private final List<double[]> rows = new ArrayList<>();
  private transient @Nullable Moments moments;

  /** Begins without rows. */
  public FirstRows() {}

  /** Adds a row. Only the cells of some columns are read. */
  public void add(RowCursor row, int[] columns) {
    if (rows.size() < MOST_ROWS) {
      moments = null;
      double[] numbers = new double[IntStream.of(columns).max().orElse(-1) + 1];
      IntStream.of(columns).forEach(column -> numbers[column] = number(row, column));
      rows.add(numbers);
    }
  }

  private static double number(RowCursor row, int column) {
    double number = row.number(column);
    String text = Double.isNaN(number) ? row.text(column) : null;
    return text == null ? number : Moment.parse(text).map(Moment::number).orElse(number);
  }

  public void append(FirstRows later) {
    moments = null;
    rows.addAll(later.rows.subList(0, Math.min(later.rows.size(), MOST_ROWS - rows.size())));
  }

  /** A sum {@code y = ofX x + ofZ z + intercept} with errors of rounding of {@code most}. */
  record Sum(double ofX, double ofZ, double intercept, double most) implements Serializable {
    private static final long serialVersionUID = 1;

    boolean contains(double x, double z, double y) {
      return apart(x, z, y) <= Math.min(most, Line.ROUNDING * size(x, z));
    }

    private double apart(double x, double z, double y) {
      return Math.abs(ofX * x + ofZ * z + intercept - y);
    }

    private double size(double x, double z) {
      return Math.max(Math.max(Math.abs(ofX * x), Math.abs(ofZ * z)), Math.abs(intercept));
    }
  }

  /** The means of the columns, and the products of each pair around them. */
  private static final class Moments {
    private final double[] means;
    private final double[][] products;

    Moments(List<double[]> rows) {
      int columns = rows.get(0).length;
      means = new double[columns];
      products = new double[columns][columns];
      Arrays.setAll(means, x -> rows.stream().mapToDouble(row -> row[x]).average().orElseThrow());
      for (double[] row : rows) {
        double[] around = new double[columns];
        Arrays.setAll(around, x -> row[x] - means[x]);
        for (int x = 0; x < columns; x++) {
          for (int y = 0; y < columns; y++) {
            products[x][y] += around[x] * around[y];
          }
        }
      }
    }

    /** Returns the intercept of a sum with these factors, which the means satisfy. */
    double intercept(double ofX, double ofZ, int x, int z, int y) {
      double intercept = means[y] - ofX * means[x] - ofZ * means[z];
      return Math.abs(intercept) <= rounding(ofX, ofZ, x, z) ? 0 : intercept;
    }

    /** Returns the error of rounding of the intercept. */
    double rounding(double ofX, double ofZ, int x, int z) {
      return ROUNDING * (Math.abs(ofX * means[x]) + Math.abs(ofZ * means[z]));
    }
  }

  private Moments moments() {
    Moments known = moments;
    if (known == null) {
      known = new Moments(rows);
      moments = known;
    }
    return known;
  }

  /** The sum of least squares of columns, if its factors have one sign and all rows agree. */
  Optional<Sum> sum(int x, int z, int y) {
    if (rows.size() < FEWEST_ROWS) {
      return Optional.empty();
    }
    double[] ofX = moments().products[x];
    double[] ofZ = moments().products[z];
    double determinant = ofX[x] * ofZ[z] - ofX[z] * ofX[z];
    double slope = (ofX[y] * ofZ[z] - ofZ[y] * ofX[z]) / determinant;
    double other = (ofZ[y] * ofX[x] - ofX[y] * ofX[z]) / determinant;
    boolean areAlike = slope * other > 0 && Math.min(Math.abs(slope), Math.abs(other)) > ROUNDING;
    if (!(determinant > ROUNDING * ofX[x] * ofZ[z] && areAlike)) {
      return Optional.empty();
    }
    double most = Line.LIKE * Math.sqrt(moments().products[y][y] / rows.size());
    Sum exact = new Sum(slope, other, moments().intercept(slope, other, x, z, y), most);
    double[] first = rows.get(0); // tells nearly all others apart, and rounding takes time
    double near = BEFORE_ROUNDING * exact.size(first[x], first[z]);
    double least = moments().rounding(slope, other, x, z);
    return exact.apart(first[x], first[z], first[y]) <= Math.max(least, near)
        ? Optional.of(rounded(exact, x, z, y))
            .filter(sum -> rows.stream().allMatch(row -> sum.contains(row[x], row[z], row[y])))
        : Optional.empty();
  }

  private Sum rounded(Sum exact, int x, int z, int y) {
    double slope = rounded(exact.ofX);
    double other = rounded(exact.ofZ);
    double intercept = rounded(moments().intercept(slope, other, x, z, y));
    return new Sum(slope, other, intercept, exact.most);
  }

  /** Returns the product of all factors in each of the first rows, at most {@code most} of them. */
  double[] products(List<Integer> columns, List<Relation.Factor> factors, int most) {
    double[] products = new double[Math.min(most, rows.size())];
    for (int row = 0; row < products.length; row++) {
      products[row] = 1;
      for (int i = 0; i < factors.size(); i++) {
        products[row] = factors.get(i).times(products[row], rows.get(row)[columns.get(i)]);
      }
    }
    return products;
  }

  /** Returns how far products may be from a column in each of the first rows. */
  double[] margins(int y, double half) {
    return rows.stream().mapToDouble(row -> Relation.Product.margin(row[y], half)).toArray();
  }

  /** The constants with which products equal a column in their rows; empty if there are none. */
  Optional<NumberCoding.Range> constants(double[] products, int y, double[] margins) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    for (int row = 0; row < products.length; row++) {
      double number = rows.get(row)[y];
      double margin = margins[row];
      if (products[row] != 0) {
        double one = (number - margin) / products[row];
        double other = (number + margin) / products[row];
        low = Math.max(low, Math.min(one, other));
        high = Math.min(high, Math.max(one, other));
      }
      if (!(low <= high && (products[row] != 0 || Math.abs(number) <= margin))) {
        return Optional.empty();
      }
    }
    return Optional.of(new NumberCoding.Range(low, high));
  }

  /** Returns whether a column has enough numbers to rule out that it equals a product by chance. */
  boolean haveManyNumbers(int column) {
    return rows.size() >= FEWEST_ROWS
        && rows.stream().mapToDouble(row -> row[column]).distinct().count() >= FEWEST_NUMBERS;
  }

  /**
   * Returns whether the numbers of one column are an increasing or a decreasing function of another
   * column.
   */
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
    return rows.size() >= FEWEST_ROWS && pairs.size() >= FEWEST_PAIRS;
  }

  private static double rounded(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(DIGITS).doubleValue()
        : Double.NaN;
  }
}
