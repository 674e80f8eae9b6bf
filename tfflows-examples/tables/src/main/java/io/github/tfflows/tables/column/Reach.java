package io.github.tfflows.tables.column;

import io.github.tfflows.tables.column.NumberCoding.Range;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers that draws of columns reach. A column that follows from no other is drawn within the
 * numbers of the data. One that follows from others may be beyond them, but neither outside of its
 * declared kind nor between its steps. Dates count in days since 1970, and timestamps in seconds.
 *
 * @param ofData the least and the greatest number of each column of numbers, dates or timestamps
 *     that may follow from others
 * @param steps the last decimals of columns of numbers, and the steps of times; zero or absent if
 *     there is none
 * @param gaps the rows without a value, by column; none if absent
 */
public record Reach(
    Map<String, Range> ofData,
    Map<String, ColumnKind> kinds,
    Map<String, Double> steps,
    Map<String, Long> gaps)
    implements Serializable {
  /** The rounding error of double precision, as a share of a step. */
  private static final double ROUNDING = 1e-6;

  public Reach {
    ofData = Map.copyOf(ofData);
    kinds = Map.copyOf(kinds);
    steps = Map.copyOf(steps);
    gaps = Map.copyOf(gaps);
  }

  /**
   * Returns whether a column may follow from others. It may unless it already follows from others,
   * or they follow from it.
   */
  public static boolean isFree(String name, List<String> sources, Map<String, Relation> found) {
    return !found.containsKey(name) && !dependOn(name, sources, found);
  }

  private static boolean dependOn(String name, List<String> columns, Map<String, Relation> found) {
    return columns.stream()
        .anyMatch(
            column -> {
              Relation relation = found.get(column);
              return column.equals(name)
                  || (relation != null && dependOn(name, relation.sources(), found));
            });
  }

  /** Returns the columns that a column follows from and that follow from no other; or itself. */
  public static Set<String> roots(String name, Map<String, Relation> found) {
    Relation relation = found.get(name);
    return relation == null
        ? Set.of(name)
        : relation.sources().stream()
            .flatMap(source -> roots(source, found).stream())
            .collect(Collectors.toSet());
  }

  /**
   * Adds the relation of a column to the relations found so far, if the column may follow from
   * others, and draws of all columns then suit their kinds and steps.
   *
   * @return whether it was added
   */
  public boolean add(String name, Relation relation, Map<String, Relation> found) {
    if (!isFree(name, relation.sources(), found) || !isOnSteps(name, relation)) {
      return false;
    }
    List<String> kept = kinds.keySet().stream().filter(column -> isKept(column, found)).toList();
    found.put(name, relation);
    boolean areKept = kept.stream().allMatch(column -> isKept(column, found));
    return areKept || found.remove(name) == null;
  }

  private boolean isKept(String column, Map<String, Relation> found) {
    Range range = range(column, found);
    ColumnKind kind = kinds.get(column);
    return kind == null || !found.containsKey(column) || kind.contains(range.low(), range.high());
  }

  /**
   * Adds a sum as the rule of its column, or else of the first of its sources that may follow from
   * the others.
   *
   * @return whether it was added, or follows from those found
   */
  public boolean addSum(String name, Relation.Linear sum, Map<String, Relation> found) {
    return (ofData.containsKey(name) && add(name, sum, found))
        || addSolved(name, sum, found)
        || isImplied(name, sum, found);
  }

  public static boolean isImplied(String name, Relation.Linear sum, Map<String, Relation> found) {
    Map<String, Double> rest = new HashMap<>();
    expand(name, -1, found, rest);
    expand(sum, 1, found, rest);
    double size = sum.slopes().stream().mapToDouble(Math::abs).max().orElse(1);
    double constant = rest.getOrDefault("", 0.0);
    rest.remove("");
    return Math.abs(constant) <= ROUNDING * Math.max(size, Math.abs(sum.intercept()))
        && rest.values().stream().allMatch(factor -> Math.abs(factor) <= ROUNDING * size);
  }

  /** Adds the factors of the columns that a sum follows from; that of the constant has no name. */
  private static void expand(
      Relation.Linear sum, double factor, Map<String, Relation> found, Map<String, Double> into) {
    into.merge("", factor * sum.intercept(), Double::sum);
    for (int i = 0; i < sum.sources().size(); i++) {
      expand(sum.sources().get(i), factor * sum.slopes().get(i), found, into);
    }
  }

  private static void expand(
      String column, double factor, Map<String, Relation> found, Map<String, Double> into) {
    Relation relation = found.get(column);
    if (relation instanceof Relation.Linear sum) {
      expand(sum, factor, found, into);
    } else if (relation instanceof Relation.Beyond beyond && beyond.bounds().size() <= 1) {
      expand(beyond.distance(), factor * beyond.comparison().direction(), found, into);
      beyond.bounds().forEach(bound -> expand(bound, factor, found, into));
      double constant = beyond.bounds().isEmpty() ? Moment.number(beyond.otherwise()) : 0;
      into.merge("", factor * constant, Double::sum);
    } else {
      into.merge(column, factor, Double::sum);
    }
  }

  /**
   * Adds a sum, solved for the first of its sources that may follow from the others: it is missing
   * where the sum is.
   *
   * @return whether it was added
   */
  public boolean addSolved(String name, Relation.Linear sum, Map<String, Relation> found) {
    return IntStream.range(0, sum.sources().size())
        .filter(i -> ofData.containsKey(sum.sources().get(i)))
        .filter(i -> gaps(sum.sources().get(i)) == gaps(name))
        .anyMatch(i -> add(sum.sources().get(i), sum.solved(name, i), found));
  }

  private long gaps(String column) {
    return gaps.getOrDefault(column, 0L);
  }

  /** Whether sums of any numbers of the sources are numbers of the column. */
  private boolean isOnSteps(String name, Relation relation) {
    double step = steps.getOrDefault(name, 0.0);
    return step == 0
        || !(relation instanceof Relation.Linear sum)
        || sum.sources().size() == 1 // which rounding may determine
        || (isMultiple(sum.intercept(), step)
            && IntStream.range(0, sum.sources().size())
                .allMatch(
                    i -> {
                      double each = steps.getOrDefault(sum.sources().get(i), 0.0);
                      return each > 0 && isMultiple(sum.slopes().get(i) * each, step);
                    }));
  }

  private static boolean isMultiple(double number, double step) {
    return Math.abs(number / step - Math.rint(number / step)) <= ROUNDING;
  }

  private Range range(Relation.Linear sum, Map<String, Relation> found) {
    double low = sum.intercept();
    double high = sum.intercept();
    for (int i = 0; i < sum.sources().size(); i++) {
      Range range = range(sum.sources().get(i), found);
      double slope = sum.slopes().get(i);
      low += slope * (slope > 0 ? range.low() : range.high());
      high += slope * (slope > 0 ? range.high() : range.low());
    }
    return new Range(low, high);
  }

  /**
   * The products of the ends of the numbers, and of roots within; all numbers if there are poles.
   */
  private Range range(Relation.Product product, Map<String, Relation> found) {
    List<List<Double>> corners = List.of(List.of());
    for (Relation.Factor factor : product.factors()) {
      Range range = range(factor.source(), found);
      double root = range.nearest(-factor.offset() / factor.slope());
      corners =
          corners.stream()
              .flatMap(
                  corner ->
                      DoubleStream.of(range.low(), range.high(), root)
                          .mapToObj(end -> concat(corner, end)))
              .toList();
    }
    DoubleSummaryStatistics ends =
        corners.stream().mapToDouble(product::of).summaryStatistics(); // NaN if one is
    return Double.isFinite(ends.getSum()) ? new Range(ends.getMin(), ends.getMax()) : Range.ALL;
  }

  private static List<Double> concat(List<Double> numbers, double next) {
    return Stream.concat(numbers.stream(), Stream.of(next)).toList();
  }

  /**
   * Returns a column with a kind that has all its sums or products, unless its kind is declared;
   * also one beyond bounds, if others follow from it or its distance, so that draws of them agree.
   * Times between whose steps a sum can be have the finest step of their format.
   */
  public TableColumn widened(TableColumn column, Map<String, Relation> found) {
    ColumnKind kind = column.kind();
    Relation own = found.getOrDefault(column.name(), Relation.Constant.EMPTY);
    boolean isSum = own instanceof Relation.Linear || own instanceof Relation.Rounded;
    if (own instanceof Relation.Beyond beyond) {
      List<String> names = List.of(column.name(), beyond.distance());
      isSum =
          found.containsKey(beyond.distance())
              || found.values().stream()
                  .filter(rule -> !rule.equals(own))
                  .anyMatch(rule -> !Collections.disjoint(rule.sources(), names));
    }
    if (column.coding() instanceof TimeCoding time && !isOnSteps(column.name(), own)) {
      return new TableColumn(column.name(), kind, time.finest(), column.gaps());
    }
    if (!isSum || column.isText() || kinds.containsKey(column.name())) {
      return column;
    }
    Range sums = range(column.name(), found);
    ColumnKind wide = kind.isWhole() ? new ColumnKind.Whole() : new ColumnKind.Real();
    return sums.low() >= kind.low() && sums.high() <= kind.high()
        ? column
        : new TableColumn(column.name(), wide, column.coding(), column.gaps());
  }

  /** The sums of the distances and of any of the bounds. */
  private Range range(Relation.Beyond beyond, Map<String, Relation> found) {
    List<Range> bounds =
        new ArrayList<>(beyond.bounds().stream().map(bound -> range(bound, found)).toList());
    if (!beyond.otherwise().isEmpty()) {
      double constant = Moment.number(beyond.otherwise());
      bounds.add(new Range(constant, constant));
    }
    double low = bounds.stream().mapToDouble(Range::low).min().orElseThrow();
    double high = bounds.stream().mapToDouble(Range::high).max().orElseThrow();
    Range apart = range(beyond.distance(), found);
    return beyond.comparison().direction() > 0
        ? new Range(low + apart.low(), high + apart.high())
        : new Range(low - apart.high(), high - apart.low());
  }

  private Range range(String column, Map<String, Relation> found) {
    Relation relation = found.get(column);
    if (relation instanceof Relation.Linear sum) {
      return range(sum, found);
    }
    if (relation instanceof Relation.RoundedSum rounded) {
      return range(rounded.sum(), found);
    }
    if (relation instanceof Relation.Product product) {
      return range(product, found);
    }
    if (relation instanceof Relation.Beyond beyond) {
      return range(beyond, found);
    }
    boolean isExtrapolated =
        relation instanceof Relation.Curve curve
            && !ofData.getOrDefault(curve.of(), Range.ALL).contains(range(curve.of(), found));
    return isExtrapolated ? Range.ALL : ofData.getOrDefault(column, Range.ALL);
  }
}
