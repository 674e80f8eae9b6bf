package io.github.tfflows.bijectors.continuous;

import io.github.tfflows.bijectors.continuous.Solver.Dynamics;
import io.github.tfflows.bijectors.continuous.Solver.State;
import io.github.tfflows.bijectors.field.VectorField;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * The computation of the divergence of the velocity, the trace of its Jacobian, in training steps.
 * Other graphs compute it exactly.
 */
public enum TraceEstimator {
  /** The exact trace, from {@code d} products with the Jacobian. */
  EXACT {
    @Override
    Dynamics dynamics(GraphScope scope, VectorField.Velocity velocity, Expr x) {
      return exact(velocity);
    }
  },

  /**
   * {@code ε·J·ε} with random signs {@code ε}, from one product: an unbiased estimate. Each row
   * keeps its {@code ε} for the whole solution, and gets another one in the next training step
   * (Grathwohl et al., 2019, arXiv:1810.01367, section 3.1).
   */
  HUTCHINSON {
    @Override
    Dynamics dynamics(GraphScope scope, VectorField.Velocity velocity, Expr x) {
      Expr probe = Noise.ofStep(scope, x).signs(scope, Shape.of(x.size(-1)));
      return scope.isTrainingStep()
          ? (at, time) -> {
            var there = velocity.at(at, time);
            return new State(there.value(), there.trace(probe));
          }
          : exact(velocity);
    }
  };

  /** Builds the equations of points that start at {@code x}. */
  abstract Dynamics dynamics(GraphScope scope, VectorField.Velocity velocity, Expr x);

  private static Dynamics exact(VectorField.Velocity velocity) {
    return (at, time) -> {
      var there = velocity.at(at, time);
      return new State(there.value(), there.trace());
    };
  }
}
