package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.knowm.xchart.HeatMapChart;

/**
 * A conditional density p(x | c): one branch splits into two as c grows. The mean, which a
 * regression predicts, lies between the branches.
 */
final class Conditional {
  private static final double NOISE = 0.25;
  private static final int ROWS = 50_000;

  static Findings run() {
    float[][] c = contexts(ROWS, 1);
    float[][] x = outcomes(c, 2);

    Distribution flow =
        Flows.neuralSplineCoupling(1, 3, new RationalQuadratic(16, 4), Mlp.of(64, 64));
    Training training = Training.forData(ROWS, 1).withBatchSize(1024).withSteps(1000);
    try (CompiledDistribution model = training.fit(flow, Data.of(x, c))) {
      float[][] unseen = contexts(4000, 3);
      float[][] outcomes = outcomes(unseen, 4);
      Density atTwo = model.given(new float[] {2});
      double[] draws = Doubles.column(atTwo.sample(10_000, 5), 0);

      return new Findings(
          List.of(
              Finding.of(
                  "log-likelihood of unseen outcomes, nats",
                  Statistics.mean(model.given(unseen).logProb(outcomes)),
                  Statistics.mean(truth(outcomes, unseen))),
              Finding.of("share of x > 0 at c = 2", 1 - Statistics.shareBelow(0, draws), 0.5),
              Finding.of(
                  "deviation of x at c = 2",
                  Statistics.deviation(draws),
                  Math.sqrt(2 + NOISE * NOISE))),
          picture(model));
    }
  }

  private static float[][] contexts(int count, long seed) {
    return Rowwise.drawn(count, seed, random -> new float[] {-3 + 6 * random.nextFloat()});
  }

  private static float[][] outcomes(float[][] contexts, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[contexts.length][1];
    for (int i = 0; i < x.length; i++) {
      double branch = random.nextBoolean() ? branch(contexts[i][0]) : -branch(contexts[i][0]);
      x[i][0] = (float) (branch + NOISE * random.nextGaussian());
    }
    return x;
  }

  private static double branch(double c) {
    return Math.sqrt(Math.max(c, 0));
  }

  private static float[] truth(float[][] x, float[][] c) {
    float[] logProb = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double above = (x[i][0] - branch(c[i][0])) / NOISE;
      double below = (x[i][0] + branch(c[i][0])) / NOISE;
      double both = 0.5 * (Math.exp(-0.5 * above * above) + Math.exp(-0.5 * below * below));
      logProb[i] = (float) Math.log(both / NOISE / Math.sqrt(2 * Math.PI));
    }
    return logProb;
  }

  private static Picture picture(CompiledDistribution model) {
    return Picture.row(
        map("Truth: p(x | c)", Conditional::truth),
        map("Flow: p(x | c)", (x, c) -> model.given(c).logProb(x)));
  }

  private static HeatMapChart map(String title, BiFunction<float[][], float[][], float[]> logProb) {
    HeatMapChart chart = DensityMap.of(title, 3, at -> logProb.apply(column(at, 1), column(at, 0)));
    chart.setXAxisTitle("c");
    chart.setYAxisTitle("x");
    return chart;
  }

  private static float[][] column(float[][] rows, int index) {
    return Arrays.stream(rows).map(row -> new float[] {row[index]}).toArray(float[][]::new);
  }

  private Conditional() {}
}
