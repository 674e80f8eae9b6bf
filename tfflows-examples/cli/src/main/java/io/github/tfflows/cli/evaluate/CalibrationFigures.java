package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.Rows;
import io.github.tfflows.gallery.plot.Chart;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The pictures of calibration. */
final class CalibrationFigures {
  private static final int POINTS = 401;
  private static final int BINS = 50;
  private static final double KS_AT_LEVEL = 1.628; // of the limiting distribution, at 1 %
  private static final double HEADROOM = 1.3;
  private static final Color OTHERS = Palette.faint(Palette.LATENT, 0.5);
  private static final int HEIGHT = 380;

  /** Coordinates and radius against what they should be. */
  static Figure latent(Rows latent, Calibration calibration) {
    return Figure.of(
        "calibration",
        "Left: how many rows too many (above zero) or too few lie below each quantile of the"
            + " standard normal, coordinate by coordinate; with a right model a curve stays"
            + " between the grey lines in 99 of 100 cases. Right: the distance of the rows from the"
            + " origin and its distribution under a right model.",
        new Picture("", List.of(differences(latent, calibration), radius(latent)), 2, 500, HEIGHT));
  }

  /** The log-densities of rows and draws. */
  static Figure levels(Evidence evidence) {
    float[] rows = evidence.logProb();
    float[] draws = evidence.drawLogProb();
    Range range = Range.ofMost(joined(rows, draws));
    Chart chart =
        new Chart("Log-density", "log-density, nats; the middle 99 %", "share per nat")
            .horizontal(range)
            .legend(LegendPosition.InsideNW)
            .histogram("rows", range, BINS, rows, Palette.DATA)
            .histogram("draws", range, BINS, draws, Palette.DRAWN);
    return Figure.of(
        "levels",
        "How dense the model is at the rows and at its own draws. Rows further left than the draws"
            + " are places that the model holds for too unlikely.",
        new Picture("", List.of(chart), 1, 720, HEIGHT));
  }

  private static Chart differences(Rows latent, Calibration calibration) {
    double[] grid = new Range(0, 1).grid(POINTS);
    double band = KS_AT_LEVEL / Math.sqrt(latent.count());
    double highest = calibration.worst().distance();
    Chart chart =
        new Chart("Coordinates of the latent space", "quantile of the standard normal", "excess")
            .axes(new Range(0, 1), Range.around0(HEADROOM * Math.max(highest, band)))
            .legend(LegendPosition.OutsideS);
    for (double edge : new double[] {-band, band}) {
      String name = edge > 0 ? "99 % of right models" : "";
      chart.line(name, new double[] {0, 1}, new double[] {edge, edge}, Palette.FAINT);
    }
    int worst = calibration.coordinates().indexOf(calibration.worst());
    boolean named = false;
    for (int i = 0; i < latent.size(); i++) {
      if (i != worst) {
        chart.line(named ? "" : "others", grid, excess(latent, i, grid), OTHERS);
        named = true;
      }
    }
    String name = calibration.worst().what();
    return chart.line(name, grid, excess(latent, worst, grid), Palette.ACCENT);
  }

  /** The share of rows below each point of the grid, minus the point. */
  private static double[] excess(Rows latent, int coordinate, double... grid) {
    double[] sorted = Calibration.transformed(latent, coordinate);
    Arrays.sort(sorted);
    double[] excess = new double[grid.length];
    int below = 0;
    for (int i = 0; i < grid.length; i++) {
      while (below < sorted.length && sorted[below] <= grid[i]) {
        below++;
      }
      excess[i] = (double) below / sorted.length - grid[i];
    }
    return excess;
  }

  private static Chart radius(Rows latent) {
    ChiSquaredDistribution squares = new ChiSquaredDistribution(latent.size());
    double[] observed = Calibration.squaredRadius(latent);
    float[] radius = new float[observed.length];
    for (int i = 0; i < radius.length; i++) {
      radius[i] = (float) Math.sqrt(observed[i]);
    }
    double edge = Math.sqrt(squares.inverseCumulativeProbability(0.9999));
    Range range = new Range(0, Math.max(edge, Range.ofMost(radius).high()));
    double[] grid = range.grid(POINTS);
    double[] density = new double[grid.length];
    for (int i = 1; i < grid.length; i++) {
      density[i] = 2 * grid[i] * squares.density(grid[i] * grid[i]);
    }
    density[0] = latent.size() == 1 ? Math.sqrt(2 / Math.PI) : 0;
    return new Chart("Distance from the origin", "|z|; the middle 99 %", "density")
        .horizontal(range)
        .legend(LegendPosition.InsideNE)
        .histogram("rows", range, BINS, radius, Palette.LATENT)
        .line("right model", grid, density, Palette.ACCENT);
  }

  private static float[] joined(float[] first, float[] second) {
    float[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private CalibrationFigures() {}
}
