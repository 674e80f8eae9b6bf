package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The output columns of one target of the command {@code predict}, whose names end in a suffix, and
 * their cells. Levels are the shares of new values within intervals.
 */
record PredictedCells(TableColumn target, String suffix, List<Double> levels) {
  PredictedCells {
    levels = List.copyOf(levels);
  }

  List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>();
    if (target.kind().isNamed()) {
      columns.add(new OutputColumn("prediction" + suffix, OutputColumn.of(target).type()));
      target
          .names()
          .forEach(name -> columns.add(OutputColumn.number("probability" + suffix + " " + name)));
    } else {
      addNumbers(columns);
    }
    if (target.hasGaps()) {
      columns.add(OutputColumn.number("missing" + suffix));
    }
    return columns;
  }

  private void addNumbers(List<OutputColumn> columns) {
    OutputColumn.Type type =
        isTemporal() ? OutputColumn.of(target).type() : OutputColumn.Type.NUMBER;
    columns.add(new OutputColumn("median" + suffix, type));
    if (!isTemporal()) {
      columns.add(OutputColumn.number("mean" + suffix));
      columns.add(OutputColumn.number("standard_deviation" + suffix));
    }
    for (double level : levels) {
      columns.add(new OutputColumn("lower" + suffix + share(levels, level), type));
      columns.add(new OutputColumn("upper" + suffix + share(levels, level), type));
    }
  }

  private boolean isTemporal() {
    return target.kind().isTemporal();
  }

  /** The suffix of a name for one of several levels. */
  static String share(List<Double> levels, double level) {
    return levels.size() == 1
        ? ""
        : " "
            + BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString()
            + "%";
  }

  void addTo(List<List<Object>> rows, Predictions predictions) {
    if (target.kind().isNamed()) {
      addNames(rows, predictions);
    } else {
      addNumbers(rows, predictions);
    }
    if (target.hasGaps()) {
      add(rows, predictions.missing());
    }
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
