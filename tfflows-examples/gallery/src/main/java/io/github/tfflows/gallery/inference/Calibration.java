package io.github.tfflows.gallery.inference;

import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.model.Draws;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.function.Function;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * Checks of posteriors over many outcomes. The ranks of the true parameters among draws of their
 * posterior are uniform in (0, 1) if the posterior is right.
 *
 * @param truths the true parameters, {@code [trials][parameters]}
 * @param draws draws of the posteriors, {@code [trials][draws][parameters]}
 * @param logProbOfDraws their log-densities
 * @param logProbOfTruths the log-densities of the truths
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record Calibration(
    float[][] truths, float[][][] draws, float[][] logProbOfDraws, float[] logProbOfTruths) {
  /**
   * Draws from the posteriors of simulated outcomes.
   *
   * @param posterior returns the posterior of each outcome
   * @param truths parameters drawn from the prior
   * @param outcomes the outcome of the simulator for each
   * @param count the number of draws for each
   */
  public static Calibration of(
      Function<float[][], Density> posterior,
      float[][] truths,
      float[][] outcomes,
      int count,
      long seed) {
    float[][] contexts =
        Arrays.stream(outcomes)
            .flatMap(outcome -> Collections.nCopies(count, outcome).stream())
            .toArray(float[][]::new);
    Draws all = posterior.apply(contexts).sampleAndLogProb(contexts.length, seed);
    float[][] rows = all.x().toArrays();
    float[][][] draws = new float[truths.length][][];
    float[][] logProb = new float[truths.length][];
    for (int i = 0; i < truths.length; i++) {
      draws[i] = Arrays.copyOfRange(rows, i * count, (i + 1) * count);
      logProb[i] = Arrays.copyOfRange(all.logProb(), i * count, (i + 1) * count);
    }
    return new Calibration(truths, draws, logProb, posterior.apply(outcomes).logProb(truths));
  }

  /**
   * Returns the share of draws below the truth of a parameter, for each trial (simulation-based
   * calibration: Talts et al., 2018, arXiv:1804.06788). An excess in the middle shows a posterior
   * that is too wide, an excess at the ends a posterior that is too narrow.
   *
   * @param parameter its index
   */
  public double[] ranks(int parameter) {
    return shares((trial, draw) -> draws[trial][draw][parameter] < truths[trial][parameter]);
  }

  /**
   * Returns the share of draws with a higher density than the truth, for each trial. It is the mass
   * of the smallest region of highest density that contains the truth (expected coverage: Hermans
   * et al., 2022, arXiv:2110.06581, section 2).
   */
  public double[] coverage() {
    return shares((trial, draw) -> logProbOfDraws[trial][draw] > logProbOfTruths[trial]);
  }

  /**
   * Returns the share of draws that are nearer to a random point than the truth is, for each trial
   * (TARP: Lemos et al., 2023, arXiv:2302.03026, section 3). Parameters are scaled to the range of
   * the truths. Unlike the other checks it detects every wrong posterior, if the points depend on
   * the outcomes, or if there are many trials.
   *
   * @param seed the seed of the points, uniform in the range of the truths
   */
  public double[] distances(long seed) {
    Random random = new Random(seed);
    float[][] references = new float[truths.length][truths[0].length];
    for (float[] reference : references) {
      for (int k = 0; k < reference.length; k++) {
        reference[k] = random.nextFloat();
      }
    }
    return distances(references);
  }

  /** Like {@link #distances(long)}, for given points, in units of the range of the truths. */
  double[] distances(float[][] references) {
    float[][] range = range();
    return shares(
        (trial, draw) ->
            distance(range, draws[trial][draw], references[trial])
                < distance(range, truths[trial], references[trial]));
  }

  /** The least truth of each parameter, and the largest. */
  private float[][] range() {
    float[][] range = {truths[0].clone(), truths[0].clone()};
    for (float[] truth : truths) {
      for (int k = 0; k < truth.length; k++) {
        range[0][k] = Math.min(range[0][k], truth[k]);
        range[1][k] = Math.max(range[1][k], truth[k]);
      }
    }
    return range;
  }

  private static double distance(float[][] range, float[] point, float[] reference) {
    double sum = 0;
    for (int k = 0; k < point.length; k++) {
      double scaled = (point[k] - range[0][k]) / (range[1][k] - range[0][k]);
      sum += (scaled - reference[k]) * (scaled - reference[k]);
    }
    return Math.sqrt(sum);
  }

  @FunctionalInterface
  private interface Counted {
    boolean holds(int trial, int draw);
  }

  private double[] shares(Counted counted) {
    double[] shares = new double[truths.length];
    for (int trial = 0; trial < shares.length; trial++) {
      int count = 0;
      for (int draw = 0; draw < draws[trial].length; draw++) {
        count += counted.holds(trial, draw) ? 1 : 0;
      }
      shares[trial] = count / (double) draws[trial].length;
    }
    return shares;
  }

  /**
   * Returns the p-value of the hypothesis that shares are uniform, by the test of Kolmogorov and
   * Smirnov.
   */
  public static double uniformity(double[] shares) {
    return new KolmogorovSmirnovTest()
        .kolmogorovSmirnovTest(new UniformRealDistribution(0, 1), shares, false);
  }

  /**
   * Returns the share of trials whose truth lies inside the region of a mass, for each mass in (0,
   * 1), by the shares of {@link #coverage} or {@link #distances}. Where the posterior is right, it
   * equals the mass.
   */
  public static double[] expected(double[] shares, double... masses) {
    return Arrays.stream(masses)
        .map(
            mass ->
                Arrays.stream(shares).filter(share -> share < mass).count()
                    / (double) shares.length)
        .toArray();
  }
}
