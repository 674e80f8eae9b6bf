package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.SetTransformer;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/** Couplings of sets by attention. */
class ExchangeableAttentionTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new Affine(), new SetTransformer(4, 2, 1));
  }

  @Override
  public List<String> parameterNames() {
    Stream<String> block =
        Stream.of("query", "key", "value", "output", "dense")
            .flatMap(name -> Stream.of(name + ".kernel", name + ".bias"));
    Stream<String> names =
        Stream.of(
                Stream.of("norm_0.scale", "norm_0.shift"),
                block,
                Stream.of("norm_1.scale", "norm_1.shift"))
            .flatMap(each -> each)
            .map(name -> "block_0." + name);
    return Stream.of(
            Stream.of("input.kernel", "input.bias"),
            names,
            Stream.of("output.kernel", "output.bias"))
        .flatMap(each -> each)
        .map(name -> "conditioner." + name)
        .toList();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(3, 2), Shape.of(4, 3));
  }

  @Override
  public List<Integer> contextSizes() {
    return List.of(0, 2);
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }
}
