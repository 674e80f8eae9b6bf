package io.github.tfflows.core.graph;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomGetKeyCounter;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Random numbers for a number of draws, by the counter-based generator Philox (Salmon et al.,
 * 2011). They are a pure function of a seed, the same in every session and process. XLA derives
 * different normal numbers from a seed, so a served model never compiles its random numbers.
 *
 * <p>Equal calls on one instance return equal numbers; use {@link #stream} for independent ones.
 *
 * @param count the number {@code n} of draws, a scalar
 * @param seed two numbers, shaped {@code [2]}
 */
public record Noise(Operand<TInt32> count, Operand<TInt64> seed) {
  private static final int PHILOX = 1;

  /** Odd, so that different seeds stay different (the multiplier of Knuth's MMIX generator). */
  private static final long SPREAD = 6364136223846793005L;

  /**
   * Returns random numbers for the rows of {@code x}, different in each training step. The state
   * {@code step} of the place counts the steps; it does not change outside training.
   *
   * @param x points shaped {@code [n, ...]}
   */
  public static Noise ofStep(GraphScope scope, Expr x) {
    return ofStep(scope, x.rowCount());
  }

  /**
   * Returns random numbers like {@link #ofStep(GraphScope, Expr)}, for a number of draws, a scalar.
   */
  public static Noise ofStep(GraphScope scope, Operand<TInt32> count) {
    Ops tf = scope.tf();
    Expr step = scope.state("step", Shape.scalar(), 0);
    scope.update("step", step.plus(1));
    Operand<TInt64> number = tf.dtypes.cast(step, TInt64.class);
    return new Noise(count, tf.stack(List.of(number, tf.constant(scope.seed()))));
  }

  /**
   * Returns random numbers for estimates of the density at the rows of {@code x}. Training steps
   * use {@link #ofStep}, all other phases a fixed seed.
   *
   * @param x points shaped {@code [n, ...]}
   */
  public static Noise ofEstimate(GraphScope scope, Expr x) {
    Noise ofStep = ofStep(scope, x);
    return scope.isTrainingStep()
        ? ofStep
        : new Noise(ofStep.count, scope.tf().constant(new long[] {0, scope.seed()}));
  }

  /** Builds independent standard normal numbers, {@code [n, event...]}. */
  public Expr normal(GraphScope scope, Shape event) {
    Ops tf = scope.tf();
    Operand<TInt32> shape = shape(tf, event);
    StatelessRandomGetKeyCounter at = tf.random.statelessRandomGetKeyCounter(seed);
    return scope.expr(
        tf.random.statelessRandomNormalV2(
            shape, at.key(), at.counter(), tf.constant(PHILOX), scope.type()));
  }

  /** Builds independent numbers uniform in [0, 1), shaped {@code [n, event...]}. */
  public Expr uniform(GraphScope scope, Shape event) {
    return uniform(scope, seed, shape(scope.tf(), event));
  }

  /** Builds independent numbers uniform in [0, 1), in the shape of an array. */
  public static Expr uniformLike(GraphScope scope, Operand<TInt64> seed, Expr array) {
    return uniform(scope, seed, array.scope().tf().shape(array));
  }

  private static Expr uniform(GraphScope scope, Operand<TInt64> seed, Operand<TInt32> shape) {
    Ops tf = scope.tf();
    StatelessRandomGetKeyCounter at = tf.random.statelessRandomGetKeyCounter(seed);
    return scope.expr(
        tf.random.statelessRandomUniformV2(
            shape, at.key(), at.counter(), tf.constant(PHILOX), scope.type()));
  }

  /**
   * Builds independent gamma-distributed numbers of unit rate, {@code [n, event...]}, without a
   * gradient.
   *
   * @param concentration the concentration of each entry of an event
   */
  public Expr gamma(GraphScope scope, Expr concentration) {
    Ops tf = scope.tf();
    Operand<TInt32> shape = shape(tf, concentration.shape());
    StatelessRandomGetKeyCounter at = tf.random.statelessRandomGetKeyCounter(seed);
    return scope.expr(
        tf.random.statelessRandomGamma(
            shape, at.key(), at.counter(), tf.constant(PHILOX), concentration.asOutput()));
  }

  /** Builds independent numbers that are -1 or 1 with equal probability, {@code [n, event...]}. */
  public Expr signs(GraphScope scope, Shape event) {
    return uniform(scope, event).atLeast(0.5).indicator().times(2).minus(1);
  }

  /**
   * Builds independent numbers uniform in (0, 1), ends excluded: {@link #uniform}, half a step up.
   */
  public Expr openUniform(GraphScope scope, Shape event) {
    return uniform(scope, event).plus(scope.limits().epsilon() / 2);
  }

  /**
   * Builds independent numbers of the standard Gumbel distribution, {@code [n, event...]}; minus
   * infinity if the uniform number is zero.
   */
  public Expr gumbel(GraphScope scope, Shape event) {
    return uniform(scope, event).log().negated().log().negated();
  }

  /**
   * Draws indices along the last axis, {@code [n]}, with the probabilities of a softmax, by the
   * Gumbel-max trick.
   *
   * @param logits shaped {@code [k]}, or {@code [n, k]} with different ones for each draw
   */
  public Operand<TInt32> categorical(GraphScope scope, Expr logits) {
    Expr gumbel = gumbel(scope, Shape.of(logits.size(-1)));
    return scope.tf().math.argMax(gumbel.plus(logits), scope.tf().constant(1), TInt32.class);
  }

  /** Returns another stream of random numbers for the same draws, independent of this one. */
  public Noise stream(GraphScope scope, long number) {
    Ops tf = scope.tf();
    Operand<TInt64> spread = tf.math.mul(seed, tf.constant(SPREAD));
    return new Noise(count, tf.math.add(spread, tf.constant(new long[] {number, -number})));
  }

  private Operand<TInt32> shape(Ops tf, Shape event) {
    int[] sizes = new int[event.numDimensions()];
    Arrays.setAll(sizes, i -> Math.toIntExact(event.get(i)));
    return tf.concat(
        List.of(tf.expandDims(count, tf.constant(0)), tf.constant(sizes)), tf.constant(0));
  }
}
