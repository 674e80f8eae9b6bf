package io.github.tfflows.bijectors.field;

import io.github.tfflows.core.graph.Expr;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A smooth function of each unit, with its derivative in differentiable ops. The derivative lies
 * within ±1, so a layer is no steeper than its kernel.
 */
public enum SmoothActivation {
  /** {@code tanh z}: bounded, so a network with it in the last hidden layer is bounded, too. */
  TANH(Expr::tanh, (z, value) -> value.square().complement()),

  /** {@code sin z}: bounded (Sitzmann et al., 2020, arXiv:2006.09661). */
  SINE(Expr::sin, (z, value) -> z.cos()),

  /** {@code log(1 + exp z)}, which grows linearly. */
  SOFTPLUS(Expr::softplus, (z, value) -> z.sigmoid()),

  /**
   * {@code z·sigmoid(z) / 1.1}, which grows linearly: LipSwish with {@code β = 1} (Chen et al.,
   * 2019, arXiv:1906.02735, section 3.3). Where the derivatives of other activations are largest,
   * and hence stationary, its derivative still changes, which gives the log-determinant a gradient
   * there.
   */
  LIP_SWISH(SmoothActivation::swish, (z, value) -> slopeOfSwish(z));

  private static final double STEEPEST_SWISH = 1.1;

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final UnaryOperator<Expr> value;

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final BinaryOperator<Expr> slope;

  SmoothActivation(UnaryOperator<Expr> value, BinaryOperator<Expr> slope) {
    this.value = value;
    this.slope = slope;
  }

  private static Expr swish(Expr z) {
    return z.times(z.sigmoid()).times(1 / STEEPEST_SWISH);
  }

  private static Expr slopeOfSwish(Expr z) {
    Expr sigmoid = z.sigmoid();
    Expr fall = z.negated().sigmoid(); // 1 - sigmoid, without cancellation
    return sigmoid.plus(z.times(sigmoid).times(fall)).times(1 / STEEPEST_SWISH);
  }

  Expr value(Expr z) {
    return value.apply(z);
  }

  Expr slope(Expr z, Expr ofZ) {
    return slope.apply(z, ofZ);
  }
}
