package io.github.tfflows.bijectors.network.autoregressive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class MadeTest {
  /** A weight is masked exactly if the gradient by it is zero. */
  @Test
  void hasTheReferenceMasks() {
    ReferenceValues reference = ReferenceValues.of(MadeTest.class, "made_masks.properties");
    Made made = Made.of(4, 4).withActivation(Activations.TANH);
    try (NetworkLab lab = new NetworkLab(3, 0, (scope, x) -> made.parameters(scope, x, 2))) {
      Map<String, Values> gradients = lab.gradients(lab.feeds(1));
      assertMask(reference.words("inputs_to_first"), Values.fed(gradients, "dense_0.kernel"));
      assertMask(reference.words("first_to_second"), Values.fed(gradients, "dense_1.kernel"));
      assertMask(reference.words("second_to_outputs"), Values.fed(gradients, "output.kernel"));
    }
  }

  private static void assertMask(String[] mask, Values gradient) {
    for (int i = 0; i < mask.length; i++) {
      StringBuilder found = new StringBuilder();
      for (double at : gradient.row(i)) {
        found.append(at == 0 ? '0' : '1');
      }
      assertEquals(mask[i], found.toString(), "row " + i);
    }
  }
}
