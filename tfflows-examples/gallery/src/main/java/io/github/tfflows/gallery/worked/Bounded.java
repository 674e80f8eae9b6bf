package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.Bins;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.tensorflow.framework.activations.Activations;

/**
 * Data with bounds, such as shares between 0 and 1: a {@link Sigmoid} as the last map keeps all
 * draws and all density inside. Without it, density leaks out where the data end abruptly.
 */
final class Bounded {
  static Findings run() {
    float[][] rows = shares(6000, 1);
    float[][] unseen = shares(6000, 2);
    TransformedDistribution flow =
        Flows.neuralSplineCoupling(
            1, 2, new RationalQuadratic(12, 8), Mlp.of(16).withActivation(Activations.TANH));
    Training training =
        Training.defaults().withSteps(500).withLearningRate(LearningRate.cosine(5e-3));

    TransformedDistribution bounded = flow.then(Sigmoid.unit());
    TransformedDistribution unbounded = flow.then(Standardize.fit(Rows.of(rows).values(), 1));
    try (CompiledDistribution inside = training.fit(bounded, rows);
        CompiledDistribution outside = training.fit(unbounded, rows)) {
      double truth = Statistics.mean(truth(unseen));
      return new Findings(
          List.of(
              Finding.of(
                  "log-likelihood with a sigmoid, nats",
                  Statistics.mean(inside.logProb(unseen)),
                  truth),
              Finding.of(
                  "log-likelihood without, nats", Statistics.mean(outside.logProb(unseen)), truth),
              Finding.of("share of draws out of bounds with a sigmoid", lost(inside), 0),
              Finding.of("share of draws out of bounds without", lost(outside), 0)),
          picture(inside, outside));
    }
  }

  /** Shares of two kinds: most of them small, the others large. */
  private static float[][] shares(int count, long seed) {
    return Rowwise.drawn(
        count,
        seed,
        random -> {
          // The i-th smallest of n uniform numbers is distributed as Beta(i, n + 1 - i).
          double[] uniform = random.doubles(6).sorted().toArray();
          return new float[] {(float) (random.nextDouble() < 0.6 ? uniform[0] : uniform[4])};
        });
  }

  private static float[] truth(float[][] rows) {
    return Rowwise.each(
        rows,
        x -> {
          double small = 6 * Math.pow(1 - x[0], 5); // Beta(1, 6)
          double large = 30 * Math.pow(x[0], 4) * (1 - x[0]); // Beta(5, 2)
          return Math.log(0.6 * small + 0.4 * large);
        });
  }

  private static double lost(CompiledDistribution model) {
    double[] draws = Doubles.column(model.sample(50_000, 3), 0);
    double above = 1 - Statistics.shareBelow(Math.nextUp(1.0), draws);
    return Statistics.shareBelow(0, draws) + above;
  }

  private static Picture picture(CompiledDistribution inside, CompiledDistribution outside) {
    XYChart chart = Charts.wide("Shares with bounds at 0 and 1", "x", "density");
    new Bins(-0.2, 1.2, 70)
        .histogram(chart, "data", Doubles.column(shares(6000, 1), 0), Charts.FAINT);
    curve(chart, "truth", Bounded::truth, 0, 1).setLineColor(Charts.DATA);
    curve(chart, "without sigmoid", outside::logProb, -0.2, 1.2).setLineColor(Charts.ACCENT);
    curve(chart, "with sigmoid", inside::logProb, 0, 1).setLineColor(Charts.DRAWS);
    chart.getStyler().setYAxisMax(4.0);
    return Picture.row(chart);
  }

  private static XYSeries curve(
      XYChart chart, String name, Function<float[][], float[]> logProb, double low, double high) {
    double[] x = Charts.midpoints(low, high, 400);
    float[][] points =
        DoubleStream.of(x).mapToObj(at -> new float[] {(float) at}).toArray(float[][]::new);
    double[] density = DoubleStream.of(Doubles.of(logProb.apply(points))).map(Math::exp).toArray();
    return chart.addSeries(name, x, density);
  }

  private Bounded() {}
}
