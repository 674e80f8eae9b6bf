package io.github.tfflows.bijectors.network.layer;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The weights of a dense layer, {@code x·W + b} for the vectors along the last axis of {@code x}.
 *
 * @param from the degrees of the layer's inputs
 * @param to the degrees of its units
 * @param kernel shaped {@code [from, to]}
 * @param bias shaped {@code [to]}
 */
public record Dense(Degrees from, Degrees to, Expr kernel, Expr bias) {
  /**
   * Returns a layer that starts at random, kernel and bias uniform within one over the root of the
   * number of inputs (LeCun et al., 1998, section 4.6, up to a factor).
   */
  public static Dense random(GraphScope scope, Degrees from, Degrees to) {
    double limit = 1 / Math.sqrt(Math.max(1, from.size()));
    return of(
        scope,
        from,
        to,
        uniform(limit, scope.sub("kernel").seed()),
        uniform(limit, scope.sub("bias").seed()));
  }

  /**
   * Returns numbers uniform within ± the limit. The framework's Glorot and VarianceScaling draw
   * from 0 to the limit instead, and never negative numbers.
   */
  private static Initializer<TFloating> uniform(double limit, long seed) {
    return new RandomUniform<>(-limit, limit, seed);
  }

  /** Returns a layer that starts at random, and whose units read every input. */
  public static Dense between(GraphScope scope, int inputs, int units) {
    return random(scope, Degrees.spread(inputs, 0, 0), Degrees.spread(units, 0, 0));
  }

  /**
   * Returns a layer with weight normalization that starts at random (Salimans and Kingma, 2016,
   * arXiv:1602.07868, eq. 2): {@code w = g·v/‖v‖} for the weights of each unit. The lengths {@code
   * g} start as the average lengths in a random layer.
   */
  public static Dense weightNormalized(GraphScope scope, Degrees from, Degrees to) {
    Dense random = random(scope, from, to);
    if (to.seeNothingOf(from)) {
      return random;
    }
    Expr seen = random.masked().kernel();
    double[] gains =
        Arrays.stream(to.toArray())
            .mapToDouble(degree -> Math.sqrt(from.upTo(degree) / (3.0 * from.size())))
            .toArray();
    Expr gain = scope.parameter("gain", Shape.of(to.size()), gains);
    return new Dense(from, to, normalized(seen, gain), random.bias);
  }

  /** Normalizes the columns of a kernel {@code [from, to]}; zero for a unit without inputs. */
  private static Expr normalized(Expr v, Expr gain) {
    Expr scaled = v.over(v.unitAlong(0, v.scope().limits().epsilon()));
    Expr length = scaled.square().sum(0).max(1).sqrt(); // one at least, unless v is zero
    return scaled.times(gain.over(length));
  }

  /** Returns a layer that starts at zero, and whose units read every input. */
  public static Dense zeroBetween(GraphScope scope, int inputs, int units) {
    return zero(scope, Degrees.spread(inputs, 0, 0), Degrees.spread(units, 0, 0));
  }

  /** Returns a layer that starts at zero. */
  public static Dense zero(GraphScope scope, Degrees from, Degrees to) {
    return of(scope, from, to, new Zeros<>(), new Zeros<>());
  }

  private static Dense of(
      GraphScope scope,
      Degrees from,
      Degrees to,
      Initializer<TFloating> kernelStart,
      Initializer<TFloating> biasStart) {
    // A layer without inputs has an empty kernel, with nothing to learn or to store.
    Expr kernel =
        to.seeNothingOf(from)
            ? scope.constant(Shape.of(0, to.size()))
            : scope.parameter("kernel", Shape.of(from.size(), to.size()), kernelStart);
    Expr bias = scope.parameter("bias", Shape.of(to.size()), biasStart);
    return new Dense(from, to, kernel, bias);
  }

  /** Builds {@code x·(W ⊙ M) + b}, with {@code M = 1} where a unit may read an input. */
  public Expr apply(Expr x) {
    return masked().apply(x, Expr::matMul);
  }

  /**
   * Builds {@code x·W + b} by a given product of {@code x} and {@code W}.
   *
   * <p>A layer without inputs has an empty {@code W} and needs another form: if TensorFlow fuses
   * product and sum into one oneDNN primitive, an empty product aborts the process.
   */
  public Expr apply(Expr x, BinaryOperator<Expr> product) {
    return to.seeNothingOf(from) ? bias.forEachVectorOf(x) : product.apply(x, kernel).plus(bias);
  }

  /** Returns the layer with zero weights where a unit must not read an input. */
  public Dense masked() {
    return to.seeNothingOf(from) || to.seeAllOf(from) ? this : masked(sees());
  }

  /**
   * Returns the layer with zero weights outside a mask.
   *
   * @param sees true where a unit may read an input, {@code [from, to]}
   */
  public Dense masked(Operand<TBool> sees) {
    return to.seeNothingOf(from) ? this : new Dense(from, to, selected(sees), bias);
  }

  private Operand<TBool> sees() {
    Ops tf = kernel.scope().tf();
    return tf.math.lessEqual(
        tf.expandDims(tf.constant(from.toArray()), tf.constant(1)), tf.constant(to.toArray()));
  }

  /**
   * Selects weights, because a product of zero with an overflowing gradient would be NaN. The op's
   * second version, which also broadcasts, takes more than twice as long, as does its gradient.
   */
  private Expr selected(Operand<TBool> sees) {
    Ops tf = kernel.scope().tf();
    return kernel
        .scope()
        .expr(
            tf.scope()
                .env()
                .opBuilder("Select", tf.scope().makeOpName("Select"), tf.scope())
                .addInput(sees.asOutput())
                .addInput(kernel.asOutput())
                .addInput(kernel.zeros().asOutput())
                .build()
                .<TFloating>output(0));
  }
}
