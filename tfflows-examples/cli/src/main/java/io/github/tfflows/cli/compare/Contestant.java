package io.github.tfflows.cli.compare;

import io.github.tfflows.tables.evaluation.Mean;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A density in a comparison.
 *
 * @param name the name of the density
 * @param logLikelihood the mean log-density of the rows that all are measured on, in nats
 * @param behind the mean of the difference to the best, row by row; zero for the best
 * @param parameters the number of parameters
 * @param fitting the time of the fit, in seconds
 * @param drawsPerSecond the speed of sampling; empty for the baselines
 */
public record Contestant(
    String name,
    Mean logLikelihood,
    Mean behind,
    long parameters,
    double fitting,
    OptionalDouble drawsPerSecond) {
  /**
   * A contestant before the ranking.
   *
   * @param name the name of the density
   * @param logProb the log-density of each row; empty if the fit failed
   * @param failure the reason of a failure; otherwise empty
   * @param parameters the number of parameters
   * @param fitting the time of the fit, in seconds
   * @param drawsPerSecond the speed of sampling
   */
  record Run(
      String name,
      Optional<float[]> logProb,
      String failure,
      long parameters,
      double fitting,
      OptionalDouble drawsPerSecond) {
    static Run failed(String name, String why) {
      return new Run(name, Optional.empty(), why, 0, 0, OptionalDouble.empty());
    }

    Contestant against(float[] best) {
      float[] own = logProb.orElseThrow();
      return new Contestant(
          name, Mean.of(own), Mean.ofDifferences(best, own), parameters, fitting, drawsPerSecond);
    }
  }
}
