package io.github.tfflows.cli.evaluate;

import io.github.tfflows.tables.evaluation.Mean;
import java.util.List;

/**
 * The mean log-density of unseen rows, in nats a row, of a model and of simpler densities that were
 * fitted to other rows, the simplest first.
 */
public record Likelihood(Mean model, List<Gain> baselines) {
  /**
   * A density to compare with: its mean log-density, in nats a row, and the mean of the difference
   * to the model, row by row.
   */
  public record Gain(String name, Mean likelihood, Mean gain) {}

  public Likelihood {
    baselines = List.copyOf(baselines);
  }

  /** Compares the log-densities of rows under a model and under baselines. */
  public static Likelihood of(float[] model, List<Baseline> baselines) {
    return new Likelihood(
        Mean.of(model),
        baselines.stream()
            .map(
                one ->
                    new Gain(
                        one.name(),
                        Mean.of(one.logProb()),
                        Mean.ofDifferences(model, one.logProb())))
            .toList());
  }
}
