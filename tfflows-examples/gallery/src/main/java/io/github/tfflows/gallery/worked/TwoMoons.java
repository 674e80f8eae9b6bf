package io.github.tfflows.gallery.worked;

import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.inference.BoxPrior;
import io.github.tfflows.gallery.inference.Calibration;
import io.github.tfflows.gallery.inference.LocalC2st;
import io.github.tfflows.gallery.inference.NeuralPosterior;
import io.github.tfflows.gallery.inference.Simulator;
import io.github.tfflows.gallery.inference.TruncatedRounds;
import io.github.tfflows.gallery.plot.Bins;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * Inference with a posterior of two modes: the simulator "two moons" (Lueckmann et al., 2021,
 * arXiv:2101.04653, T.8), whose posterior is known. First a posterior for all outcomes is trained
 * and checked, then a posterior for a single outcome, in truncated rounds.
 */
final class TwoMoons {
  private static final BoxPrior PRIOR = new BoxPrior(List.of(-1.0, -1.0), List.of(1.0, 1.0));
  private static final float[] OBSERVED = {0, 0};
  private static final int TRIALS = 400;
  private static final int CELLS = 400;
  private static final double LIMIT = 0.6;

  private static final Simulator SIMULATOR =
      (theta, random) -> {
        double angle = Math.PI * (random.nextDouble() - 0.5);
        double radius = 0.1 + 0.01 * random.nextGaussian();
        return new float[] {
          (float) (radius * Math.cos(angle) + 0.25 + shift(theta)[0]),
          (float) (radius * Math.sin(angle) + shift(theta)[1])
        };
      };

  static Findings run() {
    Training training =
        Training.defaults().withSteps(2_000).withLearningRate(LearningRate.cosine(5e-3));
    float[][] parameters = PRIOR.draws(10_000, 1);
    float[][] outcomes = SIMULATOR.runEach(parameters, 2);
    TruncatedRounds rounds = new TruncatedRounds(PRIOR, SIMULATOR, training, 3_000, 1e-4);
    try (NeuralPosterior all = NeuralPosterior.fit(PRIOR, parameters, outcomes, training);
        NeuralPosterior one = rounds.run(OBSERVED, 3, 3)) {
      float[][] truths = PRIOR.draws(TRIALS, 4);
      float[][] seen = SIMULATOR.runEach(truths, 5);
      Calibration checks = Calibration.of(all::given, truths, seen, 100, 6);
      float[][] more = PRIOR.draws(2_000, 7);
      LocalC2st local =
          LocalC2st.of(
              all,
              more,
              SIMULATOR.runEach(more, 8),
              OBSERVED,
              Training.defaults().withSteps(300).withLearningRate(LearningRate.cosine(3e-3)),
              5);
      return new Findings(
          numbers(all.given(OBSERVED), one.given(OBSERVED), checks, local),
          picture(all.given(OBSERVED), one.given(OBSERVED), checks));
    }
  }

  private static double[] shift(float[] theta) {
    double root = Math.sqrt(2);
    return new double[] {-Math.abs(theta[0] + theta[1]) / root, (theta[1] - theta[0]) / root};
  }

  /** The log-density of the posterior up to a constant. */
  private static double logPosterior(float[] theta) {
    double x = OBSERVED[0] - shift(theta)[0] - 0.25;
    double y = OBSERVED[1] - shift(theta)[1];
    double radius = Math.hypot(x, y);
    double deviations = (radius - 0.1) / 0.01;
    boolean isInside = x > 0 && Math.max(Math.abs(theta[0]), Math.abs(theta[1])) < 1;
    return isInside ? -0.5 * deviations * deviations - Math.log(radius) : Double.NEGATIVE_INFINITY;
  }

  /** The divergence of a posterior from the true one, by the midpoints of cells of the box. */
  private static double divergence(Density posterior) {
    float[][] points = new float[CELLS * CELLS][];
    double[] truth = new double[points.length];
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      points[i] =
          new float[] {
            (float) ((2.0 * (i % CELLS) + 1) / CELLS - 1),
            (float) ((2.0 * Math.floorDiv(i, CELLS) + 1) / CELLS - 1)
          };
      truth[i] = Math.exp(logPosterior(points[i]));
      sum += truth[i];
    }
    float[] found = posterior.logProb(points);
    double area = 4.0 / points.length;
    double divergence = 0;
    for (int i = 0; i < points.length; i++) {
      double mass = truth[i] / sum;
      divergence += mass > 0 ? mass * (Math.log(mass / area) - found[i]) : 0;
    }
    return divergence;
  }

  private static List<Finding> numbers(
      Density all, Density one, Calibration checks, LocalC2st local) {
    return List.of(
        Finding.of("divergence from the posterior, of all outcomes, nats", divergence(all), 0),
        Finding.of("divergence from the posterior, truncated rounds, nats", divergence(one), 0),
        Finding.of("p-value of ranks, first parameter", Calibration.uniformity(checks.ranks(0))),
        Finding.of("p-value of ranks, second parameter", Calibration.uniformity(checks.ranks(1))),
        Finding.of("coverage of regions of mass 0.5", covered(checks.coverage()), 0.5),
        Finding.of("p-value of distances (TARP)", Calibration.uniformity(checks.distances(9))),
        Finding.of("p-value at the outcome (local C2ST)", local.pValue()));
  }

  private static double covered(double[] shares) {
    return Calibration.expected(shares, 0.5)[0];
  }

  private static Picture picture(Density all, Density one, Calibration checks) {
    return new Picture(
        3,
        List.of(
            DensityMap.of(
                "Posterior, exact", LIMIT, at -> Rowwise.each(at, TwoMoons::logPosterior)),
            DensityMap.of("Posterior of all outcomes", LIMIT, all::logProb),
            DensityMap.of("Posterior, truncated rounds", LIMIT, one::logProb),
            histogram("Ranks of the first parameter", checks.ranks(0)),
            histogram("Coverage", checks.coverage()),
            histogram("Distances (TARP)", checks.distances(9))));
  }

  private static XYChart histogram(String title, double[] shares) {
    return Bins.calibration(title, "share of draws", 10, shares);
  }

  private TwoMoons() {}
}
