package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.knowm.xchart.XYChart;

/**
 * The density of a table: days of a power market, with temperature, load and price. Columns keep
 * their units, since what makes them comparable is part of the flow.
 */
final class Table {
  static Findings run() {
    float[][] rows = days(8000, 1); // yours come from a file or a database
    float[][] unseen = days(4000, 2);

    Standardize raw = Standardize.fit(Rows.of(rows).values(), 3);
    TransformedDistribution flow = Flows.neuralSplineCoupling(3).then(raw);
    try (CompiledDistribution model =
        Training.defaults()
            .withSteps(300)
            .withLearningRate(LearningRate.cosine(5e-3))
            .fit(flow, rows)) {
      float[] logProb = model.logProb(unseen);
      float[][] invented = model.sample(4000, 3);

      return new Findings(
          List.of(
              Finding.of(
                  "log-likelihood of unseen days, nats a day",
                  Statistics.mean(logProb),
                  Statistics.mean(truth(unseen))),
              Finding.of(
                  "share of invented days above 100 euros",
                  1 - Statistics.shareBelow(100, Doubles.column(invented, 2)),
                  1 - Statistics.shareBelow(100, Doubles.column(days(1_000_000, 4), 2)))),
          picture(unseen, invented));
    }
  }

  /** Temperature in °C, load in GW, price in € per MWh. */
  private static float[][] days(int count, long seed) {
    Random random = new Random(seed);
    float[][] days = new float[count][];
    for (int i = 0; i < count; i++) {
      double temperature = 12 + 8 * random.nextGaussian();
      double load = load(temperature) + 2 * random.nextGaussian();
      double price = Math.exp(logPrice(load) + 0.2 * random.nextGaussian());
      days[i] = new float[] {(float) temperature, (float) load, (float) price};
    }
    return days;
  }

  /** Heating when it is cold, cooling when it is hot. */
  private static double load(double temperature) {
    return 50 + 0.05 * (temperature - 17) * (temperature - 17);
  }

  private static double logPrice(double load) {
    return 3.8 + 0.04 * (load - 50);
  }

  private static float[] truth(float[][] days) {
    float[] logProb = new float[days.length];
    for (int i = 0; i < days.length; i++) {
      double price = Math.log(days[i][2]);
      logProb[i] =
          (float)
              (gaussian(days[i][0], 12, 8)
                  + gaussian(days[i][1], load(days[i][0]), 2)
                  + gaussian(price, logPrice(days[i][1]), 0.2)
                  - price);
    }
    return logProb;
  }

  private static double gaussian(double x, double mean, double deviation) {
    double z = (x - mean) / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }

  private static Picture picture(float[][] days, float[][] invented) {
    return new Picture(
        2,
        List.of(
            cloud("Unseen days", days, 0, Charts.DATA),
            cloud("Unseen days", days, 1, Charts.DATA),
            cloud("Draws of the flow", invented, 0, Charts.DRAWS),
            cloud("Draws of the flow", invented, 1, Charts.DRAWS)));
  }

  private static XYChart cloud(String title, float[][] rows, int column, Color color) {
    List<String> names = List.of("temperature, °C", "load, GW", "price, € per MWh");
    double[][] ranges = {{-20, 45}, {40, 130}, {0, 400}};
    XYChart chart = Charts.panel(title, names.get(column), names.get(column + 1));
    chart.getStyler().setXAxisMin(ranges[column][0]).setXAxisMax(ranges[column][1]);
    chart.getStyler().setYAxisMin(ranges[column + 1][0]).setYAxisMax(ranges[column + 1][1]);
    chart.getStyler().setLegendVisible(false);
    float[][] points =
        Arrays.stream(rows)
            .map(row -> new float[] {row[column], row[column + 1]})
            .toArray(float[][]::new);
    Charts.points(chart, title, points, color);
    return chart;
  }

  private Table() {}
}
