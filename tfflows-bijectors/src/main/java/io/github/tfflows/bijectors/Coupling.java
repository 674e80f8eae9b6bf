package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Keeps the first {@code k = ⌊d/2⌋} features of a vector and moves the rest, each by a monotone map
 * whose parameters depend on the kept ones and on the context:
 *
 * <pre>{@code
 * y_i = x_i                     for i < k
 * y_i = f(x_i; θ_i(x_<k, c))    for i ≥ k
 * log |det| = Σ_{i≥k} log f'(x_i; θ_i)
 * }</pre>
 *
 * <p>Each direction takes one pass of the network. A vector of one feature is moved by parameters
 * that depend on the context only. Additive: Dinh et al., 2015, arXiv:1410.8516, section 3.2;
 * affine: Dinh et al., 2017, arXiv:1605.08803, eq. 4-8.
 *
 * @param map the map {@code f} of each moved feature
 * @param conditioner what yields the parameters of the map
 */
public record Coupling(ScalarBijector map, Conditioner conditioner) implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Halves<T> halves = halves(scope, x);
    return halves.join(scope, map.forward(scope, halves.moved, halves.theta));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Halves<T> halves = halves(scope, y);
    return halves.join(scope, map.inverse(scope, halves.moved, halves.theta));
  }

  /**
   * Returns the same shape, of one axis.
   *
   * @throws IllegalArgumentException if the events are not vectors
   */
  @Override
  public Shape eventShape(Shape event) {
    return Vectors.require(event, "a coupling");
  }

  private <T extends TFloating> Halves<T> halves(GraphScope<T> scope, Operand<T> x) {
    int d = LastAxis.size(x);
    int k = d / 2;
    Operand<T> kept = LastAxis.slice(scope, x, 0, k);
    Operand<T> moved = LastAxis.slice(scope, x, k, d - k);
    Operand<T> theta =
        conditioner.parameters(scope.sub("conditioner"), kept, d - k, map.parameters());
    return new Halves<>(kept, moved, theta);
  }

  private record Halves<T extends TFloating>(Operand<T> kept, Operand<T> moved, Operand<T> theta) {
    Mapped<T> join(GraphScope<T> scope, Mapped<T> mapped) {
      return new Mapped<>(
          Vectors.join(scope.tf(), List.of(kept, mapped.value())), scope.sumEvent(mapped.logDet()));
    }
  }
}
