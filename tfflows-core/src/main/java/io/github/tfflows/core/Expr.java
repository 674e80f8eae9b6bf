package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * An operand that reads like arithmetic, {@code a.times(b).plus(1)}; usable wherever an operand is.
 *
 * @param <T> the float type of the graph
 */
public final class Expr<T extends TFloating> implements Operand<T> {
  private final GraphScope<T> scope;
  private final Operand<T> self;

  Expr(GraphScope<T> scope, Operand<T> self) {
    this.scope = scope;
    this.self = self;
  }

  /**
   * Builds {@code this + other}.
   *
   * @param other the other term, broadcast as TensorFlow does
   * @return the sum
   */
  public Expr<T> plus(Operand<T> other) {
    return scope.expr(tf().math.add(self, other));
  }

  /**
   * Builds {@code this + other}.
   *
   * @param other the other term
   * @return the sum
   */
  public Expr<T> plus(double other) {
    return plus(scope.scalar(other));
  }

  /**
   * Builds {@code this - other}.
   *
   * @param other what to take away, broadcast as TensorFlow does
   * @return the difference
   */
  public Expr<T> minus(Operand<T> other) {
    return scope.expr(tf().math.sub(self, other));
  }

  /**
   * Builds {@code this - other}.
   *
   * @param other what to take away
   * @return the difference
   */
  public Expr<T> minus(double other) {
    return minus(scope.scalar(other));
  }

  /**
   * Builds {@code this · other}, entry by entry.
   *
   * @param other the other factor, broadcast as TensorFlow does
   * @return the product
   */
  public Expr<T> times(Operand<T> other) {
    return scope.expr(tf().math.mul(self, other));
  }

  /**
   * Builds {@code this · other}.
   *
   * @param other the other factor
   * @return the product
   */
  public Expr<T> times(double other) {
    return times(scope.scalar(other));
  }

  /**
   * Builds {@code this / other}, entry by entry.
   *
   * @param other the divisor, broadcast as TensorFlow does
   * @return the quotient
   */
  public Expr<T> over(Operand<T> other) {
    return scope.expr(tf().math.div(self, other));
  }

  /**
   * Builds {@code -this}.
   *
   * @return the negative
   */
  public Expr<T> negated() {
    return scope.expr(tf().math.neg(self));
  }

  /**
   * Builds {@code 1 - this}.
   *
   * @return the complement
   */
  public Expr<T> complement() {
    return scope.expr(tf().math.sub(scope.scalar(1), self));
  }

  /**
   * Builds {@code this²}.
   *
   * @return the square
   */
  public Expr<T> squared() {
    return scope.expr(tf().math.square(self));
  }

  /**
   * Builds the square root.
   *
   * @return the root
   */
  public Expr<T> sqrt() {
    return scope.expr(tf().math.sqrt(self));
  }

  /**
   * Builds the absolute value.
   *
   * @return the magnitude
   */
  public Expr<T> abs() {
    return scope.expr(tf().math.abs(self));
  }

  /**
   * Builds the natural logarithm.
   *
   * @return the logarithm
   */
  public Expr<T> log() {
    return scope.expr(tf().math.log(self));
  }

  /**
   * Builds {@code e} to the power of this.
   *
   * @return the exponential
   */
  public Expr<T> exp() {
    return scope.expr(tf().math.exp(self));
  }

  /**
   * Builds {@code log(1 + exp(this))}, finite for every finite entry.
   *
   * @return the softplus
   */
  public Expr<T> softplus() {
    return scope.expr(tf().math.softplus(self));
  }

  @Override
  public Output<T> asOutput() {
    return self.asOutput();
  }

  @Override
  public Operation op() {
    return self.op();
  }

  private Ops tf() {
    return scope.tf();
  }
}
