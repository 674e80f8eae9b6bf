package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Picture;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Pictures of a flow on the plane. */
final class PlanePictures {
  private static final double LIMIT = 3;
  private static final int SAMPLES = 1500;
  private static final int SECTORS = 16;
  private static final int COLUMNS = 4;

  /** The most points of a cloud, so that they do not cover each other. */
  private static final int SHOWN = 600;

  /** The data, their latent space, and draws of the flow. */
  static Picture samples(CompiledDistribution model, ToyRows rows, long seed) {
    float[][] data = rows.shown(SHOWN);
    float[][] latent = model.inverse(data).value().toArrays();
    float[][] samples = model.sample(data.length, seed);
    return Picture.row(
        Charts.scatter("Training data", LIMIT, data, Charts.DATA),
        Charts.scatter("Latent space", LIMIT, latent, Charts.LATENT),
        Charts.scatter("Generated samples", LIMIT, samples, Charts.DRAWS));
  }

  /** The data next to the learned density. */
  static Picture density(CompiledDistribution model, ToyRows rows) {
    return Picture.row(
        Charts.scatter("Training data", LIMIT, rows.shown(SHOWN), Charts.DATA),
        DensityMap.of("Learned density", LIMIT, model::logProb));
  }

  /** Draws of the base as layer after layer moves them, coloured by where they start. */
  static Picture layers(ToyFlow flow, Weights weights, long seed) {
    float[][] z = drawBase(flow, seed);
    List<XYChart> charts = new ArrayList<>();
    charts.add(sectors("Base", z, z));
    float[][] at = z;
    for (int k = 0; k < flow.steps().size(); k++) {
      Weights own = ToyFlow.ofLayer(k, weights);
      try (CompiledDistribution layer =
          CompiledDistribution.compile(flow.layer(k), 0, own, Execution.defaults())) {
        at = layer.forward(at).value().toArrays();
        charts.add(sectors("%s: %s".formatted(k + 1, flow.steps().get(k).label()), at, z));
      }
    }
    return new Picture(Math.min(COLUMNS, charts.size()), charts);
  }

  private static float[][] drawBase(ToyFlow flow, long seed) {
    try (CompiledDistribution base =
        CompiledDistribution.compile(flow.distribution().base(), seed)) {
      return base.sample(SAMPLES, seed);
    }
  }

  private static XYChart sectors(String title, float[][] points, float[][] start) {
    XYChart chart = Charts.square(title, LIMIT);
    for (int sector = 0; sector < SECTORS; sector++) {
      int current = sector;
      float[][] members =
          IntStream.range(0, points.length)
              .filter(i -> sector(start[i]) == current)
              .mapToObj(i -> points[i])
              .toArray(float[][]::new);
      Color color = Color.getHSBColor((float) sector / SECTORS, 0.75f, 0.8f);
      Charts.points(chart, "sector " + sector, members, color);
    }
    return chart;
  }

  private static int sector(float[] point) {
    double turn = Math.atan2(point[1], point[0]) / (2 * Math.PI) + 0.5;
    return Math.min((int) (turn * SECTORS), SECTORS - 1);
  }

  private PlanePictures() {}
}
