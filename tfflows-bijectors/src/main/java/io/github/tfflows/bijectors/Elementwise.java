package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A host that gives each entry of the event a scalar map with free parameters of its own: {@code yᵢ
 * = f(xᵢ; θᵢ)}, with {@code log |det| = Σ log f'(xᵢ; θᵢ)}. Entries do not see each other. Events
 * may have any rank; the parameters {@code theta}, shaped {@code [1, event..., p]}, start at zero,
 * the identity.
 *
 * @param map the scalar map
 */
public record Elementwise(ScalarBijector map) implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return summed(scope, map.forward(scope, x, theta(scope, x)));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return summed(scope, map.inverse(scope, y, theta(scope, y)));
  }

  private <T extends TFloating> Operand<T> theta(GraphScope<T> scope, Operand<T> x) {
    long[] event = x.shape().asArray();
    if (event == null || event.length < 2 || Arrays.stream(event).skip(1).anyMatch(s -> s < 1)) {
      throw new IllegalArgumentException(
          "every size of an event must be known, got points of the shape " + x.shape());
    }
    long[] sizes = Arrays.copyOf(event, event.length + 1);
    sizes[0] = 1;
    sizes[event.length] = map.parameters();
    return scope.parameter("theta", Shape.of(sizes), new Zeros<>());
  }

  private static <T extends TFloating> Mapped<T> summed(GraphScope<T> scope, Mapped<T> entries) {
    return new Mapped<>(entries.value(), scope.sumEvent(entries.logDet()));
  }
}
