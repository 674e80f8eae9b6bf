package io.github.tfflows.cli.picture;

import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Rows;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/**
 * Some columns against each other: points of two columns below the diagonal, histograms on it.
 *
 * @param columns their indices in the rows
 * @param groups the rows; later ones are drawn over earlier ones
 */
record PairGrid(List<String> names, List<Integer> columns, List<Axis> axes, List<Group> groups) {
  private static final int POINTS = 1500;
  private static final int PART = 100;
  private static final int WIDTH = 200;
  private static final int HEIGHT = 180;
  private static final int LONGEST = 18;
  private static final int LEFT = 58;

  /** Rows of one colour. */
  record Group(String name, Color color, Rows rows) {
    double[] column(int index) {
      return Columns.present(rows, index);
    }

    /** The rows that have a value in two columns. */
    Group with(int x, int y) {
      int[] both =
          IntStream.range(0, rows.count())
              .filter(row -> !Float.isNaN(rows.values()[row * rows.size() + x]))
              .filter(row -> !Float.isNaN(rows.values()[row * rows.size() + y]))
              .toArray();
      return new Group(name, color, rows.select(both));
    }
  }

  PairGrid {
    names = names.stream().map(PairGrid::shortened).toList();
    columns = List.copyOf(columns);
    axes = List.copyOf(axes);
    groups = List.copyOf(groups);
  }

  private static String shortened(String name) {
    return ValueText.shortened(name, LONGEST);
  }

  List<List<XYChart>> charts() {
    List<List<XYChart>> rows = new ArrayList<>();
    for (int row = 0; row < columns.size(); row++) {
      List<XYChart> charts = new ArrayList<>();
      for (int column = 0; column <= row; column++) {
        charts.add(cell(row, column));
      }
      rows.add(charts);
    }
    return rows;
  }

  private XYChart cell(int row, int column) {
    XYChart chart = Charts.of(WIDTH, HEIGHT, "");
    chart.setXAxisTitle(names.get(column));
    chart.getStyler().setXAxisTickMarkSpacingHint(36);
    chart.getStyler().setYAxisLeftWidthHint(LEFT).setLegendVisible(false).setChartPadding(4);
    if (row == column) {
      chart.getStyler().setYAxisTicksVisible(false).setPlotGridHorizontalLinesVisible(false);
      groups.forEach(
          group ->
              axes.get(row)
                  .histogram(chart, group.name(), group.column(columns.get(row)), group.color()));
    } else {
      if (!axes.get(row).text().isNamed()) {
        chart.setYAxisTitle(names.get(row)); // categories take its place
      }
      axes.get(column).horizontal(chart);
      axes.get(row).vertical(chart);
      points(chart, column, row);
    }
    return chart;
  }

  /** Adds the points of all groups, a part of each in turn, so that none hides the others. */
  private void points(XYChart chart, int column, int row) {
    int x = columns.get(column);
    int y = columns.get(row);
    for (int i = 0; i < POINTS; i += PART) {
      for (Group all : groups) {
        Group group = all.with(x, y);
        int to = Math.min(i + PART, group.rows().count());
        if (i < to) {
          Group part = new Group(group.name() + i, group.color(), group.rows().slice(i, to));
          Charts.points(
              chart,
              part.name(),
              axes.get(column).spread(2L * i, part.column(x)),
              axes.get(row).spread(2L * i + 1, part.column(y)),
              part.color());
        }
      }
    }
  }
}
