package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

class MlpTest implements ConditionerContract {
  @Override
  public Conditioner conditioner() {
    return Mlp.of(9, 8).withActivation(Activations.TANH);
  }

  @Override
  public List<String> parameterNames() {
    return List.of(
        "dense_0.kernel",
        "dense_0.bias",
        "dense_1.kernel",
        "dense_1.bias",
        "output.kernel",
        "output.bias");
  }

  @Test
  void isRectifiedUnlessToldOtherwise() {
    assertEquals(new Mlp(List.of(4, 5), Activations.RELU), Mlp.of(4, 5));
  }

  @Test
  void rejectsWhatIsNotANetwork() {
    Expect.rejected("got 0", () -> Mlp.of(8, 0));
    Expect.rejected("SOFTMAX", () -> Mlp.of(8).withActivation(Activations.SOFTMAX));
  }
}
