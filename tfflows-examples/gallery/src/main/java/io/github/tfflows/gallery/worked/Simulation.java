package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.Mlp;
import io.github.tfflows.bijectors.RationalQuadratic;
import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Data;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LearningRate;
import io.github.tfflows.core.Training;
import io.github.tfflows.gallery.plot.Chart;
import io.github.tfflows.gallery.plot.HeatMap;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.tensorflow.framework.activations.Activations;

/**
 * Simulation-based inference: the posterior of a simulator's parameters, learned from pairs of
 * parameters and what the simulator yields for them (neural posterior estimation: Papamakarios and
 * Murray, 2016, arXiv:1605.06376). No likelihood is needed; here there is one, to compare with.
 *
 * <p>The simulator measures the line {@code a + b·t} at five times with noise. Under a standard
 * normal prior the posterior of {@code (a, b)} is Gaussian with precision {@code I + XᵀX/σ²}.
 */
final class Simulation {
  private static final double[] TIMES = {0, 0.25, 0.5, 0.75, 1};
  private static final double NOISE = 0.5;
  private static final int TRIALS = 600;
  private static final int DRAWS = 63;
  private static final int BINS = 16;

  static Findings run() {
    float[][] parameters = prior(12_000, 1);
    float[][] outcomes = simulate(parameters, 2);
    Distribution flow =
        Flows.neuralSplineCoupling(
            2, 2, new RationalQuadratic(8, 4), Mlp.of(48, 48).withActivation(Activations.TANH));
    Training training =
        Training.defaults().withSteps(600).withLearningRate(LearningRate.cosine(5e-3));
    try (CompiledDistribution posterior = training.fit(flow, Data.of(parameters, outcomes))) {
      float[] observed = simulate(new float[][] {{0.8f, -1.2f}}, 7)[0];
      float[][] draws = posterior.sample(repeated(20_000, observed), 3);
      int[][] ranks = ranks(posterior);
      return new Findings(
          numbers(draws, Exact.given(observed), ranks), picture(posterior, observed, ranks));
    }
  }

  private static float[][] prior(int count, long seed) {
    Random random = new Random(seed);
    float[][] parameters = new float[count][2];
    for (float[] row : parameters) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) random.nextGaussian();
    }
    return parameters;
  }

  private static float[][] simulate(float[][] parameters, long seed) {
    Random random = new Random(seed);
    float[][] outcomes = new float[parameters.length][TIMES.length];
    for (int i = 0; i < outcomes.length; i++) {
      for (int j = 0; j < TIMES.length; j++) {
        double line = parameters[i][0] + parameters[i][1] * TIMES[j];
        outcomes[i][j] = (float) (line + NOISE * random.nextGaussian());
      }
    }
    return outcomes;
  }

  private static float[][] repeated(int count, float[] row) {
    return Collections.nCopies(count, row).toArray(float[][]::new);
  }

  /**
   * Simulation-based calibration (Talts et al., 2018, arXiv:1804.06788): where parameters rank
   * among draws of the posterior given what the simulator yields for them. For the right posterior
   * all ranks are equally likely.
   */
  private static int[][] ranks(CompiledDistribution posterior) {
    float[][] parameters = prior(TRIALS, 4);
    float[][] contexts =
        Arrays.stream(simulate(parameters, 5))
            .flatMap(outcome -> Arrays.stream(repeated(DRAWS, outcome)))
            .toArray(float[][]::new);
    float[][] draws = posterior.sample(contexts, 6);
    int[][] ranks = new int[2][TRIALS];
    for (int i = 0; i < draws.length; i++) {
      int trial = Math.floorDiv(i, DRAWS);
      for (int k = 0; k < 2; k++) {
        ranks[k][trial] += draws[i][k] < parameters[trial][k] ? 1 : 0;
      }
    }
    return ranks;
  }

  /** The posterior that linear algebra gives: means, deviations and their correlation. */
  private record Exact(double a, double b, double sa, double sb, double correlation) {
    static Exact given(float[] outcome) {
      double aa = 1;
      double ab = 0;
      double bb = 1;
      double a = 0;
      double b = 0;
      for (int j = 0; j < TIMES.length; j++) {
        double weight = 1 / (NOISE * NOISE);
        aa += weight;
        ab += weight * TIMES[j];
        bb += weight * TIMES[j] * TIMES[j];
        a += weight * outcome[j];
        b += weight * outcome[j] * TIMES[j];
      }
      double determinant = aa * bb - ab * ab;
      return new Exact(
          (bb * a - ab * b) / determinant,
          (aa * b - ab * a) / determinant,
          Math.sqrt(bb / determinant),
          Math.sqrt(aa / determinant),
          -ab / Math.sqrt(aa * bb));
    }

    /** Points as many deviations out as {@code radius}. */
    List<float[]> ellipse(double radius) {
      List<float[]> points = new ArrayList<>();
      double other = Math.sqrt(1 - correlation * correlation);
      for (double angle = 0; angle < 2 * Math.PI; angle += 0.02) {
        double u = radius * Math.cos(angle);
        double v = correlation * u + other * radius * Math.sin(angle);
        points.add(new float[] {(float) (a + sa * u), (float) (b + sb * v)});
      }
      return points;
    }
  }

  private static List<Finding> numbers(float[][] draws, Exact exact, int[][] ranks) {
    float[] a = Statistics.column(draws, 0);
    float[] b = Statistics.column(draws, 1);
    return List.of(
        Finding.of("posterior mean of a", Statistics.mean(a), exact.a),
        Finding.of("posterior mean of b", Statistics.mean(b), exact.b),
        Finding.of("posterior deviation of a", Statistics.deviation(a), exact.sa),
        Finding.of("posterior deviation of b", Statistics.deviation(b), exact.sb),
        Finding.of("posterior correlation", Statistics.correlation(a, b), exact.correlation),
        Finding.of("chi-squared of the ranks of a, 15 degrees of freedom", chiSquared(ranks[0])),
        Finding.of("chi-squared of the ranks of b, 15 degrees of freedom", chiSquared(ranks[1])));
  }

  private static double chiSquared(int[] ranks) {
    int[] found = new int[BINS];
    Arrays.stream(ranks).forEach(rank -> found[rank * BINS / (DRAWS + 1)]++);
    double expected = (double) TRIALS / BINS;
    return Arrays.stream(found).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }

  private static Picture picture(CompiledDistribution posterior, float[] observed, int[][] ranks) {
    Exact exact = Exact.given(observed);
    HeatMap map =
        HeatMap.ofLogDensity(
                "Posterior of a and b; exact: 1, 2 deviations",
                2.5,
                at -> posterior.logProb(at, repeated(at.length, observed)))
            .with(exact.ellipse(1), Palette.ACCENT)
            .with(exact.ellipse(2), Palette.ACCENT);
    return Picture.maps(
        "Inference from simulations", map, histogram("a", ranks[0]), histogram("b", ranks[1]));
  }

  private static Chart histogram(String name, int[] ranks) {
    Range range = new Range(0, 1);
    float[] shares = new float[ranks.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (ranks[i] + 0.5f) / (DRAWS + 1);
    }
    return new Chart("Calibration of " + name, "rank of the truth among draws", "density")
        .axes(range, new Range(0, 2))
        .histogram("ranks", range, BINS, shares, Palette.SAMPLES)
        .line("right", new double[] {0, 1}, new double[] {1, 1}, Palette.ACCENT);
  }

  private Simulation() {}
}
