package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Moves each feature of a vector by a monotone map whose parameters depend on the features before
 * it and on the context:
 *
 * <pre>{@code
 * forward   y_i = f(x_i; θ_i(y_<i, c))        log |det| = Σ log f'(x_i; θ_i)
 * inverse   x_i = f⁻¹(y_i; θ_i(y_<i, c))
 * }</pre>
 *
 * <p>{@code inverse}, from the data to the base, takes one pass of the network: a distribution
 * transformed by this map is a masked autoregressive flow with a fast density (Papamakarios et al.,
 * 2017, arXiv:1705.07057). {@code forward} builds one feature after another, in {@code d} steps
 * that together compute each unit of the network once. {@link #inverted()} swaps the two: an
 * inverse autoregressive flow with fast draws (Kingma et al., 2016, arXiv:1606.04934).
 *
 * @param map the map {@code f} of each feature
 * @param conditioner what yields the parameters of the map
 */
public record MaskedAutoregressive(ScalarBijector map, AutoregressiveConditioner conditioner)
    implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    AutoregressiveConditioner.Steps<T> steps =
        conditioner.steps(scope.sub("conditioner"), x, map.parameters());
    List<Operand<T>> y = new ArrayList<>();
    List<Operand<T>> logSlopes = new ArrayList<>();
    for (Operand<T> column : Vectors.columns(scope.tf(), x)) {
      Operand<T> theta = steps.next(y);
      Mapped<T> moved = map.forward(scope, column, theta);
      y.add(moved.value());
      logSlopes.add(moved.logDet());
    }
    Operand<T> logDet = scope.sumEvent(scope.tf().math.addN(logSlopes));
    return new Mapped<>(Vectors.ofColumns(scope.tf(), y), logDet);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Operand<T> theta = conditioner.parameters(scope.sub("conditioner"), y, map.parameters());
    Mapped<T> x = map.inverse(scope, y, theta);
    return new Mapped<>(x.value(), scope.sumEvent(x.logDet()));
  }

  /**
   * Returns the same shape, of one axis.
   *
   * @throws IllegalArgumentException if the events are not vectors
   */
  @Override
  public Shape eventShape(Shape event) {
    return Vectors.require(event, "a masked autoregressive map");
  }
}
