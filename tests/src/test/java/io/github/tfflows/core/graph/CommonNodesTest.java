package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

class CommonNodesTest {
  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  /** A graph that calls a function of some nodes, which returns its node {@code last}. */
  private static GraphDef calling(NodeDef... nodes) {
    FunctionDef.Builder function = FunctionDef.newBuilder().putRet("y", "last:z:0");
    function.getSignatureBuilder().setName("body");
    function.addAllNodeDef(List.of(nodes));
    NameAttrList.Builder called = NameAttrList.newBuilder().setName("body");
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph
        .addNodeBuilder()
        .setName("call")
        .setOp(ParameterizedFunction.CALL)
        .putAttr("f", AttrValue.newBuilder().setFunc(called).build())
        .putAttr(ParameterizedFunction.AS_IT_IS, AttrValue.newBuilder().setB(true).build());
    graph.getLibraryBuilder().addFunction(function);
    return graph.build();
  }

  private static FunctionDef merged(NodeDef... nodes) {
    return CommonNodes.merged(calling(nodes)).getLibrary().getFunction(0);
  }

  @Test
  void equalNodesOfEqualInputsAreOne() {
    FunctionDef body =
        merged(
            node("a", "Abs", "x"),
            node("b", "Abs", "x"),
            node("c", "Neg", "a:y:0"),
            node("d", "Neg", "b:y:0"),
            node("e", "Neg", "x"),
            node("last", "AddN", "c:y:0", "d:y:0", "e:y:0"));
    assertEquals(
        List.of(
            node("a", "Abs", "x"),
            node("c", "Neg", "a:y:0"),
            node("e", "Neg", "x"),
            node("last", "AddN", "c:y:0", "c:y:0", "e:y:0")),
        body.getNodeDefList());
  }

  @Test
  void whatStopsGradientsStays() {
    NodeDef[] nodes = {
      node("a", "StopGradient", "x"),
      node("b", "Abs", "a:output:0"),
      node("last", "Sub", "b:y:0", "x"),
    };
    assertEquals(List.of(nodes), merged(nodes).getNodeDefList());
  }

  @Test
  void whatIsReturnedComesFromTheNodeThatStays() {
    FunctionDef body = merged(node("a", "Abs", "x"), node("last", "Abs", "x"));
    assertEquals(List.of(node("a", "Abs", "x")), body.getNodeDefList());
    assertEquals("a:z:0", body.getRetOrThrow("y"));
  }

  @Test
  void aNodeMayComeAfterTheOnesThatItFeeds() {
    FunctionDef body =
        merged(node("last", "Sub", "a:y:0", "b:y:0"), node("a", "Abs", "x"), node("b", "Abs", "x"));
    assertEquals(
        List.of(node("last", "Sub", "a:y:0", "a:y:0"), node("a", "Abs", "x")),
        body.getNodeDefList());
  }

  @Test
  void whatHasAStateOrIsWaitedForStays() {
    NodeDef[] nodes = {
      node("a", "RandomUniform", "x"),
      node("b", "RandomUniform", "x"),
      node("c", "Abs", "x"),
      node("d", "Abs", "x"),
      node("e", "Identity", "x", "^d"),
      node("last", "AddN", "a:y:0", "b:y:0", "c:y:0", "^e"),
    };
    assertEquals(List.of(nodes), merged(nodes).getNodeDefList());
  }

  @Test
  void otherBodiesAreLeftToTensorFlow() {
    GraphDef.Builder graph = calling(node("a", "Abs", "x"), node("last", "Abs", "x")).toBuilder();
    graph.getNodeBuilder(0).removeAttr(ParameterizedFunction.AS_IT_IS);
    assertEquals(graph.build(), CommonNodes.merged(graph.build()));
  }

  @Test
  void aFlowKeepsItsNumbersWithThreeQuartersOfTheNodes() {
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(4),
            new MaskedAutoregressive(new RationalQuadratic(5, 3), Made.of(8, 8)));
    Weights weights = MovedWeights.of(flow, 0);
    GraphDef.Builder graph = ServedGraphs.of(flow, weights).toBuilder();
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals(ParameterizedFunction.CALL))
        .forEach(
            node ->
                node.putAttr(
                    ParameterizedFunction.AS_IT_IS, AttrValue.newBuilder().setB(true).build()));
    GraphDef before = graph.build();
    GraphDef after = CommonNodes.merged(before);
    assertTrue(nodesIn(after) < 0.75 * nodesIn(before), nodesIn(after) + " of " + nodesIn(before));
    assertArrayEquals(forward(before), forward(after), 1e-6f);
  }

  private static int nodesIn(GraphDef graph) {
    return graph.getLibrary().getFunctionList().stream()
        .mapToInt(FunctionDef::getNodeDefCount)
        .max()
        .orElseThrow();
  }

  private static float[] forward(GraphDef served) {
    float[] z = Rows.of(TestRows.gaussian(50, 4, 1)).values();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(served);
      try (Session session = new Session(graph);
          Tensor fed = Tensors.of(Precision.FLOAT32, Shape.of(50, 4), z);
          Result x =
              session.runner().feed("forward/z", fed).fetch("forward/PartitionedCall").run()) {
        return Tensors.floats(x.get(0));
      }
    }
  }
}
