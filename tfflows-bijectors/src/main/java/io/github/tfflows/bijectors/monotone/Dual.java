package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.Mapped;

/**
 * A dual number {@code v + v'·ε} with {@code ε² = 0} in each entry (Clifford, 1873, Proceedings of
 * the London Mathematical Society 4, 381-395): the value of a function of {@code x} and its
 * derivative by {@code x}. Arithmetic on dual numbers is forward-mode differentiation (Baydin et
 * al., 2018, arXiv:1502.05767, section 3.1.1):
 *
 * <pre>{@code
 * (u + u'ε)·(v + v'ε) = u·v + (u'·v + u·v')ε        g(v + v'ε) = g(v) + g'(v)·v'ε
 * }</pre>
 *
 * <p>Derivatives are exact, and training can differentiate them again. TensorFlow's gradients do
 * not suffice, because many of them, such as the gradient of {@code tanh}, have no gradient
 * themselves.
 *
 * @param value {@code v}
 * @param derivative {@code v'}, of the same shape
 */
public record Dual(Expr value, Expr derivative) {
  /** Returns the variable {@code x} itself, whose derivative is one. */
  public static Dual variable(Expr x) {
    return new Dual(x, x.zeros().plus(1));
  }

  /**
   * Returns the value and the logarithm of the derivative, the result of an increasing map.
   * Derivatives are at least {@link FloatLimits#smallest}, with zero gradient below.
   */
  public Mapped mapped() {
    return new Mapped(value, derivative.max(value.scope().limits().smallest()).log());
  }

  // Arithmetic

  /** Returns {@code this + other}. */
  public Dual plus(Dual other) {
    return new Dual(value.plus(other.value), derivative.plus(other.derivative));
  }

  /** Returns {@code this + c} for a {@code c} that does not depend on the variable. */
  public Dual plus(Expr c) {
    return new Dual(value.plus(c), derivative);
  }

  /** Returns {@code this + c}. */
  public Dual plus(double c) {
    return new Dual(value.plus(c), derivative);
  }

  /** Returns {@code this - other}. */
  public Dual minus(Dual other) {
    return new Dual(value.minus(other.value), derivative.minus(other.derivative));
  }

  /** Returns {@code this - c} for a {@code c} that does not depend on the variable. */
  public Dual minus(Expr c) {
    return new Dual(value.minus(c), derivative);
  }

  /** Returns {@code this - c}. */
  public Dual minus(double c) {
    return new Dual(value.minus(c), derivative);
  }

  /** Returns {@code this · other}. */
  public Dual times(Dual other) {
    return new Dual(
        value.times(other.value),
        derivative.times(other.value).plus(value.times(other.derivative)));
  }

  /** Returns {@code this · c} for a {@code c} that does not depend on the variable. */
  public Dual times(Expr c) {
    return new Dual(value.times(c), derivative.times(c));
  }

  /** Returns {@code this · c}. */
  public Dual times(double c) {
    return new Dual(value.times(c), derivative.times(c));
  }

  /** Returns {@code this / other}. */
  public Dual over(Dual other) {
    Expr quotient = value.over(other.value);
    return new Dual(quotient, derivative.minus(quotient.times(other.derivative)).over(other.value));
  }

  /** Returns {@code this / c} for a {@code c} that does not depend on the variable. */
  public Dual over(Expr c) {
    return new Dual(value.over(c), derivative.over(c));
  }

  /** Returns {@code -this}. */
  public Dual negated() {
    return new Dual(value.negated(), derivative.negated());
  }

  /** Returns {@code this²}. */
  public Dual square() {
    return by(value.square(), value.times(2));
  }

  /**
   * Returns {@code yes} where a condition holds and {@code no} elsewhere. The derivative is taken
   * piece by piece, so the pieces must meet.
   */
  public static Dual select(Condition condition, Dual yes, Dual no) {
    return new Dual(
        condition.select(yes.value, no.value), condition.select(yes.derivative, no.derivative));
  }

  // Functions of each entry

  public Dual sqrt() {
    Expr root = value.sqrt();
    return new Dual(root, derivative.over(root.times(2)));
  }

  /** Returns {@code e} to the power of this. */
  public Dual exp() {
    Expr power = value.exp();
    return by(power, power);
  }

  /** Returns {@code exp(this) - 1}, precise near zero. */
  public Dual expm1() {
    return by(value.expm1(), value.exp());
  }

  public Dual log() {
    return new Dual(value.log(), derivative.over(value));
  }

  /** Returns {@code log(1 + this)}, precise near zero. */
  public Dual log1p() {
    return new Dual(value.log1p(), derivative.over(value.plus(1)));
  }

  /** Returns {@code log(1 + exp(this))}. */
  public Dual softplus() {
    return by(value.softplus(), value.sigmoid());
  }

  /** Returns {@code 1 / (1 + exp(-this))}. */
  public Dual sigmoid() {
    Expr s = value.sigmoid();
    return by(s, s.times(value.negated().sigmoid()));
  }

  /**
   * Returns the hyperbolic tangent. Its derivative is {@code 4·σ(2v)·σ(-2v)}, which does not cancel
   * as {@code 1 - tanh²} does.
   */
  public Dual tanh() {
    Expr twice = value.times(2);
    return by(value.tanh(), twice.sigmoid().times(twice.negated().sigmoid()).times(4));
  }

  public Dual sinh() {
    return by(value.sinh(), value.exp().plus(value.negated().exp()).times(0.5));
  }

  public Dual asinh() {
    return new Dual(value.asinh(), derivative.over(value.square().plus(1).sqrt()));
  }

  public Dual sin() {
    return by(value.sin(), value.cos());
  }

  public Dual cos() {
    return by(value.cos(), value.sin().negated());
  }

  private Dual by(Expr image, Expr slope) {
    return new Dual(image, slope.times(derivative));
  }
}
