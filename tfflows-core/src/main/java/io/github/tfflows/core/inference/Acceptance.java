package io.github.tfflows.core.inference;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * The points of Markov chains and their log-densities, by which the next step is accepted or
 * rejected.
 *
 * @param x points shaped {@code [n, event...]}
 * @param logDensity the log-densities, shaped {@code [n]}
 */
record Acceptance(Expr x, Expr logDensity) {
  /**
   * Accepts each proposal with the probability {@code min(1, ratio of both densities)}, or else
   * keeps the point. A proposal whose density is NaN is never accepted.
   */
  Acceptance next(GraphScope scope, Noise noise, Acceptance proposal) {
    Expr logU = noise.uniform(scope, Shape.scalar()).log();
    Expr gain = proposal.logDensity.minus(logDensity).minus(logU);
    return new Acceptance(
        gain.alongRowsOf(x).greater(0).select(proposal.x, x),
        gain.greater(0).select(proposal.logDensity, logDensity));
  }
}
