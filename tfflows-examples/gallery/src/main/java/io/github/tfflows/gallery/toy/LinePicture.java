package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Rows;
import io.github.tfflows.gallery.plot.Chart;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import java.awt.Color;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * What a flow on the line has learned: data, latent space and samples as histograms under the
 * densities they should follow, and the map from the base to the data.
 *
 * @param title the line above the panels
 * @param data the rows it was trained on
 * @param seed where the samples come from
 */
record LinePicture(String title, Rows data, long seed) {
  private static final Range AXIS = Range.around0(3);
  private static final double LEAST_HEIGHT = 0.6;
  private static final int BINS = 30;
  private static final int POINTS = 401;
  private static final int SAMPLES = 2000;
  private static final Color CURVE = Palette.ACCENT;

  Picture of(CompiledDistribution model) {
    double[] grid = AXIS.grid(POINTS);
    Rows points = Rows.of(floats(grid), 1);
    double[] learned = map(doubles(model.logProb(points)), Math::exp);
    double[] base = map(grid, z -> Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI));
    double[] mapped = doubles(model.forward(points, Rows.empty(points.count())).value().values());
    float[] latent = model.inverse(data, Rows.empty(data.count())).value().values();
    float[] samples = model.sampleAndLogProb(SAMPLES, seed).x().values();
    float[] observed = data.values();
    double highest = DoubleStream.of(learned).max().orElse(0);
    Range height = new Range(0, Math.max(LEAST_HEIGHT, 1.1 * highest));
    return new Picture(
        title,
        List.of(
            panel("Training data", "x", observed, Palette.DATA, height)
                .line("flow", grid, learned, CURVE),
            panel("Latent space", "z", latent, Palette.LATENT, height)
                .line("base", grid, base, CURVE),
            panel("Generated samples", "x", samples, Palette.SAMPLES, height)
                .line("flow", grid, learned, CURVE),
            new Chart("Learned map", "z", "x").axes(AXIS, AXIS).line("map", grid, mapped, CURVE)),
        2,
        520,
        360);
  }

  private static Chart panel(String title, String axis, float[] values, Color color, Range height) {
    return new Chart(title, axis, "density")
        .axes(AXIS, height)
        .histogram("rows", AXIS, BINS, values, color)
        .legend(LegendPosition.InsideNE);
  }

  private static double[] map(double[] values, DoubleUnaryOperator f) {
    return DoubleStream.of(values).map(f).toArray();
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
