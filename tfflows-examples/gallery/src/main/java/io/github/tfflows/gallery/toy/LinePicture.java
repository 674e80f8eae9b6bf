package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.gallery.plot.Bins;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.StatUtils;
import org.knowm.xchart.XYChart;

/**
 * The picture of a flow on the line: histograms of data, latent space and samples under the
 * densities they should follow, and the map from the base to the data.
 */
final class LinePicture {
  private static final Bins BINS = new Bins(-3, 3, 30);
  private static final int SAMPLES = 2000;

  static Picture of(CompiledDistribution model, ToyRows rows, long seed) {
    double[] x = Charts.midpoints(BINS.low(), BINS.high(), 400);
    float[][] points =
        DoubleStream.of(x).mapToObj(at -> new float[] {(float) at}).toArray(float[][]::new);
    double[] density = DoubleStream.of(Doubles.of(model.logProb(points))).map(Math::exp).toArray();
    double[] base =
        DoubleStream.of(x).map(z -> Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)).toArray();
    float[][] latent = model.inverse(rows.training()).value().toArrays();
    XYChart training = histogram("Training data", "x", rows.training(), Charts.DATA);
    training.addSeries("flow", x, density).setLineColor(Charts.ACCENT);
    XYChart encoded = histogram("Latent space", "z", latent, Charts.LATENT);
    encoded.addSeries("base", x, base).setLineColor(Charts.ACCENT);
    XYChart samples =
        histogram("Generated samples", "x", model.sample(SAMPLES, seed), Charts.DRAWS);
    samples.addSeries("flow", x, density).setLineColor(Charts.ACCENT);
    for (XYChart chart : List.of(training, encoded, samples)) {
      chart.getStyler().setYAxisMax(Math.max(0.6, 1.1 * StatUtils.max(density)));
    }
    XYChart map = Charts.square("Learned map, from z to x", BINS.high());
    double[] mapped = Doubles.of(model.forward(points).value().values());
    map.addSeries("map", x, mapped).setLineColor(Charts.ACCENT);
    return new Picture(2, List.of(training, encoded, samples, map));
  }

  private static XYChart histogram(String title, String label, float[][] rows, Color color) {
    XYChart chart = Charts.panel(title, label, "density");
    BINS.histogram(chart, "rows", Doubles.column(rows, 0), color);
    return chart;
  }

  private LinePicture() {}
}
