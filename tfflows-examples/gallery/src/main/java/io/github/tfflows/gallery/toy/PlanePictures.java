package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Execution;
import io.github.tfflows.core.Rows;
import io.github.tfflows.core.Weights;
import io.github.tfflows.gallery.plot.HeatMap;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Panel;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import io.github.tfflows.gallery.plot.Scatter;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a flow on the plane has learned.
 *
 * @param title the line above the panels
 * @param data the rows it was trained on
 * @param seed where samples come from
 */
record PlanePictures(String title, Rows data, long seed) {
  private static final double LIMIT = 3;
  private static final int CELLS = 200;
  private static final int SAMPLES = 1500;
  private static final int SECTORS = 16;
  private static final int MOST_COLUMNS = 4;

  /** The data, where the flow sends them, and what it draws. */
  Picture samples(CompiledDistribution model) {
    Rows latent = model.inverse(data, Rows.empty(data.count())).value();
    Rows samples = model.sampleAndLogProb(data.count(), seed).x();
    return Picture.row(
        title,
        scatter("Training data", data, Palette.DATA),
        scatter("Latent space", latent, Palette.LATENT),
        scatter("Generated samples", samples, Palette.SAMPLES));
  }

  /** The data beside the learned density. */
  Picture density(CompiledDistribution model) {
    double[] at = Range.around0(LIMIT).midpoints(CELLS);
    float[][] points = new float[CELLS * CELLS][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {(float) at[i % CELLS], (float) at[i / CELLS]};
    }
    float[] logProb = model.logProb(points);
    double[][] density = new double[CELLS][CELLS];
    for (int i = 0; i < points.length; i++) {
      density[i / CELLS][i % CELLS] = Math.exp(logProb[i]);
    }
    Panel rows = scatter("Training data", data, Palette.DATA);
    Panel map = new HeatMap("Learned density", LIMIT, density);
    return new Picture(title, List.of(rows, map), 2, 460, 420);
  }

  /** Draws of the base as layer after layer moves them, coloured by where they start. */
  Picture layers(ToyFlow flow, Weights weights) {
    float[][] z = drawBase(flow);
    List<Panel> panels = new ArrayList<>();
    panels.add(sectors("Base", z, z));
    float[][] at = z;
    for (int k = 0; k < flow.steps().size(); k++) {
      Weights own = ToyFlow.ofLayer(k, weights);
      try (CompiledDistribution layer =
          CompiledDistribution.compile(flow.layer(k), 0, own, Execution.defaults())) {
        at = layer.forward(at).value().toArrays();
        panels.add(sectors("%d: %s".formatted(k + 1, flow.steps().get(k).label()), at, z));
      }
    }
    int rows = (panels.size() + MOST_COLUMNS - 1) / MOST_COLUMNS;
    int columns = (panels.size() + rows - 1) / rows; // evenly filled
    return new Picture(title, panels, columns, 340, 360);
  }

  private float[][] drawBase(ToyFlow flow) {
    try (CompiledDistribution base =
        CompiledDistribution.compile(flow.distribution().base(), seed)) {
      return base.sample(SAMPLES, seed);
    }
  }

  private static Scatter scatter(String title, Rows points, Color color) {
    return Scatter.of(title, LIMIT, List.of(points.toArrays()), Palette.faint(color, 0.55));
  }

  private static Scatter sectors(String title, float[][] points, float[][] start) {
    List<Scatter.Cloud> clouds = new ArrayList<>();
    for (int sector = 0; sector < SECTORS; sector++) {
      int current = sector;
      List<float[]> members =
          IntStream.range(0, points.length)
              .filter(i -> sector(start[i]) == current)
              .mapToObj(i -> points[i])
              .toList();
      Color color = Palette.wheel((double) sector / SECTORS);
      clouds.add(new Scatter.Cloud(members, Palette.faint(color, 0.6)));
    }
    return new Scatter(title, LIMIT, clouds);
  }

  private static int sector(float[] point) {
    double turn = Math.atan2(point[1], point[0]) / (2 * Math.PI) + 0.5;
    return Math.min((int) (turn * SECTORS), SECTORS - 1);
  }
}
