package io.github.tfflows.bijectors;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.SquareMatrix;
import java.util.List;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A layer {@code x·W + b} of a {@link BlockAutoregressive} flow: {@code W} consists of blocks, one
 * for each pair of features. Blocks on the diagonal are positive, blocks from later to earlier
 * features are zero.
 *
 * @param kernel {@code W}, shaped {@code [d·p, d·q]}
 * @param shift {@code b}, shaped {@code [d·q]}, or {@code [n, d·q]} if it depends on a context
 * @param logDiagonal the logarithms of the diagonal blocks, transposed, {@code [d, q, p]}
 */
record BlockTriangular(Expr kernel, Expr shift, Expr logDiagonal) {
  private static final double MAX_RAW = 1e3;

  /**
   * Builds the layer from its parameters.
   *
   * @param features their number {@code d}
   * @param inputs the number {@code p} of inputs of each feature
   * @param units the number {@code q} of units of each feature
   */
  static BlockTriangular of(GraphScope scope, int features, int inputs, int units) {
    double reach = 1 / Math.sqrt(features * (double) inputs);
    double even = -0.5 * Math.log(inputs);
    Shape vector = Shape.of((long) features * units);
    Shape matrix = vector.prepend((long) features * inputs);
    Expr bias = scope.parameter("bias", vector, uniform(scope.sub("bias"), 0, reach));
    Expr raw =
        scope
            .parameter("kernel", matrix, uniform(scope.sub("kernel"), 0, reach))
            .reshape(features, inputs, features, units);
    Expr onDiagonal = SquareMatrix.identity(scope, features).reshape(features, 1, features, 1);
    Expr toLater = SquareMatrix.above(scope, features).reshape(features, 1, features, 1);
    Expr logs = raw.times(onDiagonal).sum(2).squashedLog();
    Expr free =
        logs.exp().expand(2).times(onDiagonal).plus(raw.clip(-MAX_RAW, MAX_RAW).times(toLater));
    Expr logScale =
        scope
            .parameter("log_scale", vector, uniform(scope.sub("log_scale"), even, 0.5))
            .squashedLog()
            .reshape(features, units)
            .minus(free.square().sum(0, 1).log().times(0.5));
    return new BlockTriangular(
        free.times(logScale.exp()).reshape(matrix.asArray()),
        bias.clip(-MAX_RAW, MAX_RAW),
        logs.plus(logScale.expand(1)).transpose(0, 2, 1));
  }

  private static Initializer<TFloating> uniform(GraphScope scope, double middle, double reach) {
    return new RandomUniform<>(middle - reach, middle + reach, scope.seed());
  }

  /** Returns this layer with a shift that depends on the context, if there is one. */
  BlockTriangular withContext(GraphScope scope) {
    return scope
        .context()
        .map(
            context -> {
              Shape shape = Shape.of(context.size(-1), kernel.size(1));
              double reach = 1 / Math.sqrt(context.size(-1));
              Expr weights = scope.parameter("kernel", shape, uniform(scope, 0, reach));
              return new BlockTriangular(kernel, context.matMul(weights).plus(shift), logDiagonal);
            })
        .orElse(this);
  }

  BlockTriangular times(Expr logFactor) {
    Expr factor = logFactor.exp();
    return new BlockTriangular(
        kernel.times(factor), shift.times(factor), logDiagonal.plus(logFactor));
  }

  Expr apply(Expr x) {
    return x.matMul(kernel).plus(shift);
  }

  /**
   * Builds the logarithms of the derivatives of each feature's units, {@code [n, d, q]}, from the
   * logarithms of the derivatives of its inputs, {@code [n, d, p]}.
   */
  Expr logSlopes(Expr ofInputs) {
    return ofInputs.expand(2).plus(logDiagonal).logSumExpLast();
  }

  /** Returns the diagonal block of a feature, {@code [p, q]}. */
  Expr diagonal(int feature) {
    return kernel.slice(0, feature * inputs(), inputs()).slice(1, feature * units(), units());
  }

  /**
   * Builds the units of a feature without the contribution of its own inputs.
   *
   * @param earlier the inputs of each earlier feature, {@code [n, p]}
   */
  Expr shift(int feature, List<Expr> earlier) {
    Expr own = shift.slice(-1, feature * units(), units());
    if (earlier.isEmpty()) {
      return own;
    }
    Expr weights = kernel.slice(0, 0, feature * inputs()).slice(1, feature * units(), units());
    return kernel.scope().concat(-1, earlier).matMul(weights).plus(own);
  }

  private int inputs() {
    return logDiagonal.size(2);
  }

  private int units() {
    return logDiagonal.size(1);
  }
}
