package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.TableChunk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The output rows of the command {@code predict}.
 *
 * @param predictor predicts them
 * @param given the columns that are given, where any cell can be
 * @param levels the shares of new values within intervals
 */
record PredictedRows(Predictor predictor, Set<String> given, List<Double> levels) {
  PredictedRows {
    levels = List.copyOf(levels);
  }

  private boolean hasNames() {
    return predictor.column().kind().isNamed();
  }

  private boolean isTemporal() {
    return predictor.column().kind().isTemporal();
  }

  /** The columns of predictions. */
  List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>();
    if (hasNames()) {
      columns.add(new OutputColumn("prediction", OutputColumn.Type.TEXT));
      predictor
          .column()
          .names()
          .forEach(name -> columns.add(OutputColumn.number("probability " + name)));
    } else {
      OutputColumn.Type type = isTemporal() ? OutputColumn.Type.TEXT : OutputColumn.Type.NUMBER;
      columns.add(new OutputColumn("median", type));
      if (!isTemporal()) {
        columns.add(OutputColumn.number("mean"));
        columns.add(OutputColumn.number("standard_deviation"));
      }
      for (double level : levels) {
        String share = levels.size() == 1 ? "" : " " + percent(level);
        columns.add(new OutputColumn("lower" + share, type));
        columns.add(new OutputColumn("upper" + share, type));
      }
    }
    if (predictor.column().hasGaps()) {
      columns.add(OutputColumn.number("missing"));
    }
    return columns;
  }

  private static String percent(double level) {
    return BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }

  /** The predictions of each row. */
  List<List<Object>> of(TableChunk chunk) {
    List<List<Object>> rows = predicted(predictor.given(chunk.data(), given));
    chunk.problems().keySet().forEach(row -> rows.set(row, none()));
    return rows;
  }

  /** The values of a row that is not predicted. */
  private List<Object> none() {
    return columns().stream()
        .map(column -> column.type() == OutputColumn.Type.TEXT ? "" : (Object) Double.NaN)
        .toList();
  }

  private List<List<Object>> predicted(Predictions predictions) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < predictions.count(); i++) {
      rows.add(new ArrayList<>());
    }
    if (hasNames()) {
      addNames(rows, predictions);
    } else {
      addNumbers(rows, predictions);
    }
    if (predictor.column().hasGaps()) {
      add(rows, predictions.missing());
    }
    return rows;
  }

  private static void addNames(List<List<Object>> rows, Predictions predictions) {
    double[] all = predictions.probabilities();
    int names = predictions.names().size();
    add(rows, predictions.likeliest());
    for (int i = 0; i < all.length; i++) {
      rows.get(i / names).add(all[i]);
    }
  }

  private void addNumbers(List<List<Object>> rows, Predictions predictions) {
    add(rows, predictions.written(predictions.quantiles(0.5)));
    if (!isTemporal()) {
      add(rows, predictions.means());
      add(rows, predictions.standardDeviations());
    }
    for (double level : levels) {
      List<Interval> intervals = predictions.intervals(level);
      add(rows, predictions.written(intervals.stream().mapToDouble(Interval::low).toArray()));
      add(rows, predictions.written(intervals.stream().mapToDouble(Interval::high).toArray()));
    }
  }

  private static void add(List<List<Object>> rows, double... values) {
    add(rows, Arrays.stream(values).boxed().toList());
  }

  private static void add(List<List<Object>> rows, List<?> values) {
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).add(values.get(i));
    }
  }
}
