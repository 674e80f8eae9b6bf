package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/**
 * A base distribution of one's own. A flow with bounded slopes has tails as heavy as its base
 * (Jaini et al., 2020, arXiv:1907.04481), so returns with jumps need a heavy-tailed base. (The
 * flows of {@code Flows} have heavy tails; the chain here has none.)
 */
final class OwnBase {
  /**
   * Independent entries that follow Student's t with two degrees of freedom, which has no variance:
   * {@code p(x) = (2 + x²)^(-3/2)}, {@code x = (2u - 1)/√(2u(1 - u))} for uniform {@code u}.
   */
  record StudentT2(int dimension) implements Distribution {
    @Override
    public Shape eventShape() {
      return Shape.of(dimension);
    }

    @Override
    public Expr logProb(GraphScope scope, Expr x) {
      return x.square().plus(2).log().times(-1.5).sumEvent();
    }

    @Override
    public Sample sample(GraphScope scope, Noise noise) {
      Expr u = noise.uniform(scope, eventShape()).max(0x1p-24); // zero is minus infinity
      Expr x = u.times(2).minus(1).over(u.times(u.complement()).times(2).sqrt());
      return new Sample(x, logProb(scope, x));
    }
  }

  static Findings run() {
    float[][] rows = returns(8000, 1);
    float[][] unseen = returns(20_000, 2);
    TransformedDistribution heavy = // four parameters
        new TransformedDistribution(new StudentT2(2), new InvertibleLinear(2, 0));
    Coupling splines =
        new Coupling(new RationalQuadratic(8, 6), Mlp.of(32).withActivation(Activations.TANH));
    TransformedDistribution gaussian =
        new TransformedDistribution(
            StandardNormal.of(2), Chain.of(splines, new InvertibleLinear(2, 0), splines));
    Training training =
        Training.defaults().withSteps(300).withLearningRate(LearningRate.cosine(5e-3));
    Training faster = training.withLearningRate(LearningRate.cosine(5e-2));
    try (CompiledDistribution own = faster.fit(heavy, rows);
        CompiledDistribution standard = training.fit(gaussian, rows)) {
      double truth = Statistics.mean(Rowwise.each(unseen, OwnBase::truth));
      return new Findings(
          List.of(
              Finding.of(
                  "log-likelihood with the own base, nats",
                  Statistics.mean(own.logProb(unseen)),
                  truth),
              Finding.of(
                  "log-likelihood with a Gaussian base, nats",
                  Statistics.mean(standard.logProb(unseen)),
                  truth),
              Finding.of(
                  "share of first returns beyond 10, own base", beyond(10, draws(own)), beyond(10)),
              Finding.of(
                  "share of first returns beyond 10, Gaussian base",
                  beyond(10, draws(standard)),
                  beyond(10))),
          picture(own, standard));
    }
  }

  /** Two returns, in percent: the second follows the first. */
  private static float[][] returns(int count, long seed) {
    return Rowwise.drawn(
        count,
        seed,
        random -> {
          double first = student(random);
          double second = 0.6 * first + 0.5 * student(random);
          return new float[] {(float) first, (float) second};
        });
  }

  private static double student(Random random) {
    double u = random.nextDouble();
    return (2 * u - 1) / Math.sqrt(2 * u * (1 - u));
  }

  private static double truth(float[] x) {
    double own = (x[1] - 0.6 * x[0]) / 0.5;
    double first = Math.log(2 + x[0] * x[0]);
    return -1.5 * (first + Math.log(2 + own * own)) - Math.log(0.5);
  }

  /** The share of first returns larger than {@code x}, of either sign. */
  private static double beyond(double x) {
    return 1 - x / Math.sqrt(2 + x * x);
  }

  private static double beyond(double x, double[] returns) {
    return Statistics.shareBelow(-x, returns) + 1 - Statistics.shareBelow(x, returns);
  }

  private static double[] draws(CompiledDistribution model) {
    return Doubles.column(model.sample(100_000, 3), 0);
  }

  private static Picture picture(CompiledDistribution own, CompiledDistribution standard) {
    double[] x = Charts.midpoints(1, 40, 60);
    XYChart chart =
        Charts.wide(
            "How often returns are larger", "size of the first return", "log10 of the share");
    chart.getStyler().setXAxisMin(1.0).setXAxisMax(40.0).setYAxisMin(-5.0).setYAxisMax(0.0);
    double[] truth = DoubleStream.of(x).map(OwnBase::beyond).toArray();
    chart.addSeries("truth", x, logs(truth)).setLineColor(Charts.DATA);
    chart.addSeries("own base", x, shares(x, own)).setLineColor(Charts.DRAWS);
    chart.addSeries("Gaussian base", x, shares(x, standard)).setLineColor(Charts.ACCENT);
    return Picture.row(chart);
  }

  private static double[] shares(double[] x, CompiledDistribution model) {
    double[] draws = draws(model);
    return logs(DoubleStream.of(x).map(at -> beyond(at, draws)).toArray());
  }

  private static double[] logs(double[] shares) {
    return DoubleStream.of(shares).map(share -> Math.log10(Math.max(share, 1e-6))).toArray();
  }

  private OwnBase() {}
}
