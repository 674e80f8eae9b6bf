package io.github.tfflows.bijectors.image;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.LayerNames;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** A coupling along channels with a convolutional network. */
class ChannelCouplingTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Coupling(new Affine(), ConvolutionalNet.of(4).within(5));
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("conditioner.conv_0", "conditioner.conv_1", "conditioner.output");
  }

  /** With one channel and without a context, the network has no inputs. */
  @Override
  public List<String> parameterNames(Shape event, int contextSize) {
    return parameterNames().subList(event.get(-1) + contextSize > 1 ? 0 : 1, 6);
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2, 2, 1), Shape.of(3, 2, 3));
  }

  @Override
  public List<Integer> contextSizes() {
    return List.of(0, 2);
  }

  /** Where there is one channel, all places move by themselves. */
  @Override
  public boolean hidesItsSense(Shape event) {
    return event.get(-1) == 1;
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }
}
