package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.List;
import org.hipparchus.stat.StatUtils;
import org.tensorflow.framework.activations.Activations;

/**
 * Variational inference: a flow fitted without data, to a log-density that is known up to a
 * constant, such as a posterior. Weights of its draws estimate the constant, which is known here:
 * the target is a Gaussian, bent into a banana.
 */
final class Variational {
  private static final double WIDTH = 1;
  private static final double HEIGHT = 0.35;
  private static final double LOG_INTEGRAL = Math.log(2 * Math.PI * WIDTH * HEIGHT);
  private static final int DRAWS = 20_000;

  static Findings run() {
    Distribution flow =
        Flows.lightTailed(
            Flows.neuralSplineCoupling(
                2,
                4,
                new RationalQuadratic(8, 8),
                Mlp.of(32, 32).withActivation(Activations.TANH)));
    Training training =
        Training.defaults().withSteps(500).withLearningRate(LearningRate.cosine(5e-3));
    try (CompiledDistribution model = training.fitTo(flow, Variational::logDensity)) {
      Draws draws = model.sampleAndLogProb(DRAWS, 1);
      float[][] x = draws.x().toArrays();

      double logRatios = 0;
      double weights = 0;
      double squares = 0;
      for (int i = 0; i < DRAWS; i++) {
        double logRatio = logDensity(x[i][0], x[i][1]) - draws.logProb()[i];
        logRatios += logRatio / DRAWS;
        weights += Math.exp(logRatio) / DRAWS;
        squares += Math.exp(2 * logRatio) / DRAWS;
      }
      double[] height = Doubles.column(x, 1);
      return new Findings(
          List.of(
              Finding.of("divergence KL(flow | target), nats", LOG_INTEGRAL - logRatios, 0),
              Finding.of("log of the target's integral", Math.log(weights), LOG_INTEGRAL),
              Finding.of("share of draws that count", weights * weights / squares, 1),
              Finding.of("mean height of draws", StatUtils.mean(height), bend(WIDTH)),
              Finding.of(
                  "deviation of the height",
                  Statistics.deviation(height),
                  Math.sqrt(HEIGHT * HEIGHT + WIDTH * WIDTH * WIDTH * WIDTH / 2))),
          picture(model));
    }
  }

  /** The target in graph ops, of rows {@code [n, 2]}. */
  private static Expr logDensity(GraphScope scope, Expr x) {
    Expr along = x.entry(0);
    Expr across = x.entry(1).minus(along.square().times(0.5)).plus(1);
    return along.times(1 / WIDTH).square().plus(across.times(1 / HEIGHT).square()).times(-0.5);
  }

  /** The same in Java, to compare with. */
  private static double logDensity(double x, double y) {
    double across = (y - bend(x)) / HEIGHT;
    return -0.5 * (x / WIDTH * (x / WIDTH) + across * across);
  }

  private static double bend(double x) {
    return 0.5 * x * x - 1;
  }

  private static Picture picture(CompiledDistribution model) {
    return Picture.row(
        DensityMap.of(
            "Target, normalized",
            4,
            points -> Rowwise.each(points, at -> logDensity(at[0], at[1]) - LOG_INTEGRAL)),
        DensityMap.of("Flow", 4, model::logProb),
        Charts.scatter("Draws of the flow", 4, model.sample(2000, 2), Charts.DRAWS));
  }

  private Variational() {}
}
