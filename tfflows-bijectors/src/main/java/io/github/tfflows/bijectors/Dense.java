package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The weights of a dense layer.
 *
 * @param scope the place they belong to
 * @param from the degrees of the layer's inputs
 * @param to the degrees of its units
 * @param kernel shaped {@code [from, to]}
 * @param bias shaped {@code [to]}
 */
record Dense<T extends TFloating>(
    GraphScope<T> scope, Degrees from, Degrees to, Operand<T> kernel, Operand<T> bias) {

  /**
   * A layer that starts at random, kernel and bias uniform within one over the root of the number
   * of inputs (LeCun et al., 1998, section 4.6, up to a factor).
   */
  static <T extends TFloating> Dense<T> random(GraphScope<T> scope, Degrees from, Degrees to) {
    double limit = 1 / Math.sqrt(Math.max(1, from.size()));
    return of(
        scope,
        from,
        to,
        uniform(limit, scope.sub("kernel").seed()),
        uniform(limit, scope.sub("bias").seed()));
  }

  /**
   * Not by the framework's Glorot or VarianceScaling, whose uniform numbers are all positive: from
   * 0 to the limit.
   */
  private static <T extends TFloating> Initializer<T> uniform(double limit, long seed) {
    return new RandomUniform<>(-limit, limit, seed);
  }

  /** A layer that starts by yielding zeros. */
  static <T extends TFloating> Dense<T> zero(GraphScope<T> scope, Degrees from, Degrees to) {
    return of(scope, from, to, new Zeros<>(), new Zeros<>());
  }

  private static <T extends TFloating> Dense<T> of(
      GraphScope<T> scope,
      Degrees from,
      Degrees to,
      Initializer<T> kernelStart,
      Initializer<T> biasStart) {
    // A layer that sees nothing has an empty kernel, which is nothing to learn or to store.
    Operand<T> kernel =
        to.seeNothingOf(from)
            ? scope.tf().zeros(scope.tf().array(0, to.size()), scope.type())
            : scope.parameter("kernel", Shape.of(from.size(), to.size()), kernelStart);
    Operand<T> bias = scope.parameter("bias", Shape.of(to.size()), biasStart);
    return new Dense<>(scope, from, to, kernel, bias);
  }

  /** Builds {@code x·W + b}. */
  Operand<T> apply(Operand<T> x) {
    return to.seeNothingOf(from) ? repeated(scope, x, bias, to.size()) : affine(x, kernel);
  }

  /**
   * Builds {@code x·(W ⊙ M) + b}, {@code M = 1} where a unit may see an input. Weights are
   * selected, not multiplied: where the gradient of a hidden weight overflows, its product with
   * zero would be not a number.
   */
  Operand<T> applyMasked(Operand<T> x) {
    if (to.seeNothingOf(from)) {
      return repeated(scope, x, bias, to.size());
    }
    Ops tf = scope.tf();
    Operand<TBool> sees =
        tf.math.lessEqual(
            tf.expandDims(tf.constant(from.toArray()), tf.constant(1)), tf.constant(to.toArray()));
    return affine(x, selected(tf, sees, kernel));
  }

  /**
   * Builds the operand where a condition of its shape holds, zeros elsewhere. The op's second
   * version, which also broadcasts, takes more than twice as long, as does its gradient.
   */
  private static <T extends TFloating> Operand<T> selected(
      Ops tf, Operand<TBool> condition, Operand<T> x) {
    return tf.scope()
        .env()
        .opBuilder("Select", tf.scope().makeOpName("Select"), tf.scope())
        .addInput(condition.asOutput())
        .addInput(x.asOutput())
        .addInput(tf.zerosLike(x).asOutput())
        .build()
        .output(0);
  }

  private Operand<T> affine(Operand<T> x, Operand<T> weights) {
    return scope.expr(scope.tf().linalg.matMul(x, weights)).plus(bias);
  }

  /**
   * Builds {@code b} for each row, for a layer that sees nothing. Not {@code x·W + b} with an empty
   * {@code W}: where TensorFlow fuses that into one oneDNN primitive, the process is aborted.
   */
  private static <T extends TFloating> Operand<T> repeated(
      GraphScope<T> scope, Operand<T> x, Operand<T> bias, int units) {
    Ops tf = scope.tf();
    Operand<TInt32> rows = tf.slice(tf.shape(x), tf.array(0), tf.array(1));
    return tf.broadcastTo(bias, tf.concat(List.of(rows, tf.array(units)), tf.constant(0)));
  }
}
