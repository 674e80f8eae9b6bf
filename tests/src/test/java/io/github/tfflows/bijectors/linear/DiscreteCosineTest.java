package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscreteCosineTest implements LinearContract {
  @Override
  public Bijector map(int d) {
    return new DiscreteCosine(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of();
  }

  @Override
  public boolean startsAsIdentity() {
    return false;
  }

  /** By scipy.fft.dct of SciPy 1.17.1 with {@code norm="ortho"}. */
  @Test
  void agreesWithAnotherImplementation() {
    new LinearReference(new double[] {0.7505553499465135, -1.060660171779821, 2.000416623272929}, 0)
        .assertMetBy(new DiscreteCosine(3), Map.of());
  }
}
