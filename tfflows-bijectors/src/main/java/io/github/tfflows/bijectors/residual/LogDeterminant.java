package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/**
 * The computation of {@code log |det(I + J)|} for the Jacobian {@code J} of a contraction, in
 * training steps. Other graphs compute it exactly.
 */
public interface LogDeterminant {
  /** Returns the exact determinant, from {@code d} products with {@code J}. */
  static LogDeterminant exact() {
    return new Exact();
  }

  /**
   * Builds the log-determinants of a training step, {@code [n]}.
   *
   * @param contraction the contraction at the points of the batch
   */
  Expr ofStep(GraphScope scope, Linearized contraction);

  /** Builds the log-determinants, {@code [n]}, exactly unless in a training step. */
  default Expr of(GraphScope scope, Linearized contraction) {
    Expr estimate = ofStep(scope, contraction);
    return scope.isTrainingStep() ? estimate : ShiftedJacobian.of(contraction).logDet();
  }

  record Exact() implements LogDeterminant {
    @Override
    public Expr ofStep(GraphScope scope, Linearized contraction) {
      return ShiftedJacobian.of(contraction).logDet();
    }
  }
}
