package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Unequal factors of the raw parameters of equal parts. Parts that are equal at {@code θ = 0} have
 * equal gradients there, and would stay equal in training.
 */
final class UnequalFactors {
  /** Multiplies each entry {@code k = 1 ... K} of the last axis by {@code ½ + (k - ½)/K}. */
  static Expr times(Expr raw) {
    int count = raw.size(-1);
    return raw.times(raw.scope().constant(Shape.of(count), of(count)));
  }

  /** Returns {@code ½ + (k - ½)/count} for each part {@code k} from one. */
  static double[] of(int count) {
    double[] factors = new double[count];
    for (int k = 0; k < count; k++) {
      factors[k] = 0.5 + (k + 0.5) / count;
    }
    return factors;
  }

  private UnequalFactors() {}
}
