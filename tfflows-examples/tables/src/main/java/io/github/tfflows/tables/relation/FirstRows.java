package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.source.RowCursor;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in the first rows of a table, in which the scan looks for sums, products and
 * functions of columns. A date counts in days since 1970, a timestamp in seconds.
 */
public final class FirstRows implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_ROWS = 64;

  /** The most rows that are kept, among which columns with gaps have enough numbers, too. */
  private static final int MOST_KEPT = 256;

  private static final int FEWEST_ROWS = 50;

  /** With fewer different numbers, a product may be chance. */
  private static final int FEWEST_NUMBERS = 12;

  /** The significant digits of factors. */
  private static final MathContext DIGITS = new MathContext(6);

  /** Sums of fewer columns are sought one by one. */
  private static final int FEWEST_TERMS = 3;

  /** The least number of rows beyond the columns that rules out chance in a sum of many. */
  private static final int SPARE_ROWS = 20;

  /** The relative error of a sum whose factors are not yet rounded to their digits. */
  private static final double BEFORE_ROUNDING = 1e-4;

  /** Numbers whose usual spread is at least this share of the largest one are alike in scale. */
  private static final double ALIKE = 0.5;

  /** A number this close to halfway between two others, as a share of half their distance, is. */
  private static final double HALFWAY = 0.05;

  private final List<double[]> rows;

  /** The texts of all cells in the same rows; of gaps, empty ones. */
  private final List<String[]> texts = new ArrayList<>();

  /** The cells of columns, by their places. */
  private transient @Nullable Map<Integer, FirstCells> cells;

  private transient @Nullable Regressions regressions;

  /** Some of the rows, each choice once. */
  private transient @Nullable Map<List<double[]>, FirstRows> parts;

  /** Begins without rows. */
  public FirstRows() {
    this(List.of());
  }

  private FirstRows(List<double[]> rows) {
    this.rows = new ArrayList<>(rows);
  }

  /** Adds a row. Only the cells of some columns are read. */
  public void add(RowCursor row, int[] columns) {
    if (rows.size() < MOST_KEPT) {
      int width = IntStream.of(columns).max().orElse(-1) + 1;
      double[] numbers = new double[width];
      String[] cells = new String[width];
      for (int column : columns) {
        numbers[column] = number(row, column);
        cells[column] = Objects.requireNonNullElse(row.text(column), "");
      }
      rows.add(numbers);
      texts.add(cells);
    }
  }

  private static double number(RowCursor row, int column) {
    double number = row.number(column);
    return Moment.of(row, column).map(Moment::number).orElse(number);
  }

  public void append(FirstRows later) {
    int more = Math.min(later.rows.size(), MOST_KEPT - rows.size());
    rows.addAll(later.rows.subList(0, more));
    texts.addAll(later.texts.subList(0, more));
  }

  /** Returns the cells of a column. */
  FirstCells cells(Scanned column) {
    Map<Integer, FirstCells> known = cells == null ? new HashMap<>() : cells;
    cells = known;
    return known.computeIfAbsent(
        column.place(), place -> new FirstCells(place, column.column(), rows, texts));
  }

  /** Returns the first rows with a number in a column. */
  FirstRows with(int column) {
    List<double[]> present =
        rows.subList(0, most(column)).stream().filter(row -> !Double.isNaN(row[column])).toList();
    Map<List<double[]>, FirstRows> known = parts == null ? new HashMap<>() : parts;
    parts = known;
    return known.computeIfAbsent(present, some -> new FirstRows(some));
  }

  /** The number of rows that have enough numbers in a column. */
  private int most(int column) {
    int numbers = 0;
    int most = 0;
    while (most < rows.size() && numbers < MOST_ROWS) {
      numbers += Double.isNaN(rows.get(most)[column]) ? 0 : 1;
      most++;
    }
    return most;
  }

  /** A sum {@code y = Σ slope x + intercept} with rounding errors of at most {@code most}. */
  record Sum(List<Double> slopes, double intercept, double most) implements Serializable {
    private static final long serialVersionUID = 1;

    boolean contains(double[] of, double y) {
      return apart(of, y) <= Math.min(most, rounding(of, y));
    }

    /** Whether the sum is a constant less the columns. */
    boolean isRest() {
      return slopes.stream().allMatch(slope -> slope < 0);
    }

    /** The factor of a term, or of the sum after all terms. */
    double factor(int index) {
      return index < slopes.size() ? slopes.get(index) : -1;
    }

    private double rounding(double[] of, double y) {
      return Relation.Linear.rounding(size(of), DoubleStream.of(of).boxed().toList(), y);
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

  Regressions regressions() {
    Regressions known = regressions;
    if (known == null) {
      known = new Regressions(rows);
      regressions = known;
    }
    return known;
  }

  /** The sum of least squares of columns, if all rows agree. */
  Optional<Sum> sum(int x, int z, int y) {
    if (rows.size() < FEWEST_ROWS) {
      return Optional.empty();
    }
    double[] ofX = regressions().products(x);
    double[] ofZ = regressions().products(z);
    double determinant = ofX[x] * ofZ[z] - ofX[z] * ofX[z];
    double slope = (ofX[y] * ofZ[z] - ofZ[y] * ofX[z]) / determinant;
    double other = (ofZ[y] * ofX[x] - ofX[y] * ofX[z]) / determinant;
    return determinant > Regressions.ROUNDING * ofX[x] * ofZ[z]
        ? sum(new int[] {x, z}, List.of(slope, other), y)
        : Optional.empty();
  }

  /** The line of least squares, if all rows agree. */
  Optional<Sum> line(int x, int y) {
    double[] ofX = regressions().products(x);
    return isVarying(x) ? sum(new int[] {x}, List.of(ofX[y] / ofX[x]), y) : Optional.empty();
  }

  /** The sum with nearly these slopes, if all rows agree. */
  private Optional<Sum> sum(int[] of, List<Double> slopes, int y) {
    double most = Line.LIKE * regressions().deviation(y) / Math.sqrt(rows.size());
    Sum exact = new Sum(slopes, regressions().intercept(slopes, of, y), most);
    double[] first = rows.get(0); // tells nearly all others apart, and rounding takes time
    double size = exact.size(cells(first, of));
    double near = Math.max(regressions().rounding(slopes, of), BEFORE_ROUNDING * size);
    double error = Math.min(most, exact.rounding(cells(first, of), first[y]));
    return exact.apart(cells(first, of), first[y]) <= near && isBeyond(error, of, slopes)
        ? rounded(exact, of, y, error)
            .filter(sum -> rows.stream().allMatch(row -> sum.contains(cells(row, of), row[y])))
            .findFirst()
        : Optional.empty();
  }

  /** Whether each term varies by more than an error. */
  private boolean isBeyond(double error, int[] of, List<Double> slopes) {
    double all = error * Math.sqrt(rows.size());
    return IntStream.range(0, of.length)
        .allMatch(i -> Math.abs(slopes.get(i)) * regressions().deviation(of[i]) > all);
  }

  private static double[] cells(double[] row, int[] places) {
    double[] cells = new double[places.length];
    Arrays.setAll(cells, i -> row[places[i]]);
    return cells;
  }

  /**
   * The sums with rounded slopes and constants: one of few digits, or else one of few decimals, as
   * large numbers have.
   */
  private Stream<Sum> rounded(Sum exact, int[] of, int y, double error) {
    List<Double> slopes = exact.slopes.stream().map(FirstRows::factor).toList();
    double intercept = regressions().intercept(slopes, of, y);
    return Double.isFinite(intercept)
        ? DoubleStream.of(rounded(intercept), Line.fewestDecimals(intercept, error))
            .mapToObj(constant -> new Sum(slopes, constant, exact.most))
        : Stream.empty();
  }

  /** A sum {@code y} of columns, by their places. */
  record ManySum(List<Integer> of, int y, Sum sum) {}

  /** A column and its factor in an equation. */
  record Term(int column, double factor) {}

  /**
   * The sums of three or more of the columns in all rows.
   *
   * @param mayBeTotal whether a column may be a sum
   * @param mayBeRest whether a column may be a constant less others
   */
  List<ManySum> sums(IntStream columns, IntPredicate mayBeTotal, IntPredicate mayBeRest) {
    int[] varying = columns.filter(this::isVarying).toArray();
    return varying.length > mostRegressors()
        ? List.of()
        : equations(varying).stream()
            .filter(equation -> equation.size() > FEWEST_TERMS)
            .flatMap(equation -> solved(equation, mayBeTotal, mayBeRest).stream())
            .toList();
  }

  /** Whether all rows have numbers in a column. */
  boolean isComplete(int column) {
    return rows.stream().noneMatch(row -> Double.isNaN(row[column]));
  }

  boolean isVarying(int column) {
    return rows.size() >= FEWEST_ROWS && regressions().deviation(column) > 0;
  }

  /** The most columns whose regressions are not chance. */
  int mostRegressors() {
    return rows.size() - SPARE_ROWS;
  }

  /**
   * Adds constants by which all rows have the rounded sum: the roundest one that leaves no row
   * halfway between two numbers, where rounding goes to the even one, and the roundest of all.
   */
  List<Relation.Linear> shifted(Relation.Linear sum, int[] of, int y, double half) {
    NumberCoding.Range all = NumberCoding.Range.ALL;
    for (double[] row : rows) {
      double apart = row[y] - sum.of(DoubleStream.of(cells(row, of)).boxed().toList());
      double margin = Relation.Rounded.margin(row[y], half);
      all = all.and(new NumberCoding.Range(apart - margin, apart + margin));
    }
    double middle = (all.low() + all.high()) / 2;
    double most = all.high() - middle + Line.ROUNDING * Math.abs(middle);
    return DoubleStream.of(most - HALFWAY * half, most)
        .filter(distance -> distance >= 0)
        .map(distance -> Line.fewestDecimals(middle, distance))
        .distinct()
        .mapToObj(constant -> new Relation.Linear(sum.sources(), sum.slopes(), constant))
        .toList();
  }

  /**
   * Returns the linear equations of some columns, whose terms add up to a constant: regressions
   * without errors. The last column of each is in no other one.
   */
  private List<List<Term>> equations(int[] places) {
    double[][] rest = regressions().correlations(places);
    List<Integer> regressors = new ArrayList<>();
    List<List<Term>> equations = new ArrayList<>();
    for (int y = 0; y < rest.length; y++) {
      if (rest[y][y] > Regressions.ROUNDING) {
        Regressions.sweep(rest, y);
        regressors.add(y);
        continue;
      }
      List<Term> terms = new ArrayList<>();
      for (int x : regressors) {
        if (Math.abs(rest[x][y]) > Line.LIKE) {
          terms.add(new Term(places[x], rest[x][y] / regressions().deviation(places[x])));
        }
      }
      terms.add(new Term(places[y], -1 / regressions().deviation(places[y])));
      equations.add(terms);
    }
    return equations;
  }

  /** Solves an equation for the column whose factor alone has its sign, or else for the widest. */
  private Optional<ManySum> solved(
      List<Term> equation, IntPredicate mayBeTotal, IntPredicate mayBeRest) {
    List<Term> above = equation.stream().filter(term -> term.factor > 0).toList();
    List<Term> below = equation.stream().filter(term -> term.factor < 0).toList();
    return Stream.of(above, below)
        .filter(side -> side.size() == 1)
        .flatMap(List::stream)
        .filter(term -> mayBeTotal.test(term.column))
        .findFirst()
        .or(() -> widest(equation.stream().filter(term -> mayBeRest.test(term.column)).toList()))
        .flatMap(own -> solved(equation, own));
  }

  /**
   * Returns the last of the terms that usually spread about as far as the widest one. A column that
   * follows has the errors of all other columns in draws, which hide smaller numbers.
   */
  Optional<Term> widest(List<Term> terms) {
    double most = terms.stream().mapToDouble(this::spread).max().orElse(0);
    return terms.stream()
        .filter(term -> spread(term) >= ALIKE * most)
        .reduce((before, last) -> last);
  }

  /** The median distance of a term from its median. */
  private double spread(Term term) {
    DoubleStream numbers = DoubleStream.of(numbers(term.column));
    Bulk bulk = new Bulk(numbers.sorted().toArray());
    DoubleStream apart =
        DoubleStream.of(bulk.sorted()).map(number -> Math.abs(number - bulk.median()));
    return Math.abs(term.factor) * new Bulk(apart.sorted().toArray()).median();
  }

  private Optional<ManySum> solved(List<Term> equation, Term own) {
    List<Term> others = equation.stream().filter(term -> !term.equals(own)).toList();
    List<Integer> of = others.stream().map(Term::column).toList();
    List<Double> slopes = others.stream().map(term -> -term.factor / own.factor).toList();
    return sum(of.stream().mapToInt(place -> place).toArray(), slopes, own.column)
        .map(sum -> new ManySum(of, own.column, sum));
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
    return rows.stream().mapToDouble(row -> Relation.Rounded.margin(row[y], half)).toArray();
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

  /** Returns the rows with numbers in both columns; none if there are too few rows. */
  Stream<double[]> rowsWith(int x, int y) {
    return rows.size() < FEWEST_ROWS
        ? Stream.of()
        : rows.stream()
            .limit(MOST_ROWS)
            .filter(row -> !Double.isNaN(row[x]) && !Double.isNaN(row[y]));
  }

  /** Returns whether a line has all pairs of numbers. */
  boolean agree(Line line, int x, int y) {
    return rows.stream()
        .filter(row -> !Double.isNaN(row[x]) && !Double.isNaN(row[y]))
        .allMatch(row -> line.contains(row[x], row[y]));
  }

  double[] numbers(int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }

  /** The rounded factor, or one of fewer digits that is as close, such as the hours of a second. */
  private static double factor(double number) {
    return Double.isFinite(number)
        ? Line.shortest(number, Math.abs(number - rounded(number)))
        : Double.NaN;
  }

  private static double rounded(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(DIGITS).doubleValue()
        : Double.NaN;
  }
}
