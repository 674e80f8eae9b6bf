package io.github.tfflows.cli.picture;

import io.github.tfflows.cli.text.ValueText;
import java.awt.Color;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/** The range of an axis of a picture, and the text of its values. */
record Axis(Bins bins, ValueText text) {
  /** The largest distance of a point from the place of its category. */
  private static final double SPREAD = 0.32;

  private static final double HALF_BAR = 0.4;
  private static final double HALF = 0.5;

  /** An axis over the categories, or over the middle 99 % of numbers. */
  static Axis of(ValueText text, int bins, double... values) {
    int names = text.names().size();
    Bins range = text.isNamed() ? new Bins(-0.5, names - 0.5, names) : Bins.ofMost(bins, values);
    return new Axis(range, text);
  }

  /** Adds the density of numbers, or the shares of categories, along the horizontal axis. */
  void histogram(XYChart chart, String name, double[] values, Color color) {
    if (text.isNamed()) {
      bars(chart, name, values, color);
    } else {
      bins.histogram(chart, name, values, color);
    }
    horizontal(chart);
  }

  private void bars(XYChart chart, String name, double[] places, Color color) {
    double[] edges = new double[2 * bins.count()];
    double[] heights = new double[edges.length];
    for (int i = 0; i < bins.count(); i++) {
      edges[2 * i] = i - HALF_BAR;
      edges[2 * i + 1] = i + HALF_BAR;
    }
    for (double place : places) {
      if (place > bins.count() - HALF) {
        continue; // a name that never occurred has no bar
      }
      heights[2 * (int) Math.round(place)] += 1.0 / places.length;
    }
    Bins.steps(chart, name, edges, heights, color);
  }

  void horizontal(XYChart chart) {
    bins.horizontal(chart);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(text.format()::apply);
    label(chart, NameLabels.Side.BELOW);
  }

  void vertical(XYChart chart) {
    bins.vertical(chart);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(text.format()::apply);
    label(chart, NameLabels.Side.LEFT);
  }

  private void label(XYChart chart, NameLabels.Side side) {
    if (text.isNamed()) {
      chart.addAnnotation(new NameLabels(chart, text.names(), side));
    }
  }

  /** The values for a cloud of points: categories spread around their places. */
  double[] spread(long seed, double... values) {
    if (!text.isNamed()) {
      return values;
    }
    Random random = new Random(seed);
    return DoubleStream.of(values)
        .map(value -> value + SPREAD * (2 * random.nextDouble() - 1))
        .toArray();
  }
}
