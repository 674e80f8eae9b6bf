package io.github.tfflows.cli.compare;

import io.github.tfflows.cli.evaluate.Baseline;
import io.github.tfflows.tables.evaluation.Mean;
import java.util.OptionalDouble;

/**
 * A density in a comparison, with the log-density of each row that all are measured on, and the
 * speed of sampling; empty for the baselines.
 */
public record Contestant(Baseline fitted, OptionalDouble drawsPerSecond) {
  /** Returns the mean log-density, in nats a row. */
  public Mean logProb() {
    return Mean.of(fitted.logProb());
  }

  /** Returns the mean of the difference to another, row by row; zero to itself. */
  public Mean behind(Contestant best) {
    return Mean.ofDifferences(best.fitted.logProb(), fitted.logProb());
  }
}
