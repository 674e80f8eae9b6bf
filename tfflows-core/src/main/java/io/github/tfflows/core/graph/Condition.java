package io.github.tfflows.core.graph;

import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;

/** True or false for each entry, from a comparison of two {@link Expr}. */
public final class Condition implements Operand<TBool> {
  private final GraphScope scope;
  private final Operand<TBool> self;

  Condition(GraphScope scope, Operand<TBool> self) {
    this.scope = scope;
    this.self = self;
  }

  /** Returns {@code yes} where this holds and {@code no} elsewhere. */
  public Expr select(Expr yes, Expr no) {
    GraphScope at = scope.inner(yes.scope()).inner(no.scope());
    return at.expr(at.tf().select(at.here(self), at.expr(yes), at.expr(no)));
  }

  /** Returns one where this holds and zero elsewhere. */
  public Expr indicator() {
    return scope.expr(tf().dtypes.cast(self, scope.type()));
  }

  /**
   * Returns zero where this holds and minus infinity elsewhere: the logarithm of {@link
   * #indicator}. Selects between finite numbers, since ONNX multiplies the other one by zero.
   */
  public Expr logIndicator() {
    Expr half = select(scope.constant(0), scope.constant(-scope.limits().largest()));
    return half.plus(half);
  }

  public Condition and(Condition other) {
    GraphScope at = scope.inner(other.scope);
    return at.condition(at.tf().math.logicalAnd(at.here(self), at.here(other.self)));
  }

  /** Returns whether this holds for all entries along the last axis. */
  public Condition allLast() {
    return scope.condition(tf().reduceAll(self, tf().constant(-1)));
  }

  /** Returns whether this holds for any entry, as a scalar. */
  public Condition anyOf() {
    return scope.condition(tf().reduceAny(tf().reshape(self, tf().array(-1)), tf().constant(0)));
  }

  @Override
  public Output<TBool> asOutput() {
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
