package io.github.tfflows.core.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.RandomOps;
import org.tensorflow.op.random.StatelessRandomGetKeyCounter;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The counter-based generator Philox (Salmon et al., 2011): random numbers as a pure function of a
 * seed, the same in every session and process.
 *
 * @param seed two numbers, shaped {@code [2]}
 */
public record Philox(GraphScope scope, Operand<TInt64> seed) {
  private static final int ALGORITHM = 1;

  /** Builds independent standard normal numbers. */
  public Expr normal(Operand<TInt32> shape) {
    StatelessRandomGetKeyCounter start = start();
    return scope.expr(
        random()
            .statelessRandomNormalV2(
                shape, start.key(), start.counter(), algorithm(), scope.type()));
  }

  /** Builds independent numbers uniform in [0, 1). */
  public Expr uniform(Operand<TInt32> shape) {
    StatelessRandomGetKeyCounter start = start();
    return scope.expr(
        random()
            .statelessRandomUniformV2(
                shape, start.key(), start.counter(), algorithm(), scope.type()));
  }

  /**
   * Builds independent Gamma-distributed numbers of unit rate, without a gradient.
   *
   * @param shape the last axes are those of the concentration
   */
  public Expr gamma(Operand<TInt32> shape, Expr concentration) {
    StatelessRandomGetKeyCounter start = start();
    return scope.expr(
        random()
            .statelessRandomGamma(
                shape, start.key(), start.counter(), algorithm(), concentration.asOutput()));
  }

  private StatelessRandomGetKeyCounter start() {
    return random().statelessRandomGetKeyCounter(seed);
  }

  private Operand<TInt32> algorithm() {
    return scope.tf().constant(ALGORITHM);
  }

  private RandomOps random() {
    return scope.tf().random;
  }
}
