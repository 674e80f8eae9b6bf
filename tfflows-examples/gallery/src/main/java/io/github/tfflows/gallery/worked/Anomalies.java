package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.knowm.xchart.XYChart;
import org.tensorflow.framework.activations.Activations;

/**
 * Anomaly detection: a flow is fitted to normal rows only, and a row is an anomaly if it is less
 * likely than 99 in 100 normal rows. So about one in a hundred normal rows raises a false alarm,
 * whatever anomalies look like.
 *
 * <p>For evenly spread anomalies, the test by the true density finds the most at any share of false
 * alarms (Neyman and Pearson, 1933). The true density is known here.
 */
final class Anomalies {
  private static final double FALSE_ALARMS = 0.01;
  private static final double NOISE = 0.25;
  private static final double LIMIT = 3;

  static Findings run() {
    Distribution flow =
        Flows.neuralSplineCoupling(
            2, 3, new RationalQuadratic(8, 4), Mlp.of(48, 48).withActivation(Activations.TANH));
    Training training =
        Training.defaults().withSteps(600).withLearningRate(LearningRate.cosine(5e-3));
    try (CompiledDistribution model = training.fit(flow, normal(8000, 1))) {
      double threshold = threshold(model.logProb(normal(20_000, 2)));

      double[] logProb = Doubles.of(model.logProb(normal(20_000, 3)));
      double[] logProbOfAnomalies = Doubles.of(model.logProb(anomalies(20_000, 4)));
      return new Findings(
          List.of(
              Finding.of(
                  "share of normal rows that raise an alarm",
                  Statistics.shareNotAbove(threshold, logProb),
                  FALSE_ALARMS),
              Finding.of(
                  "share of anomalies found, and by the true density",
                  Statistics.shareNotAbove(threshold, logProbOfAnomalies),
                  bestShare())),
          picture(model, threshold));
    }
  }

  /** The speed of a machine and its current, both standardized. */
  private static float[][] normal(int count, long seed) {
    return Rowwise.drawn(
        count,
        seed,
        random -> {
          double speed = random.nextGaussian();
          double current = current(speed) + NOISE * random.nextGaussian();
          return new float[] {(float) speed, (float) current};
        });
  }

  private static double current(double speed) {
    return 1.2 * Math.sin(1.6 * speed);
  }

  private static float[][] anomalies(int count, long seed) {
    return Rowwise.drawn(count, seed, random -> new float[] {within(random), within(random)});
  }

  private static float within(Random random) {
    return (float) (LIMIT * (2 * random.nextDouble() - 1));
  }

  private static double threshold(float[] logProb) {
    return StatUtils.percentile(Doubles.of(logProb), 100 * FALSE_ALARMS);
  }

  private static double bestShare() {
    double threshold = threshold(truth(normal(200_000, 5)));
    return Statistics.shareNotAbove(threshold, Doubles.of(truth(anomalies(200_000, 6))));
  }

  private static float[] truth(float[][] rows) {
    return Rowwise.each(
        rows,
        row -> {
          double rest = (row[1] - current(row[0])) / NOISE;
          return -0.5 * ((double) row[0] * row[0] + rest * rest) - Math.log(2 * Math.PI * NOISE);
        });
  }

  private static Picture picture(CompiledDistribution model, double threshold) {
    return Picture.row(
        DensityMap.of("Density of normal rows", LIMIT, model::logProb),
        alarms("600 normal rows", model, threshold, normal(600, 7)),
        alarms("600 anomalies", model, threshold, anomalies(600, 8)));
  }

  private static XYChart alarms(
      String title, CompiledDistribution model, double threshold, float[][] rows) {
    float[] logProb = model.logProb(rows);
    Map<Boolean, List<float[]>> byAlarm =
        IntStream.range(0, rows.length)
            .boxed()
            .collect(
                Collectors.partitioningBy(
                    i -> !(logProb[i] > threshold),
                    Collectors.mapping(i -> rows[i], Collectors.toList())));
    XYChart chart = Charts.square(title, LIMIT);
    chart.getStyler().setLegendVisible(true);
    byAlarm.forEach(
        (alarm, some) ->
            Charts.points(
                chart,
                alarm ? "alarm" : "no alarm",
                some.toArray(float[][]::new),
                alarm ? Charts.ACCENT : Charts.DATA));
    return chart;
  }

  private Anomalies() {}
}
