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
 * The numbers in the first rows of a table, in which the scan looks for sums, products and
 * functions of columns. A date counts in days since 1970, a timestamp in seconds.
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

  /** Sums of fewer columns are sought one by one. */
  private static final int FEWEST_TERMS = 3;

  /** The least number of rows beyond the columns that rules out chance in a sum of many. */
  private static final int SPARE_ROWS = 20;

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

  /** A sum {@code y = Σ slope x + intercept} with rounding errors of at most {@code most}. */
  record Sum(List<Double> slopes, double intercept, double most) implements Serializable {
    private static final long serialVersionUID = 1;

    boolean contains(double[] of, double y) {
      return apart(of, y) <= Math.min(most, Line.ROUNDING * size(of));
    }

    private double apart(double[] of, double y) {
      double sum = 0;
      for (int i = 0; i < of.length; i++) {
        sum += slopes.get(i) * of[i];
      }
      return Math.abs(sum + intercept - y);
    }

    private double size(double[] of) {
      double size = Math.abs(intercept);
      for (int i = 0; i < of.length; i++) {
        size = Math.max(size, Math.abs(slopes.get(i) * of[i]));
      }
      return size;
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
    return sum(new int[] {x, z}, List.of(slope, other), y);
  }

  /** The sum with nearly these slopes, if all rows agree. */
  private Optional<Sum> sum(int[] of, List<Double> slopes, int y) {
    double most = Line.LIKE * moments().deviation(y) / Math.sqrt(rows.size());
    Sum exact = new Sum(slopes, moments().intercept(slopes, of, y), most);
    double[] first = rows.get(0); // tells nearly all others apart, and rounding takes time
    double near = BEFORE_ROUNDING * exact.size(cells(first, of));
    double least = moments().rounding(slopes, of);
    return exact.apart(cells(first, of), first[y]) <= Math.max(least, near)
        ? Optional.of(rounded(exact, of, y))
            .filter(sum -> rows.stream().allMatch(row -> sum.contains(cells(row, of), row[y])))
        : Optional.empty();
  }

  private static double[] cells(double[] row, int[] places) {
    double[] cells = new double[places.length];
    Arrays.setAll(cells, i -> row[places[i]]);
    return cells;
  }

  private Sum rounded(Sum exact, int[] of, int y) {
    List<Double> slopes = exact.slopes.stream().map(FirstRows::rounded).toList();
    return new Sum(slopes, rounded(moments().intercept(slopes, of, y)), exact.most);
  }

  /** A sum of columns, by their indices; {@code y} is the index of the sum. */
  record ManySum(List<Integer> of, int y, Sum sum) {}

  /** A column and its factor in an equation. */
  private record Term(int column, double factor) {}

  /** The sums of three or more of the columns in all rows. */
  List<ManySum> sums(int[] columns) {
    if (rows.size() < FEWEST_ROWS) {
      return List.of();
    }
    int[] varying =
        IntStream.range(0, columns.length)
            .filter(index -> moments().deviation(columns[index]) > 0)
            .toArray();
    return varying.length > rows.size() - SPARE_ROWS
        ? List.of()
        : equations(columns, varying).stream()
            .filter(equation -> equation.size() > FEWEST_TERMS)
            .flatMap(equation -> solved(equation, columns).stream())
            .toList();
  }

  /**
   * Returns the linear equations of some columns, whose terms add up to a constant: regressions
   * without errors. The last column of each is in no other one.
   */
  private List<List<Term>> equations(int[] columns, int[] varying) {
    int[] places = IntStream.of(varying).map(index -> columns[index]).toArray();
    double[][] rest = correlations(places);
    List<Integer> regressors = new ArrayList<>();
    List<List<Term>> equations = new ArrayList<>();
    for (int y = 0; y < rest.length; y++) {
      if (rest[y][y] > ROUNDING) {
        sweep(rest, y);
        regressors.add(y);
        continue;
      }
      List<Term> terms = new ArrayList<>();
      for (int x : regressors) {
        if (Math.abs(rest[x][y]) > Line.LIKE) {
          terms.add(new Term(varying[x], rest[x][y] / moments().deviation(places[x])));
        }
      }
      terms.add(new Term(varying[y], -1 / moments().deviation(places[y])));
      equations.add(terms);
    }
    return equations;
  }

  private double[][] correlations(int[] places) {
    double[][] correlations = new double[places.length][places.length];
    for (int x = 0; x < places.length; x++) {
      for (int y = 0; y < places.length; y++) {
        double deviations = moments().deviation(places[x]) * moments().deviation(places[y]);
        correlations[x][y] = moments().products[places[x]][places[y]] / deviations;
      }
    }
    return correlations;
  }

  /**
   * Makes a column a regressor. Then the row of a regressor holds its factors in the regressions of
   * other columns, and the diagonal the errors of these (Goodnight, 1979, "A tutorial on the SWEEP
   * operator").
   */
  private static void sweep(double[][] matrix, int pivot) {
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

  /** Solves an equation for the column whose factor alone has its sign, or else for the last. */
  private Optional<ManySum> solved(List<Term> equation, int[] columns) {
    List<Term> above = equation.stream().filter(term -> term.factor > 0).toList();
    List<Term> below = equation.stream().filter(term -> term.factor < 0).toList();
    Term own =
        above.size() == 1
            ? above.get(0)
            : below.size() == 1 ? below.get(0) : equation.get(equation.size() - 1);
    List<Term> others = equation.stream().filter(term -> !term.equals(own)).toList();
    int[] of = others.stream().mapToInt(term -> columns[term.column]).toArray();
    List<Double> slopes = others.stream().map(term -> -term.factor / own.factor).toList();
    return sum(of, slopes, columns[own.column])
        .map(sum -> new ManySum(others.stream().map(Term::column).toList(), own.column, sum));
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
