package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomGetKeyCounter;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Random numbers that are a pure function of a seed (the counter-based generator Philox of Salmon
 * et al., 2011): the same in every session and process. XLA makes normal numbers of its own from
 * them, which is why the draws of a served model are never compiled.
 */
public final class Noise {
  private static final int PHILOX = 1;

  /** Odd, so that different seeds stay different (the multiplier of Knuth's MMIX generator). */
  private static final long SPREAD = 6364136223846793005L;

  /**
   * Builds independent standard normal numbers.
   *
   * @param scope the place in the graph to build in
   * @param shape a vector of sizes
   * @param seed two numbers, shaped {@code [2]}
   * @param <T> the float type of the graph
   * @return numbers of that shape
   */
  public static <T extends TFloating> Operand<T> normal(
      GraphScope<T> scope, Operand<TInt32> shape, Operand<TInt64> seed) {
    Ops tf = scope.tf();
    StatelessRandomGetKeyCounter start = tf.random.statelessRandomGetKeyCounter(seed);
    return tf.random.statelessRandomNormalV2(
        shape, start.key(), start.counter(), tf.constant(PHILOX), scope.type());
  }

  /**
   * Builds independent numbers uniform in [0, 1).
   *
   * @param scope the place in the graph to build in
   * @param shape a vector of sizes
   * @param seed two numbers, shaped {@code [2]}
   * @param <T> the float type of the graph
   * @return numbers of that shape
   */
  public static <T extends TFloating> Operand<T> uniform(
      GraphScope<T> scope, Operand<TInt32> shape, Operand<TInt64> seed) {
    Ops tf = scope.tf();
    StatelessRandomGetKeyCounter start = tf.random.statelessRandomGetKeyCounter(seed);
    return tf.random.statelessRandomUniformV2(
        shape, start.key(), start.counter(), tf.constant(PHILOX), scope.type());
  }

  /**
   * Builds another seed, for a second stream of numbers that is independent of the first.
   *
   * @param scope the place in the graph to build in
   * @param seed two numbers, shaped {@code [2]}
   * @param stream which one
   * @param <T> the float type of the graph
   * @return two numbers, shaped {@code [2]}
   */
  public static <T extends TFloating> Operand<TInt64> stream(
      GraphScope<T> scope, Operand<TInt64> seed, long stream) {
    Ops tf = scope.tf();
    Operand<TInt64> spread = tf.math.mul(seed, tf.constant(SPREAD));
    return tf.math.add(spread, tf.constant(new long[] {stream, -stream}));
  }

  private Noise() {}
}
