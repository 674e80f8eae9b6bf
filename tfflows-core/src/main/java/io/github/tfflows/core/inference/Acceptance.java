package io.github.tfflows.core.inference;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/**
 * The points of Markov chains, each with the log-density that decides about its next step.
 *
 * @param x points shaped {@code [n, event...]}
 * @param logDensity the log-densities, shaped {@code [n]}
 */
record Acceptance(Expr x, Expr logDensity) {
  /** Checks the steps of a kernel. */
  static void requireSteps(double stepSize, int steps) {
    if (!(stepSize > 0 && Double.isFinite(stepSize)) || steps < 1) {
      throw new IllegalArgumentException(
          "expected a positive step size and at least one step, got %s and %s"
              .formatted(stepSize, steps));
    }
  }

  /**
   * Moves each point to its proposal with the probability of the ratio of both densities, or leaves
   * it where it is. A proposal whose density is not a number is never accepted.
   */
  Acceptance next(GraphScope scope, Noise noise, Acceptance proposal) {
    Expr logU = noise.uniform(scope, Shape.scalar()).log();
    Expr gain = proposal.logDensity.minus(logDensity).minus(logU);
    long[] perEvent = new long[x.rank()];
    Arrays.fill(perEvent, 1);
    perEvent[0] = -1;
    return new Acceptance(
        gain.reshape(perEvent).greater(0).select(proposal.x, x),
        gain.greater(0).select(proposal.logDensity, logDensity));
  }
}
