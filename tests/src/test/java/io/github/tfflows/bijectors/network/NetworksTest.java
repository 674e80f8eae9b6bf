package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.framework.activations.Activations;

/** The activation of networks that are given none, and sizes that no network has. */
class NetworksTest {
  private static final Activations SOFTMAX = Activations.SOFTMAX;

  @Test
  void areRectifiedUnlessToldOtherwise() {
    assertEquals(new Mlp(List.of(1, 5), Activations.RELU), Mlp.of(1, 5));
    assertEquals(new DeepSet(List.of(4, 2), Activations.RELU), DeepSet.of(4, 2));
    assertEquals(new ResidualNet(4, 2, Activations.RELU), ResidualNet.of(4, 2));
    assertEquals(Activations.RELU, Made.of(4, 5).network().activation());
    assertEquals(Activations.RELU, ResidualMade.of(4, 2).network().activation());
  }

  private static Arguments rejected(String message, Executable made) {
    return arguments(message, made);
  }

  static final List<Arguments> REJECTED =
      List.of(
          rejected("got 0", () -> Mlp.of(8, 0)),
          rejected("SOFTMAX", () -> Mlp.of(8).withActivation(SOFTMAX)),
          rejected("bound must be positive and finite, got 0.0", () -> Mlp.of(9).within(0)),
          rejected("got 0", () -> Made.of(8, 0)),
          rejected("SOFTMAX", () -> Made.of(8).withActivation(SOFTMAX)),
          rejected("got NaN", () -> Made.of(4).within(Double.NaN)),
          rejected("got 0", () -> DeepSet.of(0)),
          rejected("SOFTMAX", () -> DeepSet.of(8).withActivation(SOFTMAX)),
          rejected("got 0", () -> ResidualNet.of(0, 1)),
          rejected("got -1", () -> ResidualNet.of(8, -1)),
          rejected("SOFTMAX", () -> ResidualNet.of(8, 1).withActivation(SOFTMAX)),
          rejected("got 0", () -> ResidualMade.of(0, 1)),
          rejected("got -1", () -> ResidualMade.of(8, -1)),
          rejected("SOFTMAX", () -> ResidualMade.of(8, 1).withActivation(SOFTMAX)),
          rejected("got 0", () -> new SetEmbedding(0, Mlp.of(3), Mlp.of(3))),
          rejected("hidden=[]", () -> new SetEmbedding(1, Mlp.of(), Mlp.of(3))),
          rejected("hidden=[]", () -> new SetEmbedding(1, Mlp.of(3), Mlp.of())),
          rejected("width 6 and 4 heads", () -> new SetTransformer(6, 4, 1)),
          rejected("got 0", () -> new SetTransformer(0, 1, 1)),
          rejected("got 0", () -> new SetTransformer(4, 2, 0)),
          rejected("width 6 and 4 heads", () -> new AttentionEmbedding(2, 6, 4)),
          rejected("0 heads", () -> new AttentionEmbedding(2, 6, 0)),
          rejected("got 0", () -> new AttentionEmbedding(0, 6, 2)));

  @ParameterizedTest
  @FieldSource("REJECTED")
  void isRejected(String message, Executable made) {
    Expect.rejected(message, made);
  }
}
