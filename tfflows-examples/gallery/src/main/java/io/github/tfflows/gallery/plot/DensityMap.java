package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;

/** Densities of the plane as heat maps. */
public final class DensityMap {
  private static final int CELLS = 240;

  /** Ten equidistant colours of the map viridis (van der Walt and Smith, 2015, CC0). */
  private static final int[] VIRIDIS = {
    0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B,
    0xFDE725
  };

  /**
   * Returns a heat map of a density of the square {@code [-limit, limit]²}, from the log-densities
   * of points, one a row.
   */
  public static HeatMapChart of(
      String title, double limit, Function<float[][], float[]> logDensity) {
    double[] at = Charts.midpoints(-limit, limit, CELLS);
    float[][] points =
        IntStream.range(0, CELLS * CELLS)
            .mapToObj(i -> new float[] {(float) at[i / CELLS], (float) at[i % CELLS]})
            .toArray(float[][]::new);
    float[] logs = logDensity.apply(points);
    List<Number[]> cells = new ArrayList<>();
    double highest = 0;
    for (int i = 0; i < logs.length; i++) {
      cells.add(new Number[] {i / CELLS, i % CELLS, Math.exp(logs[i])});
      highest = Math.max(highest, Math.exp(logs[i]));
    }
    HeatMapChart chart = empty(title, limit, highest);
    List<Double> labels =
        IntStream.range(0, CELLS)
            .mapToObj(i -> i == CELLS - 1 ? limit : limit * (2.0 * i / CELLS - 1))
            .toList();
    chart.addSeries(title, labels, labels, cells);
    return chart;
  }

  private static HeatMapChart empty(String title, double limit, double highest) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(Charts.WIDTH)
            .height(Charts.HEIGHT)
            .theme(ChartTheme.Matlab)
            .title(title)
            .build();
    chart
        .getStyler()
        .setRangeColors(IntStream.of(VIRIDIS).mapToObj(Color::new).toArray(Color[]::new))
        .setMin(0)
        .setMax(Math.ceil(100 * highest) / 100)
        .setDrawBorder(true) // in its own colour, over the seams between the cells
        .setGradientColorColumnHeight(Charts.HEIGHT - 130)
        .setGradientColorColumnWeight(14);
    chart.getStyler().setPlotGridLinesVisible(false).setPlotMargin(0).setPlotContentSize(1);
    chart.getStyler().setXAxisMaxLabelCount(1 + (int) Math.round(2 * limit));
    chart.getStyler().setChartTitlePadding(8).setLegendBorderColor(Color.WHITE);
    chart.getStyler().setDecimalPattern("0.##");
    return chart;
  }

  private DensityMap() {}
}
