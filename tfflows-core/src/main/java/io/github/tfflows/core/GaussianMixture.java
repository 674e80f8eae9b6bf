package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A trainable mixture of Gaussians with independent entries: {@code log p(x) = log Σₖ πₖ N(x; μₖ,
 * diag σₖ²)} nats on all of ℝᵈ.
 *
 * <p>It starts with equal weights, unit scales and means drawn from {@code N(0, I)}. Draws are
 * differentiable in the means and scales but not in the weights: the component is chosen by the
 * largest of the log-weights with Gumbel noise added, which has no gradient.
 *
 * @param components the number of Gaussians
 * @param dimension the number of entries of an event
 */
public record GaussianMixture(int components, int dimension) implements Distribution {
  /**
   * Checks the sizes.
   *
   * @param components see the record
   * @param dimension see the record
   * @throws IllegalArgumentException if one is below one
   */
  public GaussianMixture {
    if (components < 1 || dimension < 1) {
      throw new IllegalArgumentException(
          "expected at least one component and one dimension, got %d and %d"
              .formatted(components, dimension));
    }
  }

  @Override
  public Shape eventShape() {
    return Shape.of(dimension);
  }

  @Override
  public <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x) {
    Ops tf = scope.tf();
    Components<T> parts = components(scope);
    Operand<T> each = tf.expandDims(x, tf.constant(1)); // [n, 1, d] against [k, d]
    Expr<T> z = scope.expr(each).minus(parts.means).over(parts.logScales.exp());
    Expr<T> perEntry =
        z.squared().times(-0.5).minus(parts.logScales).minus(0.5 * Math.log(2 * Math.PI));
    Expr<T> joint =
        scope.expr(tf.reduceSum(perEntry, tf.constant(-1))).plus(parts.logWeights); // [n, k]
    Operand<T> largest = tf.stopGradient(tf.reduceMax(joint, tf.constant(new int[] {1})));
    // Finite where all components vanish, so that their sum is zero and its logarithm -infinity.
    Operand<T> peak = tf.math.maximum(largest, scope.scalar(-Float.MAX_VALUE));
    Expr<T> rest = joint.minus(tf.expandDims(peak, tf.constant(1))).exp();
    return scope.expr(tf.reduceSum(rest, tf.constant(1))).log().plus(peak);
  }

  @Override
  public <T extends TFloating> Sample<T> sample(
      GraphScope<T> scope, Operand<TInt32> count, Operand<TInt64> seed) {
    Ops tf = scope.tf();
    Components<T> parts = components(scope);
    Operand<TInt32> shape = EventShapes.batched(tf, count, Shape.of(components));
    Expr<T> u = scope.expr(Noise.uniform(scope, shape, Noise.stream(scope, seed, 1)));
    Expr<T> gumbel = u.log().negated().log().negated();
    Operand<TInt32> chosen =
        tf.math.argMax(gumbel.plus(parts.logWeights), tf.constant(1), TInt32.class);
    Operand<T> z = Noise.normal(scope, EventShapes.batched(tf, count, eventShape()), seed);
    Expr<T> scales = scope.expr(tf.gather(parts.logScales, chosen, tf.constant(0))).exp();
    Operand<T> x = scales.times(z).plus(tf.gather(parts.means, chosen, tf.constant(0)));
    return new Sample<>(x, logProb(scope, x));
  }

  private record Components<T extends TFloating>(
      Expr<T> logWeights, Expr<T> means, Expr<T> logScales) {}

  private <T extends TFloating> Components<T> components(GraphScope<T> scope) {
    Shape each = Shape.of(components, dimension);
    Operand<T> logits = scope.parameter("logits", Shape.of(components), new Zeros<>());
    Operand<T> row = scope.tf().expandDims(logits, scope.tf().constant(0));
    return new Components<>(
        scope.expr(scope.tf().nn.logSoftmax(row)),
        scope.expr(scope.parameter("means", each, new RandomNormal<>(0, 1, scope.seed()))),
        scope.expr(scope.parameter("log_scales", each, new Zeros<>())));
  }
}
