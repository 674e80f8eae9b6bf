package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A network in mixed precision (Micikevicius et al., 2018, arXiv:1710.03740): its dense layers, and
 * their gradients, multiply in bfloat16 (Kalamkar et al., 2019, arXiv:1905.12322). Everything else
 * stays in single precision: parameters and their updates, biases, activations, normalizations, and
 * the bijector with its log-determinant. Since bfloat16 has the range of single precision, losses
 * need no scaling.
 *
 * <p>A coupling remains invertible and its density normalized: rounding affects only the parameters
 * as a function of the kept entries. That function has steps, though, so a rounding error of an
 * entry can grow to a relative {@code 2⁻⁸} in a unit. Masked networks have no such form, because
 * their draws add up products in another order than their densities.
 *
 * <p>It is for accelerators, on which it has not been measured. On a CPU the casts cost more than
 * narrow networks save: on two cores with bfloat16 instructions (November 2026), 1,000 densities of
 * a flow with networks of 64 units take 1.1 times the processor time of single precision.
 *
 * <p>In a graph of double precision, products stay in double precision.
 */
public record MixedPrecisionNet(Layers.Wiring network) implements Conditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    return new FreeNetwork(network, (weights, x) -> weights.apply(x, MixedPrecisionNet::product))
        .parameters(scope, known, features, parameters);
  }

  private static Expr product(Expr x, Expr kernel) {
    GraphScope scope = x.scope();
    if (scope.type() == (Class<?>) TFloat64.class) {
      return x.matMul(kernel);
    }
    Expr rows = x.rank() == 2 ? x : x.reshape(-1, x.size(-1));
    Ops tf = scope.tf();
    Operand<TBfloat16> rounded = tf.linalg.matMul(narrow(tf, rows), narrow(tf, kernel));
    Expr product = scope.expr(tf.dtypes.cast(rounded, scope.type()));
    long[] sizes = x.shape().asArray();
    sizes[0] = -1;
    sizes[sizes.length - 1] = kernel.size(-1);
    return x.rank() == 2 ? product : product.reshape(sizes);
  }

  private static Operand<TBfloat16> narrow(Ops tf, Operand<TFloating> x) {
    return tf.dtypes.cast(x, TBfloat16.class);
  }
}
