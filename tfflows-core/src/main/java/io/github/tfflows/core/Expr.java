package io.github.tfflows.core;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * An array of the graph's float type that reads like mathematics, {@code x.times(s.exp()).plus(t)},
 * and goes wherever TensorFlow expects an operand.
 *
 * <p>Operations on two arrays broadcast as TensorFlow does.
 */
public final class Expr implements Axes {
  private final GraphScope scope;
  private final Operand<TFloating> self;

  Expr(GraphScope scope, Operand<TFloating> self) {
    this.scope = scope;
    this.self = self;
  }

  @Override
  public GraphScope scope() {
    return scope;
  }

  // Arithmetic

  /** Returns {@code this + other}. */
  public Expr plus(Expr other) {
    return with(tf().math::add, other);
  }

  /** Returns {@code this + other}. */
  public Expr plus(double other) {
    return plus(scope.constant(other));
  }

  /** Returns {@code this - other}. */
  public Expr minus(Expr other) {
    return with(tf().math::sub, other);
  }

  /** Returns {@code this - other}. */
  public Expr minus(double other) {
    return minus(scope.constant(other));
  }

  /** Returns {@code this · other}, entry by entry. */
  public Expr times(Expr other) {
    return with(tf().math::mul, other);
  }

  /** Returns {@code this · other}. */
  public Expr times(double other) {
    return times(scope.constant(other));
  }

  /** Returns {@code this / other}, entry by entry. */
  public Expr over(Expr other) {
    return with(tf().math::div, other);
  }

  /** Returns the larger of both, entry by entry. */
  public Expr max(Expr other) {
    return with(tf().math::maximum, other);
  }

  /** Returns the larger of both, entry by entry. */
  public Expr max(double other) {
    return max(scope.constant(other));
  }

  /** Returns the smaller of both, entry by entry. */
  public Expr min(Expr other) {
    return with(tf().math::minimum, other);
  }

  /** Returns the smaller of both, entry by entry. */
  public Expr min(double other) {
    return min(scope.constant(other));
  }

  /** Moves entries outside of {@code [low, high]} to its nearer end, with zero gradient there. */
  public Expr clip(double low, double high) {
    // Not by the op ClipByValue: Python cannot differentiate it in an exported function.
    return max(low).min(high);
  }

  /** Returns {@code -this}. */
  public Expr negated() {
    return with(tf().math::neg);
  }

  /** Returns {@code 1 - this}. */
  public Expr complement() {
    return scope.constant(1).minus(this);
  }

  // Functions of each entry

  /** Returns {@code this²}. */
  public Expr square() {
    return with(tf().math::square);
  }

  /** Returns the square root. */
  public Expr sqrt() {
    return with(tf().math::sqrt);
  }

  /** Returns the absolute value. */
  public Expr abs() {
    return with(tf().math::abs);
  }

  /** Returns the largest integer that is not larger. It has no gradient. */
  public Expr floor() {
    return with(tf().math::floor);
  }

  /** Returns {@code e} to the power of this. */
  public Expr exp() {
    return with(tf().math::exp);
  }

  /** Returns {@code exp(this) - 1}, precise near zero. */
  public Expr expm1() {
    return with(tf().math::expm1);
  }

  /** Returns the natural logarithm. */
  public Expr log() {
    return with(tf().math::log);
  }

  /** Returns {@code log(1 + this)}, precise near zero. */
  public Expr log1p() {
    return with(tf().math::log1p);
  }

  /** Returns {@code log(1 + exp(this))}, finite for every finite entry. */
  public Expr softplus() {
    return with(tf().math::softplus);
  }

  /** Returns {@code 1 / (1 + exp(-this))}. */
  public Expr sigmoid() {
    return with(tf().math::sigmoid);
  }

  /** Returns the hyperbolic tangent. */
  public Expr tanh() {
    return with(tf().math::tanh);
  }

  /** Returns the hyperbolic sine. */
  public Expr sinh() {
    return with(tf().math::sinh);
  }

  /** Returns the inverse of the hyperbolic sine. */
  public Expr asinh() {
    return with(tf().math::asinh);
  }

  /** Returns the sine. */
  public Expr sin() {
    return with(tf().math::sin);
  }

  /** Returns the cosine. */
  public Expr cos() {
    return with(tf().math::cos);
  }

  /** Returns the angle within ±π/2 whose sine this is. */
  public Expr asin() {
    return with(tf().math::asin);
  }

  /** Returns the angle from 0 to π whose cosine this is. */
  public Expr acos() {
    return with(tf().math::acos);
  }

  /** Returns {@code log |Γ(this)|}. */
  public Expr logGamma() {
    return with(tf().math::lgamma);
  }

  /** Returns {@code 1 - erf(this)}, precise where that is small. It has no gradient. */
  public Expr erfc() {
    return with(tf().math::erfc);
  }

  /** Returns the quantile of the standard normal distribution at this probability. */
  public Expr ndtri() {
    return with(tf().math::ndtri);
  }

  /** Returns {@code bound·this / (bound + |this|)}: within ±bound, with slope one at zero. */
  public Expr squash(double bound) {
    return over(abs().times(1 / bound).plus(1));
  }

  /** Returns the same values, through which no gradient flows. */
  public Expr stopGradient() {
    return with(tf()::stopGradient);
  }

  /** Returns zeros of the same shape. */
  public Expr zeros() {
    return with(tf()::zerosLike);
  }

  // Comparisons

  /** Returns where {@code this > other}. */
  public Condition greater(Expr other) {
    return scope.condition(tf().math.greater(self, other.self));
  }

  /** Returns where {@code this > other}. */
  public Condition greater(double other) {
    return greater(scope.constant(other));
  }

  /** Returns where {@code this < other}. */
  public Condition less(Expr other) {
    return other.greater(this);
  }

  /** Returns where {@code this < other}. */
  public Condition less(double other) {
    return less(scope.constant(other));
  }

  /** Returns where {@code this ≥ other}. */
  public Condition atLeast(Expr other) {
    return scope.condition(tf().math.greaterEqual(self, other.self));
  }

  /** Returns where {@code this ≥ other}. */
  public Condition atLeast(double other) {
    return atLeast(scope.constant(other));
  }

  /** Returns where {@code this ≤ other}. */
  public Condition atMost(Expr other) {
    return other.atLeast(this);
  }

  @Override
  public Output<TFloating> asOutput() {
    return self.asOutput();
  }

  @Override
  public Operation op() {
    return self.op();
  }

  private Expr with(UnaryOperator<Operand<TFloating>> op) {
    return scope.expr(op.apply(self));
  }

  private Expr with(BinaryOperator<Operand<TFloating>> op, Expr other) {
    return scope.expr(op.apply(self, other.self));
  }

  private Ops tf() {
    return scope.tf();
  }
}
