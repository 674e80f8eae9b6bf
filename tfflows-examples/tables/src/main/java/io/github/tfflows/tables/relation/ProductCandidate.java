package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A constant times factors of one to three columns, to the decimals of the column. */
final class ProductCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** The most columns of a product of two, and of a product with a share. */
  private static final int MOST_OF_TWO = 200;

  private static final int MOST_WITH_SHARE = 50;

  /** The number of first rows that rule out nearly all products that do not equal a column. */
  private static final int FEW_ROWS = 4;

  /** The most that rounding may leave open of a constant, relative to it. */
  private static final double MOST_ROUNDING = 1e-2;

  /** The powers of two columns; products come before quotients. */
  private static final List<List<Integer>> OF_TWO =
      List.of(List.of(1, 1), List.of(1, -1), List.of(-1, 1), List.of(1, -2), List.of(-2, 1));

  private final Relation.Product product;
  private final double half;

  /** The standard deviation of the column, relative to its mean. */
  private final double spread;

  private ProductCandidate(Terms terms, Result result, double constant) {
    super(terms.columns, result.column);
    this.product = new Relation.Product(constant, terms.factors);
    Line.Side numbers = result.column.side();
    this.half = numbers.half();
    this.spread = numbers.deviation() / Math.abs(numbers.mean());
  }

  /** A column that may be a product, the first rows with it, and its margins there. */
  private static final class Result {
    private final Scanned column;
    private final int place;
    private final FirstRows rows;
    private final double[] margins;

    Result(Scanned column, FirstRows first) {
      this.column = column;
      this.place = column.place();
      this.rows = first.with(place);
      this.margins = rows.margins(place, column.side().half());
    }

    /** The same for columns whose products are sought together. */
    Object group() {
      return List.of(rows, column.gaps() == 0);
    }

    boolean mayHave(Scanned factor) {
      return factor.place() != place
          && factor.gaps() <= column.gaps()
          && rows.isComplete(factor.place());
    }
  }

  /** Factors of columns. */
  private record Terms(List<Scanned> columns, List<Relation.Factor> factors) {
    static Terms of(Scanned column, int power) {
      return new Terms(
          List.of(column), List.of(new Relation.Factor(column.column().name(), power)));
    }

    Terms times(Terms other) {
      return new Terms(
          Stream.concat(columns.stream(), other.columns.stream()).toList(),
          Stream.concat(factors.stream(), other.factors.stream()).toList());
    }

    double[] products(FirstRows rows, int most) {
      return rows.products(columns.stream().map(Scanned::place).toList(), factors, most);
    }

    /** The same without one of the factors each. */
    Stream<Terms> parts() {
      return IntStream.range(0, factors.size())
          .mapToObj(i -> new Terms(without(i, columns), without(i, factors)));
    }

    private static <T> List<T> without(int i, List<T> all) {
      return Stream.concat(all.subList(0, i).stream(), all.subList(i + 1, all.size()).stream())
          .toList();
    }
  }

  /**
   * The products in the first rows, of one column, two, or one or two and a share, such as {@code
   * total (1 - discount)}. Those of columns that vary most come first: the small errors of draws of
   * the others would be large in a quotient that varies little.
   *
   * @param columns those that may be factors
   * @param modelled those that may follow from them
   */
  static List<ProductCandidate> candidates(
      List<Scanned> columns, List<Scanned> modelled, FirstRows first) {
    List<Scanned> numbers = columns.stream().filter(Scanned::isExact).toList();
    return modelled.stream()
        .filter(Scanned::isExact)
        .map(column -> new Result(column, first))
        .filter(result -> result.rows.haveManyNumbers(result.place))
        .collect(Collectors.groupingBy(Result::group, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(results -> candidates(numbers, results))
        .sorted(Comparator.comparingDouble(one -> -one.spread))
        .toList();
  }

  /** The products that equal columns of one group. */
  private static Stream<ProductCandidate> candidates(List<Scanned> numbers, List<Result> results) {
    List<Scanned> factors =
        numbers.stream()
            .filter(number -> results.stream().anyMatch(result -> result.mayHave(number)))
            .toList();
    return Stream.of(ofOne(factors), ofTwo(factors), withShare(factors))
        .flatMap(terms -> terms)
        .flatMap(terms -> equal(terms, results, results.get(0).rows));
  }

  /** The columns that equal a product in the first rows. */
  private static Stream<ProductCandidate> equal(
      Terms terms, List<Result> results, FirstRows first) {
    double[] few = terms.products(first, FEW_ROWS);
    List<Result> possible =
        results.stream()
            .filter(result -> first.constants(few, result.place, result.margins).isPresent())
            .filter(result -> terms.columns.stream().allMatch(result::mayHave))
            .toList();
    if (possible.isEmpty()) {
      return Stream.of();
    }
    return possible.stream()
        .flatMap(
            result ->
                constants(terms, result, first).stream()
                    .map(range -> new ProductCandidate(terms, result, constant(range))));
  }

  /**
   * The constants of a product, of which rounding leaves little open, or with which it is exact.
   */
  private static Optional<NumberCoding.Range> constants(
      Terms terms, Result result, FirstRows first) {
    double[] values = terms.products(first, Integer.MAX_VALUE);
    return first
        .constants(values, result.place, result.margins)
        .filter(ProductCandidate::isNarrow)
        .filter(narrow -> terms.parts().noneMatch(part -> isOpen(part, result, first)))
        .or(() -> first.constants(values, result.place, first.margins(result.place, 0)))
        .filter(ProductCandidate::isNarrow);
  }

  /** Whether rounding leaves the constant of a product open, as that of any further factor. */
  private static boolean isOpen(Terms terms, Result result, FirstRows first) {
    return first
        .constants(terms.products(first, Integer.MAX_VALUE), result.place, result.margins)
        .filter(range -> !isNarrow(range))
        .isPresent();
  }

  private static boolean isNarrow(NumberCoding.Range constants) {
    return constants.low() * constants.high() > 0
        && constants.high() - constants.low() <= MOST_ROUNDING * Math.abs(constants.low());
  }

  private static double constant(NumberCoding.Range range) {
    return Line.shortest((range.low() + range.high()) / 2, (range.high() - range.low()) / 2);
  }

  private static Stream<Terms> ofOne(List<Scanned> numbers) {
    return Stream.of(1, -1)
        .flatMap(power -> numbers.stream().map(column -> Terms.of(column, power)));
  }

  private static Stream<Terms> ofTwo(List<Scanned> numbers) {
    return numbers.size() > MOST_OF_TWO
        ? Stream.of()
        : OF_TWO.stream().flatMap(powers -> ofTwo(numbers, powers));
  }

  private static Stream<Terms> ofTwo(List<Scanned> numbers, List<Integer> powers) {
    return IntStream.range(1, numbers.size())
        .boxed()
        .flatMap(
            j ->
                numbers.subList(0, j).stream()
                    .map(one -> Terms.of(one, powers.get(0)))
                    .map(first -> first.times(Terms.of(numbers.get(j), powers.get(1)))));
  }

  private static Stream<Terms> withShare(List<Scanned> numbers) {
    if (numbers.size() > MOST_WITH_SHARE) {
      return Stream.of();
    }
    List<Terms> others =
        Stream.concat(
                numbers.stream().map(column -> Terms.of(column, 1)), ofTwo(numbers, OF_TWO.get(0)))
            .toList();
    return numbers.stream()
        .flatMap(ProductCandidate::shares)
        .flatMap(
            share ->
                others.stream()
                    .filter(other -> !other.columns.contains(share.columns.get(0)))
                    .map(other -> other.times(share)));
  }

  /** The rests and the surcharges of shares and percentages, which are linear in them. */
  private static Stream<Terms> shares(Scanned column) {
    NumberCoding.Range range = column.range().orElseThrow();
    double percent = range.high() <= 1 ? 1 : 0.01;
    return range.low() < 0 || range.high() > 100
        ? Stream.of()
        : Stream.of(1, -1)
            .flatMap(
                power ->
                    Stream.of(-percent, percent)
                        .map(slope -> new Relation.Factor(column.column().name(), 1, slope, power)))
            .map(factor -> new Terms(List.of(column), List.of(factor)));
  }

  /** A quotient by zero is missing, too. */
  @Override
  boolean holds(List<Object> sources, Object cell) {
    boolean isInfinite =
        cell.equals("") && !sources.contains("") && !Double.isFinite(product.of(numbers(sources)));
    return isInfinite || super.holds(sources, cell);
  }

  private static List<Double> numbers(List<Object> cells) {
    return cells.stream().map(Double.class::cast).toList();
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    return product.agree(numbers(sources), (Double) cell, half);
  }

  @Override
  Relation relation() {
    return product;
  }
}
