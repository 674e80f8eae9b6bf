package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

class NodeOrderTest {
  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static List<String> order(NodeDef... nodes) {
    FunctionDef function = FunctionDef.newBuilder().addAllNodeDef(List.of(nodes)).build();
    return new NodeOrder(function, Set.of("weight"))
        .nodes().stream().map(NodeDef::getName).toList();
  }

  @Test
  void dataComesAsSoonAsItCanAndWeightsWhenTheyAreNeeded() {
    assertEquals(
        List.of("a", "b", "early", "w", "c"),
        order(
            node("w", "Abs", "weight"),
            node("c", "Mul", "b:y:0", "w:y:0"),
            node("b", "Abs", "a:y:0"),
            node("a", "Abs", "x"),
            node("early", "Neg", "a:y:0")));
  }

  @Test
  void whatNothingNeedsIsThereToo() {
    assertEquals(
        List.of("a", "unused"), order(node("unused", "Abs", "weight"), node("a", "Abs", "x")));
  }
}
