package io.github.tfflows.gallery.worked;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SwirlTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new OwnBijector.Swirl();
  }

  @Override
  public List<String> parameterNames() {
    return List.of("turn", "fading");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(2));
  }

  /** Fading would have to stay positive for points farther out. */
  @Override
  public double[] edges(Direction direction) {
    return new double[] {0, -0.0, 1, -1, 3, -3};
  }

  @Override
  public double saturation() {
    return 10;
  }

  @Test
  void rejectsWhatIsNotAPlane() {
    Expect.rejected("[3]", () -> new OwnBijector.Swirl().forwardEventShape(Shape.of(3)));
  }
}
