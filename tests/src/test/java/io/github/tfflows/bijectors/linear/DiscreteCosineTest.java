package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class DiscreteCosineTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new DiscreteCosine(Math.toIntExact(event.get(-1)));
  }

  @Override
  public List<String> parameterNames() {
    return List.of();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  /** By scipy.fft.dct of SciPy 1.17.1 with {@code norm="ortho"}. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(new double[] {0.7505553499465135, -1.060660171779821, 2.000416623272929}, 0)
        .assertMetBy(new DiscreteCosine(3), Map.of());
  }

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> new DiscreteCosine(0));
    Expect.rejected("[3]", () -> new DiscreteCosine(2).forwardEventShape(Shape.of(3)));
  }
}
