package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.Mlp;
import io.github.tfflows.bijectors.RationalQuadratic;
import io.github.tfflows.bijectors.Sigmoid;
import io.github.tfflows.bijectors.Standardize;
import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.LearningRate;
import io.github.tfflows.core.Rows;
import io.github.tfflows.core.Training;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.gallery.plot.Chart;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.tensorflow.framework.activations.Activations;

/**
 * Data with bounds, such as shares between 0 and 1: a {@link Sigmoid} as the last map keeps every
 * draw inside, and all the density too. Without it a flow leaks where the data end abruptly.
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

    TransformedDistribution bounded = Flows.followedBy(flow, Sigmoid.unit());
    TransformedDistribution unbounded =
        Flows.followedBy(flow, Standardize.fit(Rows.of(rows).values(), 1));
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
    Random random = new Random(seed);
    float[][] rows = new float[count][1];
    for (float[] row : rows) {
      // The i-th smallest of n uniform numbers is distributed as Beta(i, n + 1 - i).
      double[] uniform = random.doubles(6).sorted().toArray();
      row[0] = (float) (random.nextDouble() < 0.6 ? uniform[0] : uniform[4]);
    }
    return rows;
  }

  private static float[] truth(float[][] x) {
    float[] logProb = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double small = 6 * Math.pow(1 - x[i][0], 5); // Beta(1, 6)
      double large = 30 * Math.pow(x[i][0], 4) * (1 - x[i][0]); // Beta(5, 2)
      logProb[i] = (float) Math.log(0.6 * small + 0.4 * large);
    }
    return logProb;
  }

  private static double lost(CompiledDistribution model) {
    float[] draws = Statistics.column(model.sample(50_000, 3), 0);
    double above = 1 - Statistics.shareBelow(Math.nextUp(1.0), draws);
    return Statistics.shareBelow(0, draws) + above;
  }

  private static Picture picture(CompiledDistribution inside, CompiledDistribution outside) {
    Range axis = new Range(-0.2, 1.2);
    Range within = new Range(0.001, 0.999);
    Chart chart =
        new Chart("Shares with bounds at 0 and 1", "x", "density")
            .axes(axis, new Range(0, 4))
            .legend(LegendPosition.InsideNE)
            .histogram("data", axis, 70, Statistics.column(shares(6000, 1), 0), Palette.FAINT)
            .line("truth", within.grid(400), density(truth(points(within))), Palette.DATA)
            .line(
                "without sigmoid",
                axis.grid(400),
                density(outside.logProb(points(axis))),
                Palette.ACCENT)
            .line(
                "with sigmoid",
                within.grid(400),
                density(inside.logProb(points(within))),
                Palette.SAMPLES);
    return new Picture("Bounded data", List.of(chart), 1, 760, 440);
  }

  private static float[][] points(Range range) {
    return Arrays.stream(range.grid(400))
        .mapToObj(x -> new float[] {(float) x})
        .toArray(float[][]::new);
  }

  private static double[] density(float[] logProb) {
    return DoubleStream.of(Statistics.doubles(logProb)).map(Math::exp).toArray();
  }

  private Bounded() {}
}
