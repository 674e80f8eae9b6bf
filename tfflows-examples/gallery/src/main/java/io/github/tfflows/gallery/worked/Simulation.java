package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.inference.Calibration;
import io.github.tfflows.gallery.plot.Bins;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.multivariate.MultivariateNormalDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.knowm.xchart.XYChart;
import org.tensorflow.framework.activations.Activations;

/**
 * Simulation-based inference: the posterior of a simulator's parameters, learned from pairs of
 * parameters and outcomes of the simulator (neural posterior estimation: Papamakarios and Murray,
 * 2016, arXiv:1605.06376). No likelihood is needed; here one is known, for comparison.
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
      float[][] draws = posterior.given(observed).sample(20_000, 3);
      int[][] ranks = ranks(posterior);
      MultivariateNormalDistribution exact = exact(observed);
      return new Findings(numbers(draws, exact, ranks), picture(posterior, observed, exact, ranks));
    }
  }

  private static float[][] prior(int count, long seed) {
    return Rowwise.drawn(
        count,
        seed,
        random -> new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()});
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

  /** The ranks of true parameters among draws of the posteriors of their outcomes. */
  private static int[][] ranks(CompiledDistribution posterior) {
    float[][] parameters = prior(TRIALS, 4);
    float[][] outcomes = simulate(parameters, 5);
    Calibration checks = Calibration.of(posterior::given, parameters, outcomes, DRAWS, 6);
    return IntStream.range(0, 2)
        .mapToObj(k -> DoubleStream.of(checks.ranks(k)))
        .map(shares -> shares.mapToInt(share -> (int) Math.round(DRAWS * share)).toArray())
        .toArray(int[][]::new);
  }

  /** The exact posterior, by linear algebra. */
  private static MultivariateNormalDistribution exact(float[] outcome) {
    RealMatrix x = new Array2DRowRealMatrix(TIMES.length, 2);
    for (int j = 0; j < TIMES.length; j++) {
      x.setRow(j, new double[] {1, TIMES[j]});
    }
    RealMatrix precision =
        x.transposeMultiply(x)
            .scalarMultiply(1 / (NOISE * NOISE))
            .add(MatrixUtils.createRealIdentityMatrix(2));
    RealMatrix covariance = new EigenDecompositionSymmetric(precision).getSolver().getInverse();
    double[] weighted = x.preMultiply(Doubles.of(outcome));
    double[] mean = covariance.scalarMultiply(1 / (NOISE * NOISE)).operate(weighted);
    return new MultivariateNormalDistribution(mean, covariance.getData());
  }

  private static List<Finding> numbers(
      float[][] draws, MultivariateNormalDistribution exact, int[][] ranks) {
    double[] a = Doubles.column(draws, 0);
    double[] b = Doubles.column(draws, 1);
    double[] mean = exact.getMeans();
    double[] deviation = exact.getStandardDeviations();
    double covariance = exact.getCovariances().getEntry(0, 1);
    return List.of(
        Finding.of("posterior mean of a", StatUtils.mean(a), mean[0]),
        Finding.of("posterior mean of b", StatUtils.mean(b), mean[1]),
        Finding.of("posterior deviation of a", Statistics.deviation(a), deviation[0]),
        Finding.of("posterior deviation of b", Statistics.deviation(b), deviation[1]),
        Finding.of(
            "posterior correlation",
            new PearsonsCorrelation().correlation(a, b),
            covariance / deviation[0] / deviation[1]),
        Finding.of("chi-squared of the ranks of a, 15 degrees of freedom", chiSquared(ranks[0])),
        Finding.of("chi-squared of the ranks of b, 15 degrees of freedom", chiSquared(ranks[1])));
  }

  private static double chiSquared(int[] ranks) {
    long[] found = new long[BINS];
    Arrays.stream(ranks).forEach(rank -> found[rank * BINS / (DRAWS + 1)]++);
    double[] expected = new double[BINS];
    Arrays.fill(expected, (double) TRIALS / BINS);
    return new ChiSquareTest().chiSquare(expected, found);
  }

  private static Picture picture(
      CompiledDistribution posterior,
      float[] observed,
      MultivariateNormalDistribution exact,
      int[][] ranks) {
    return new Picture(
        2,
        List.of(
            DensityMap.of(
                "Posterior of a and b, exact",
                2.5,
                at -> Rowwise.each(at, row -> Math.log(exact.density(Doubles.of(row))))),
            DensityMap.of(
                "Posterior of a and b, flow", 2.5, at -> posterior.given(observed).logProb(at)),
            histogram("a", ranks[0]),
            histogram("b", ranks[1])));
  }

  private static XYChart histogram(String name, int[] ranks) {
    double[] shares = Arrays.stream(ranks).mapToDouble(r -> (r + 0.5) / (DRAWS + 1)).toArray();
    return Bins.calibration(
        "Calibration of " + name, "rank of the truth among draws", BINS, shares);
  }

  private Simulation() {}
}
