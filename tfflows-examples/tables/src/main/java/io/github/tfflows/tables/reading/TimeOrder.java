package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.sketch.SortedNumbers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The rows of a table in the order of their dates or timestamps. In a time series, rows next to
 * each other are alike: the rank correlation of a modelled number with that of the next row is at
 * least one half. Rows of the same moment are not compared. A number that rises or falls with the
 * time, as an age does with the date of birth, does not count.
 */
public final class TimeOrder {
  private static final int FEWEST_ROWS = 50;
  private static final int MOST_COMPARED = 20_000;
  private static final double LEAST_CORRELATION = 0.5;

  /** Numbers with a larger rank correlation with the time follow it, whatever the rows before. */
  private static final double MOST_TREND = 0.8;

  private final TableSchema schema;
  private final Data rows;

  /**
   * @param rows rows as the schema lays them out
   */
  public TimeOrder(TableSchema schema, Data rows) {
    this.schema = schema;
    this.rows = rows;
  }

  /** Returns the first column of dates or timestamps in whose order rows are alike. */
  public Optional<String> ofSeries() {
    return rows.count() < FEWEST_ROWS
        ? Optional.empty()
        : times(schema.modelled(), schema.layout(), rows.x())
            .or(() -> times(schema.given(), schema.context(), rows.context()));
  }

  private Optional<String> times(List<TableColumn> columns, RowLayout layout, Rows part) {
    return IntStream.range(0, columns.size())
        .filter(i -> isMoment(columns.get(i)))
        .filter(i -> orders(layout.values(part, i)))
        .mapToObj(i -> columns.get(i).name())
        .findFirst();
  }

  private static boolean isMoment(TableColumn column) {
    return column.kind().isTemporal() && !(column.kind() instanceof ColumnKind.TimeOfDay);
  }

  /**
   * Whether rows are alike in the order of these times; of many rows, whether the first ones are.
   */
  private boolean orders(float... times) {
    float[] sorted = times.clone();
    Arrays.sort(sorted);
    float last = sorted[Math.min(sorted.length, MOST_COMPARED) - 1];
    int[] order =
        IntStream.range(0, times.length)
            .filter(row -> !Float.isNaN(times[row]) && !(times[row] > last))
            .boxed()
            .sorted(Comparator.comparingDouble(row -> times[row]))
            .mapToInt(row -> row)
            .toArray();
    return IntStream.range(0, schema.modelled().size())
        .filter(column -> isNumber(schema.modelled().get(column)))
        .mapToObj(column -> schema.layout().values(rows.x(), column))
        .anyMatch(values -> isSeries(values, times, order));
  }

  private static boolean isNumber(TableColumn column) {
    return !column.kind().isNamed() && !column.kind().isTemporal();
  }

  private static boolean isSeries(float[] values, float[] times, int... order) {
    int[] present = IntStream.of(order).filter(row -> !Float.isNaN(values[row])).toArray();
    SortedNumbers sorted =
        SortedNumbers.of(IntStream.of(present).mapToDouble(row -> values[row]).toArray());
    double[] ranks = IntStream.of(present).mapToDouble(row -> sorted.rank(values[row])).toArray();
    double[] changes =
        IntStream.range(1, present.length)
            .filter(i -> times[present[i - 1]] < times[present[i]])
            .mapToDouble(i -> ranks[i] - ranks[i - 1])
            .toArray();
    return changes.length >= FEWEST_ROWS
        && correlation(changes, ranks) >= LEAST_CORRELATION
        && !isTrend(ranks);
  }

  /** The correlation with the next row (von Neumann, 1941, as half the ratio less than one). */
  private static double correlation(double[] changes, double... ranks) {
    double squaredChanges = DoubleStream.of(changes).map(change -> change * change).sum();
    return 1 - squaredChanges / changes.length / (2 * squares(ranks) / ranks.length);
  }

  /** Whether numbers rise or fall with the time, as years and ages do. */
  private static boolean isTrend(double... ranks) {
    int count = ranks.length;
    double sum = IntStream.range(0, count).mapToDouble(i -> (i + 0.5) / count * ranks[i]).sum();
    double correlation = (sum - count / 4.0) / Math.sqrt(squares(ranks) * count / 12);
    return Math.abs(correlation) > MOST_TREND;
  }

  private static double squares(double... ranks) {
    return DoubleStream.of(ranks).map(rank -> (rank - 0.5) * (rank - 0.5)).sum();
  }
}
