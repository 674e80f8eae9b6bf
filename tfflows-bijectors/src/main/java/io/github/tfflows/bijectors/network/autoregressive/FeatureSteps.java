package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;

/**
 * Maps features one after another, unrolled: for few features this is faster than a {@link
 * FeatureLoop}, and it has gradients. Step {@code i} computes the units of degree {@code i} in
 * every layer from the units of lower degrees, by slices of the kernel instead of masks. All steps
 * together compute each unit once.
 *
 * <p>Units are rows.
 *
 * @param context shaped {@code [n, c]}; the first layer reads it before the features
 */
record FeatureSteps(int features, Optional<Expr> context) implements Layers.Kind {
  @Override
  public UnaryOperator<Expr> layer(Dense weights) {
    int[] units = weights.to().counts(features - 1);
    // Splits columns first and rows later, so that the gradient of the kernel is joined once.
    List<Expr> kernels = weights.kernel().split(1, units);
    List<Expr> biases = weights.bias().expand(1).split(0, units);
    List<Expr> seen = new ArrayList<>();
    return fed -> {
      int degree = seen.size();
      seen.add(degree == 0 ? fed : fed.scope().concat(0, List.of(seen.get(degree - 1), fed)));
      int inputs = weights.from().upTo(degree);
      return inputs == 0 || units[degree] == 0
          ? repeated(biases.get(degree), fed, units[degree])
          : product(kernels.get(degree).slice(0, 0, inputs), seen.get(degree))
              .plus(biases.get(degree));
    };
  }

  private static Expr product(Expr kernel, Expr inputs) {
    Ops tf = inputs.scope().tf();
    return inputs.scope().expr(tf.linalg.matMul(kernel, inputs, MatMul.transposeA(true)));
  }

  /** The bias for each column, without a product of empty arrays (see {@link Dense}). */
  private static Expr repeated(Expr bias, Expr like, int units) {
    Ops tf = like.scope().tf();
    Operand<TInt32> columns = tf.slice(tf.shape(like), tf.array(1), tf.array(1));
    return like.scope()
        .expr(tf.broadcastTo(bias, tf.concat(List.of(tf.array(units), columns), tf.constant(0))));
  }

  @Override
  public UnaryOperator<Expr> ofContext(Dense weights) {
    Expr units = weights.apply(context.orElseThrow()).transpose(1, 0);
    Iterator<Expr> each = units.split(0, weights.to().counts(features - 1)).iterator();
    return h -> each.next();
  }

  /**
   * Builds the steps.
   *
   * @param network from the inputs of a degree, {@code [k, n]}, to the parameters of a feature,
   *     {@code [p, n]}
   * @param x shaped {@code [n, d]}
   */
  Mapped forward(
      GraphScope scope,
      Expr x,
      Function<Expr, Expr> network,
      AutoregressiveConditioner.EntryMap map) {
    Expr fed = context.orElseGet(() -> x.slice(-1, 0, 0)).transpose(1, 0);
    List<Expr> rows = x.transpose(1, 0).entries(0);
    List<Expr> y = new ArrayList<>();
    List<Expr> logSlopes = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      GraphScope at = scope.part(i, 1);
      Expr theta = network.apply(fed).expand(-1).transpose(1, 2, 0);
      Mapped moved = map.forward(at, rows.get(i).reshape(-1, 1), theta);
      fed = at.presentOnly(map.read(moved.value())).reshape(1, -1);
      y.add(moved.value().reshape(1, -1));
      logSlopes.add(moved.logDet());
    }
    return new Mapped(scope.concat(0, y).transpose(1, 0), scope.sum(logSlopes).sumLast());
  }
}
