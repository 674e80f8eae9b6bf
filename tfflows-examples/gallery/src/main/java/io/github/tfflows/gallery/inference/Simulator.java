package io.github.tfflows.gallery.inference;

import java.util.Random;

/** A random program from parameters to an outcome. */
@FunctionalInterface
public interface Simulator {
  /**
   * Runs once, with all randomness from the source, and returns the outcome, always of the same
   * length.
   */
  float[] run(float[] parameters, Random random);

  /** Runs once for each row of parameters. */
  default float[][] runEach(float[][] parameters, long seed) {
    Random random = new Random(seed);
    float[][] outcomes = new float[parameters.length][];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = run(parameters[i], random);
    }
    return outcomes;
  }
}
