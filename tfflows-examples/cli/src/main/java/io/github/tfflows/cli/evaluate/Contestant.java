package io.github.tfflows.cli.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A density in a comparison.
 *
 * @param name what it is
 * @param logLikelihood the mean log-density of the rows that all are measured on, in nats
 * @param behind what the best has more, row by row; zero for the best
 * @param parameters how many numbers were fitted
 * @param fitting how long that took, in seconds
 * @param drawsPerSecond how fast it draws; nothing for the baselines
 */
public record Contestant(
    String name,
    Mean logLikelihood,
    Mean behind,
    long parameters,
    double fitting,
    OptionalDouble drawsPerSecond) {
  /**
   * A contestant before it is known who is best.
   *
   * @param name what it is
   * @param logProb the log-density of each row; nothing where fitting failed
   * @param failure why it failed; empty where it did not
   * @param parameters how many numbers were fitted
   * @param fitting how long that took, in seconds
   * @param drawsPerSecond how fast it draws
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
