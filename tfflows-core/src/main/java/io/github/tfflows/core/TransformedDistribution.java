package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The distribution of {@code f(z)} for {@code z} drawn from a base: a normalizing flow.
 *
 * <p>{@code log p(x) = log p_base(f⁻¹(x)) + log |det df⁻¹/dx|} (Rezende and Mohamed, 2015,
 * arXiv:1505.05770, eq. 5, written for the inverse).
 *
 * @param base the distribution of {@code z}
 * @param bijector the map {@code f} from the base to the data
 */
public record TransformedDistribution(Distribution base, Bijector bijector)
    implements Distribution {
  /**
   * Checks that the map acts on the events of the base.
   *
   * @param base see the record
   * @param bijector see the record
   * @throws IllegalArgumentException if it does not
   */
  public TransformedDistribution {
    Shape unused = bijector.eventShape(base.eventShape());
  }

  @Override
  public Shape eventShape() {
    return bijector.eventShape(base.eventShape());
  }

  @Override
  public <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x) {
    Mapped<T> z = inverse(scope, x);
    return scope.tf().math.add(base.logProb(scope.sub("base"), z.value()), z.logDet());
  }

  @Override
  public <T extends TFloating> Sample<T> sample(
      GraphScope<T> scope, Operand<TInt32> count, Operand<TInt64> seed) {
    Sample<T> z = base.sample(scope.sub("base"), count, seed);
    Mapped<T> x = forward(scope, z.value());
    return new Sample<>(x.value(), scope.tf().math.sub(z.logProb(), x.logDet()));
  }

  /** Maps the base to the data, under the same parameter names as the density. */
  <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> z) {
    return bijector.forward(scope.sub("bijector"), z);
  }

  /** Maps the data to the base, under the same parameter names as the density. */
  <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> x) {
    return bijector.inverse(scope.sub("bijector"), x);
  }
}
