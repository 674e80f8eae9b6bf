package io.github.tfflows.tables.column;

import io.github.tfflows.tables.column.NumberCoding.Range;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The range of the numbers that draws of columns can have. A column that follows from no other is
 * drawn within the numbers of the data. A column that follows from others may exceed them, but
 * neither leave its declared kind nor fall between its steps.
 *
 * @param ofData the least and the greatest number of each column of numbers that may follow from
 *     others
 * @param kinds the declared kinds by column
 * @param steps the last decimals of columns of numbers; zero or absent if there is none
 */
public record Reach(
    Map<String, Range> ofData, Map<String, ColumnKind> kinds, Map<String, Double> steps)
    implements Serializable {
  /** The rounding error of double precision, as a share of a step. */
  private static final double ROUNDING = 1e-6;

  /** Copies the maps. */
  public Reach {
    ofData = Map.copyOf(ofData);
    kinds = Map.copyOf(kinds);
    steps = Map.copyOf(steps);
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
    found.put(name, relation);
    boolean areKept = kinds.keySet().stream().allMatch(column -> isKept(column, found));
    return areKept || found.remove(name) == null;
  }

  private boolean isKept(String column, Map<String, Relation> found) {
    Range range = range(column, found);
    ColumnKind kind = kinds.get(column);
    return kind == null || !found.containsKey(column) || kind.contains(range.low(), range.high());
  }

  /**
   * Adds a sum, solved for the first of its sources that may follow from the others.
   *
   * @return whether it was added
   */
  public boolean addSolved(String name, Relation.Linear sum, Map<String, Relation> found) {
    return IntStream.range(0, sum.sources().size())
        .filter(i -> ofData.containsKey(sum.sources().get(i)))
        .anyMatch(i -> add(sum.sources().get(i), sum.solved(name, i), found));
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

  private Range range(String column, Map<String, Relation> found) {
    Relation relation = found.get(column);
    if (relation instanceof Relation.Linear sum) {
      return range(sum, found);
    }
    boolean isExtrapolated =
        relation instanceof Relation.Curve curve
            && !ofData.getOrDefault(curve.of(), Range.ALL).contains(range(curve.of(), found));
    return isExtrapolated ? Range.ALL : ofData.getOrDefault(column, Range.ALL);
  }
}
