package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Unequal factors for the raw parameters of equal parts, such as mixture components. Otherwise
 * parts would have equal gradients at {@code θ = 0}, and stay equal in training.
 */
final class UnequalFactors {
  /** Multiplies each entry {@code k = 1 ... K} of the last axis by {@code ½ + (k - ½)/K}. */
  static Expr times(Expr raw) {
    int count = raw.size(-1);
    return raw.times(raw.scope().constant(Shape.of(count), of(count)));
  }

  /** Returns {@code ½ + (k - ½)/count} for each part {@code k} from one. */
  static double[] of(int count) {
    return IntStream.range(0, count).mapToDouble(k -> 0.5 + (k + 0.5) / count).toArray();
  }

  private UnequalFactors() {}
}
