package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.Householder;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Sylvester flows with each basis and each activation. */
@ParameterizedClass
@EnumSource
record SylvesterVariantTest(Variant variant) implements BijectorContract {
  /** A flow of a size, and the names of the parameters of its basis. */
  @SuppressWarnings("ImmutableEnumChecker") // functions and names
  enum Variant {
    TRIANGULAR(d -> Sylvester.triangular(Permutation.reverse(d))),
    LEAKY_RELU(d -> new Sylvester(Permutation.random(d, 3), d, PlanarActivation.LEAKY_RELU)),
    HOUSEHOLDER(
        d -> new Sylvester(new Householder(d, 2), d, PlanarActivation.ELU), "basis.vectors");

    private final IntFunction<Bijector> map;
    private final List<String> basis;

    Variant(IntFunction<Bijector> map, String... basis) {
      this.map = map;
      this.basis = List.of(basis);
    }
  }

  @Override
  public Bijector bijector(Shape event) {
    return variant.map.apply(Math.toIntExact(event.size()));
  }

  @Override
  public List<String> parameterNames() {
    return Stream.concat(Stream.of("r", "r_tilde", "b"), variant.basis.stream()).toList();
  }
}
