package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Affine;
import io.github.tfflows.bijectors.Made;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

class FoldedConstantsTest {
  /** A body of one argument; its second op of two outputs has no use of the first. */
  private static Signature body(Ops tf) {
    Operand<TFloat32> x = tf.placeholder(TFloat32.class);
    Operand<TFloat32> matrix = tf.constant(new float[][] {{-2, 1}, {0, 3}});
    Operand<TFloat32> logDet = tf.linalg.logMatrixDeterminant(matrix).logAbsDeterminant();
    List<Output<TFloat32>> rows = tf.unstack(matrix, 2L).output();
    Operand<TFloat32> noise = tf.random.randomUniform(tf.array(2), TFloat32.class);
    Operand<TFloat32> sum = tf.math.add(tf.math.mul(x, rows.get(1)), logDet);
    return Signature.builder("body")
        .input("x", x)
        .output("sum", sum)
        .output("row", rows.get(0))
        .output("noise", tf.math.mul(noise, tf.math.abs(rows.get(0))))
        .build();
  }

  private static GraphDef calling(boolean asItIs) {
    try (Graph graph = new Graph();
        ConcreteFunction function = ConcreteFunction.create(FoldedConstantsTest::body)) {
      Ops tf = Ops.create(graph);
      GraphOperationBuilder call = graph.opBuilder(ServingGraph.CALL, "call", tf.scope());
      Output<?> x = tf.withName("x").placeholder(TFloat32.class).asOutput();
      call.addInputList(new Output<?>[] {x});
      call.setAttr("Tin", new DataType[] {DataType.DT_FLOAT});
      call.setAttr(
          "Tout", new DataType[] {DataType.DT_FLOAT, DataType.DT_FLOAT, DataType.DT_FLOAT});
      call.setAttr("f", function);
      if (asItIs) {
        call.setAttr(ParameterizedFunction.AS_IT_IS, true);
      }
      call.build();
      return graph.toGraphDef();
    }
  }

  @Test
  void constantsAloneAreWorkedOutAndNothingElse() {
    GraphDef before = calling(true);
    GraphDef after = FoldedConstants.in(before);
    FunctionDef body = after.getLibrary().getFunction(0);
    List<String> ops =
        body.getNodeDefList().stream()
            .map(NodeDef::getOp)
            .filter(op -> !op.equals("Const"))
            .sorted()
            .toList();
    assertEquals(List.of("Add", "Mul", "Mul", "RandomUniform"), ops);
    assertArrayEquals(results(before), results(after), 1e-6f);
    assertArrayEquals(
        new float[] {(float) Math.log(6), 3 + (float) Math.log(6), -2, 1}, results(after), 1e-6f);
  }

  private static float[] results(GraphDef definition) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      try (Session session = new Session(graph);
          Tensor x = TFloat32.vectorOf(5, 1);
          Result result = session.runner().feed("x", x).fetch("call:0").fetch("call:1").run()) {
        float[] sum = Precision.floats(result.get(0));
        float[] row = Precision.floats(result.get(1));
        return new float[] {sum[0], sum[1], row[0], row[1]};
      }
    }
  }

  @Test
  void whatTheOptimizerGoesThroughStays() {
    assertEquals(calling(false), FoldedConstants.in(calling(false)));
  }

  @Test
  void drawsOfAutoregressiveFlowsCutNoKernels() {
    Bijector map = new MaskedAutoregressive(new Affine(), Made.of(16));
    Distribution flow =
        new TransformedDistribution(StandardNormal.of(40), Chain.of(map, map, map, map, map));
    Weights weights = CompiledDistributionTest.weights(flow, 0);
    GraphDef served = ServingGraph.build(flow, 0, weights, TFloat32.class).getGraphDef();
    GraphDef bound = BoundWeights.in(served).orElseThrow();
    GraphDef folded = FoldedConstants.in(bound);
    assertTrue(ofConstantsAlone(bound) > 0);
    assertEquals(0, ofConstantsAlone(folded));
    assertTrue(slices(folded) < slices(bound) / 2, () -> slices(folded) + " of " + slices(bound));
    float[][] z = TestRows.gaussian(3, 40, 1);
    assertArrayEquals(forward(bound, z), forward(folded, z), 1e-4f);
  }

  private static List<NodeDef> forward(GraphDef graph) {
    return graph.getLibrary().getFunctionList().stream()
        .filter(function -> function.getSignature().getName().matches("forward_.*_bound"))
        .findFirst()
        .orElseThrow()
        .getNodeDefList();
  }

  private static long ofConstantsAlone(GraphDef graph) {
    Set<String> constants =
        forward(graph).stream()
            .filter(node -> node.getOp().equals("Const"))
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    return forward(graph).stream()
        .filter(node -> node.getInputCount() > 0)
        .filter(
            node -> node.getInputList().stream().map(Pieces::node).allMatch(constants::contains))
        .count();
  }

  private static long slices(GraphDef graph) {
    return forward(graph).stream().filter(node -> node.getOp().equals("Slice")).count();
  }

  private static float[] forward(GraphDef definition, float[][] z) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      try (Session session = new Session(graph, ParameterizedFunction.UNOPTIMIZED);
          Tensor rows = TFloat32.tensorOf(StdArrays.ndCopyOf(z));
          Result result = session.runner().feed("forward/z", rows).fetch("forward/x").run()) {
        return Precision.floats(result.get(0));
      }
    }
  }
}
