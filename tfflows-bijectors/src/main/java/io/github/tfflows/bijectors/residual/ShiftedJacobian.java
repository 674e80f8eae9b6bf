package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.op.Ops;

/**
 * The matrices {@code I + J} at the points of a batch, for the Jacobian {@code J} of a contraction.
 * They are not singular: {@code |(I + J)·u| ≥ (1 - slope)·|u|}.
 *
 * @param transposed entry {@code [i, j]} is {@code δᵢⱼ + dgⱼ/dxᵢ}, shaped {@code [n, d, d]}
 */
record ShiftedJacobian(Expr transposed) {
  static ShiftedJacobian of(Linearized contraction) {
    Expr jacobian = contraction.jacobian();
    Expr identity = SquareMatrix.identity(jacobian.scope(), jacobian.size(-1));
    return new ShiftedJacobian(jacobian.plus(identity));
  }

  /**
   * Builds {@code log |det(I + J)|}, {@code [n]}, from the diagonal of the triangle of a QR
   * decomposition, with the gradient {@code V⁻ᵀ} by the matrix {@code V}.
   */
  Expr logDet() {
    int size = transposed.size(-1);
    Expr fixed = transposed.stopGradient();
    Expr triangle = transposed.scope().expr(tf().linalg.qr(fixed).r()).reshape(-1, size, size);
    Expr identity = SquareMatrix.identity(transposed.scope(), size);
    Expr logs = triangle.times(identity).sumLast().abs().log().sumLast().stopGradient();
    Expr slopes = inverse().transpose(0, 2, 1);
    return logs.plus(transposed.variation().times(slopes).sum(1, 2));
  }

  /**
   * Builds {@code (I + J)⁻¹·v} for one vector at each point, {@code [n, d]}; {@code J} is fixed.
   */
  Expr solve(Expr v) {
    return inverse().times(v.expand(-1)).sum(1);
  }

  /**
   * The inverse of the transposed matrix, held constant. A matrix without an inverse would be an
   * error for the whole batch, so points that are not finite are excluded.
   */
  private Expr inverse() {
    int size = transposed.size(-1);
    GraphScope scope = transposed.scope();
    Expr fixed = transposed.stopGradient();
    Condition isFinite = fixed.abs().sum(1, 2).expand(-1).expand(-1).less(scope.limits().largest());
    Expr regular = isFinite.select(fixed, SquareMatrix.identity(scope, size));
    Expr inverse = scope.expr(tf().linalg.inv(regular)).reshape(-1, size, size);
    return inverse.plus(fixed.times(0)).stopGradient(); // NaN where it was not finite
  }

  private Ops tf() {
    return transposed.scope().tf();
  }
}
