package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.sketch.Moments;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The distances of the mean outcome of each number from the middle of its neighbours' means. They
 * are large if numbers are the keys of persons, stores and the like, whose neighbours have nothing
 * in common.
 */
final class Jumps {
  /** More numbers would need too many inputs of networks. */
  private static final int MOST_NUMBERS = 64;

  private static final long ROWS_OF_NUMBER = 4;

  /**
   * The deviations from chance at which jumps are sure. Rows of the same person or thing are not
   * independent, so that four deviations occur without keys, too.
   */
  private static final double DEVIATIONS = 8;

  private final int most;

  /** The outcomes of the rows of each number. */
  private final SortedMap<Double, Moments> groups = new TreeMap<>();

  /**
   * Creates a test without rows.
   *
   * @param most the most numbers that may be keys
   */
  Jumps(int most) {
    this.most = Math.min(most, MOST_NUMBERS);
  }

  /**
   * Returns whether a modelled column jumps from number to number of a given one. Numbers that the
   * rows of a group repeat are no keys: new groups have other numbers, and jumps of their own.
   *
   * @param given the place of the given column
   * @param most the most numbers that may be keys
   */
  static boolean areIn(TableSchema schema, Data training, int given, int most) {
    RowLayout layout = schema.context();
    int rows = layout.rowsWith(training.context(), given).length;
    WeightedNumbers numbers = WeightedNumbers.of(training, training.context(), layout, given);
    return numbers.values().length == rows
        && IntStream.range(0, schema.modelled().size())
            .mapToObj(modelled -> new Jumps(most).with(schema, training, given, modelled))
            .anyMatch(Jumps::areSure);
  }

  private Jumps with(TableSchema schema, Data training, int given, int modelled) {
    RowLayout layout = schema.layout();
    Rows context = training.context();
    for (int row : schema.context().rowsWith(context, given)) {
      if (!layout.isMissing(training.x(), row, modelled)) {
        double number = context.values()[row * context.size() + schema.context().value(given)];
        add(number, training.x().values()[row * training.x().size() + layout.value(modelled)]);
      }
    }
    return this;
  }

  /** Adds a row. */
  void add(double number, double outcome) {
    if (groups.size() <= most) {
      groups.computeIfAbsent(number, any -> new Moments()).add(outcome);
    }
  }

  /**
   * Returns whether means are farther from those between their neighbours than chance explains, by
   * the ratio of the mean square distance to the variance within groups. The ratio has a deviation
   * of {@code √(3.9 / (k - 2))} by chance for {@code k} numbers. A curve has small distances.
   */
  boolean areSure() {
    int numbers = groups.size();
    long rows = groups.values().stream().mapToLong(Moments::count).sum();
    if (numbers < 3 || numbers > most || rows < ROWS_OF_NUMBER * numbers) {
      return false;
    }
    List<Moments> all = List.copyOf(groups.values());
    double within = all.stream().mapToDouble(Moments::squares).sum();
    double variance = within / (rows - numbers);
    double ratio =
        IntStream.range(1, numbers - 1)
            .mapToDouble(i -> ratio(all.get(i - 1), all.get(i), all.get(i + 1)))
            .map(square -> square / variance)
            .average()
            .orElseThrow();
    return ratio > 1 + DEVIATIONS * Math.sqrt(3.9 / (numbers - 2));
  }

  /** The square distance of a mean from the middle of its neighbours', by that of rows alone. */
  private static double ratio(Moments below, Moments group, Moments above) {
    double apart = group.mean() - (below.mean() + above.mean()) / 2;
    return apart * apart / (1.0 / group.count() + (1.0 / below.count() + 1.0 / above.count()) / 4);
  }
}
