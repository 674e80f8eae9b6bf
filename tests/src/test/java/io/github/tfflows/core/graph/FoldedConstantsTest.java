package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

class FoldedConstantsTest {
  private static final Execution CPU = Execution.defaults().withDevice(Device.CPU);

  /** Of the op with two outputs, the first one has no use. */
  private static Signature body(Ops tf) {
    Operand<TFloat32> x = tf.placeholder(TFloat32.class);
    Operand<TFloat32> matrix = tf.constant(new float[][] {{-2, 1}, {0, 3}});
    Operand<TFloat32> logDet = tf.linalg.logMatrixDeterminant(matrix).logAbsDeterminant();
    List<Output<TFloat32>> rows = tf.unstack(matrix, 2L).output();
    Operand<TBool> isPositive = tf.math.greater(rows.get(1), tf.constant(0f));
    Operand<TFloat32> noise = tf.random.randomUniform(tf.array(2), TFloat32.class);
    return Signature.builder("body")
        .input("x", x)
        .output("sum", tf.math.add(tf.select(isPositive, x, tf.math.neg(x)), logDet))
        .output("row", rows.get(0))
        .output("shape", tf.math.add(tf.shape(matrix), tf.constant(1)))
        .output("double", tf.dtypes.cast(rows.get(1), TFloat64.class))
        .output("noise", tf.math.mul(noise, rows.get(0)))
        .build();
  }

  /** There is no such inverse. */
  private static Signature failing(Ops tf) {
    Operand<TFloat32> x = tf.placeholder(TFloat32.class);
    Operand<TFloat32> inverse = tf.linalg.inv(tf.constant(new float[][] {{0}}));
    return Signature.builder("body").input("x", x).output("y", tf.math.mul(x, inverse)).build();
  }

  private static GraphDef calling(Function<Ops, Signature> body) {
    try (Graph graph = new Graph();
        ConcreteFunction function = ConcreteFunction.create(body)) {
      Ops tf = Ops.create(graph);
      GraphOperationBuilder call = graph.opBuilder(ParameterizedFunction.CALL, "call", tf.scope());
      call.addInputList(new Output<?>[] {tf.withName("x").placeholder(TFloat32.class).asOutput()});
      call.setAttr("Tin", new DataType[] {DataType.DT_FLOAT});
      call.setAttr(
          "Tout",
          function.getFunctionDef().getSignature().getOutputArgList().stream()
              .map(ArgDef::getType)
              .toArray(DataType[]::new));
      call.setAttr("f", function);
      call.setAttr(ParameterizedFunction.AS_IT_IS, true);
      call.build();
      return graph.toGraphDef();
    }
  }

  @Test
  void constantsAloneAreWorkedOutAndNothingElse() {
    GraphDef before = calling(FoldedConstantsTest::body);
    assertFolded(FoldedConstants.in(before, CPU));
    List<NodeDef> backwards = new ArrayList<>(before.getLibrary().getFunction(0).getNodeDefList());
    Collections.reverse(backwards);
    assertFolded(FoldedConstants.in(with(before, backwards), CPU));
  }

  private static void assertFolded(GraphDef after) {
    List<String> ops =
        after.getLibrary().getFunction(0).getNodeDefList().stream()
            .map(NodeDef::getOp)
            .filter(op -> !op.equals("Const"))
            .sorted()
            .toList();
    assertEquals(List.of("Add", "Mul", "Neg", "RandomUniform", "SelectV2"), ops);
    try (Graph graph = new Graph()) {
      graph.importGraphDef(after);
      try (Session session = new Session(graph);
          Tensor x = TFloat32.vectorOf(5, 1)) {
        Session.Runner runner = session.runner().feed("x", x);
        IntStream.range(0, 5).forEach(i -> runner.fetch("call", i));
        try (Result result = runner.run()) {
          float logDet = (float) Math.log(6);
          float[] sum = Tensors.floats(result.get(0));
          assertArrayEquals(new float[] {logDet - 5, logDet + 1}, sum, 1e-6f);
          assertArrayEquals(new float[] {-2, 1}, Tensors.floats(result.get(1)));
          assertEquals(3, ((TInt32) result.get(2)).getInt(0));
          assertArrayEquals(new double[] {0, 3}, Tensors.doubles(result.get(3)));
          assertTrue(Math.abs(Tensors.floats(result.get(4))[0]) <= 2);
        }
      }
    }
  }

  private static GraphDef with(GraphDef graph, List<NodeDef> body) {
    GraphDef.Builder changed = graph.toBuilder();
    changed.getLibraryBuilder().getFunctionBuilder(0).clearNodeDef().addAllNodeDef(body);
    return changed.build();
  }

  @Test
  void whereNodesWaitForOthersNothingIs() {
    GraphDef before = calling(FoldedConstantsTest::body);
    List<NodeDef> body = new ArrayList<>(before.getLibrary().getFunction(0).getNodeDefList());
    NodeDef last = body.get(body.size() - 1);
    String first = body.get(0).getName();
    body.set(body.size() - 1, last.toBuilder().addInput("^" + first).build());
    assertEquals(with(before, body), FoldedConstants.in(with(before, body), CPU));
  }

  @Test
  void whatFailsIsLeftToItsCalls() {
    GraphDef before = calling(FoldedConstantsTest::failing);
    assertEquals(before, FoldedConstants.in(before, CPU));
  }

  @Test
  void controlFlowAndCallsOfFunctionsStay() {
    GraphDef before = calling(FoldedConstantsTest::body);
    List<NodeDef> body = new ArrayList<>(before.getLibrary().getFunction(0).getNodeDefList());
    String constant =
        body.stream()
            .filter(node -> node.getOp().equals("Const"))
            .findFirst()
            .orElseThrow()
            .getName();
    NodeDef.Builder node = NodeDef.newBuilder().addInput(constant + ":output:0");
    AttrValue.Builder function = AttrValue.newBuilder();
    function.getFuncBuilder().setName("another");
    body.add(
        node.clone()
            .setName("called")
            .setOp("PartitionedCall")
            .putAttr("f", function.build())
            .build());
    AttrValue.Builder functions = AttrValue.newBuilder();
    functions.getListBuilder().addFuncBuilder().setName("another");
    body.add(
        node.clone()
            .setName("case")
            .setOp("StatelessCase")
            .putAttr("branches", functions.build())
            .build());
    body.add(node.clone().setName("exit").setOp("Exit").build());
    Set<String> ops = ops(FoldedConstants.in(with(before, body), CPU));
    assertTrue(ops.containsAll(Set.of("PartitionedCall", "StatelessCase", "Exit")), ops::toString);
    assertFalse(ops.contains("LogMatrixDeterminant"), ops::toString);
  }

  private static Set<String> ops(GraphDef graph) {
    return graph.getLibrary().getFunction(0).getNodeDefList().stream()
        .map(NodeDef::getOp)
        .collect(Collectors.toSet());
  }

  @Test
  void whatTheOptimizerGoesThroughOrIsCompiledStays() {
    GraphDef.Builder optimized = calling(FoldedConstantsTest::body).toBuilder();
    NodeDef.Builder call =
        optimized.getNodeBuilderList().stream()
            .filter(node -> node.getName().equals("call"))
            .findFirst()
            .orElseThrow();
    call.putAttr(ParameterizedFunction.XLA, AttrValue.newBuilder().setB(true).build());
    assertEquals(optimized.build(), FoldedConstants.in(optimized.build(), CPU));
    call.removeAttr(ParameterizedFunction.XLA).removeAttr(ParameterizedFunction.AS_IT_IS);
    assertEquals(optimized.build(), FoldedConstants.in(optimized.build(), CPU));
  }

  @Test
  void drawsOfAutoregressiveFlowsCutNoKernels() {
    Bijector map = new MaskedAutoregressive(new Affine(), Made.of(16));
    Distribution flow =
        new TransformedDistribution(StandardNormal.of(40), Chain.of(map, map, map, map, map));
    Weights weights = MovedWeights.of(flow, 0);
    GraphDef served = ServedGraphs.of(flow, weights);
    GraphDef bound = BoundWeights.in(served).orElseThrow();
    GraphDef folded = ServedGraphs.rewritten(served, CPU).orElseThrow();
    assertEquals(FoldedConstants.in(bound, CPU), folded);
    assertTrue(ofConstantsAlone(bound) > 0);
    assertEquals(0, ofConstantsAlone(folded));
    assertTrue(slices(folded) < slices(bound) / 2, () -> slices(folded) + " of " + slices(bound));
    float[][] z = TestRows.gaussian(3, 40, 1);
    assertArrayEquals(forward(bound, z), forward(folded, z), 1e-4f);
  }

  @Test
  void aModelOfDoublesAgreesWithItselfAndIsExportedAsItWas(@TempDir Path directory)
      throws IOException {
    Bijector map = new MaskedAutoregressive(new Affine(), Made.of(16));
    Distribution flow =
        new TransformedDistribution(
            DiagonalNormal.trainable(40), Chain.of(map, map, map, map, map));
    Weights weights = small(MovedWeights.of(flow, 2));
    Rows context = Rows.of(TestRows.gaussian(7, 2, 1));
    Path export = directory.resolve("model");
    Draws draws;
    try (var model =
        CompiledDistribution.compile(flow, 2, weights, CPU.withPrecision(Precision.FLOAT64))) {
      draws = model.given(context).sampleAndLogProb(7, 3);
      assertArrayEquals(draws.logProb(), model.given(context).logProb(draws.x()), 1e-2f);
      Rows back =
          model.given(context).forward(model.given(context).inverse(draws.x()).value()).value();
      assertArrayEquals(draws.x().values(), back.values(), 1e-3f);
      assertEquals(weights, model.weights());
      model.export(export);
    }
    GraphDef written = ServedGraphs.exported(export);
    assertFalse(written.toString().matches("(?s).*(_bound|_folded_).*"));
    try (CompiledDistribution loaded = CompiledDistribution.load(export, CPU)) {
      assertArrayEquals(
          draws.x().values(), loaded.given(context).sampleAndLogProb(7, 3).x().values(), 1e-6f);
    }
  }

  /** Of five layers with large weights, rows in single precision have no accurate density. */
  private static Weights small(Weights weights) {
    Map<String, Weights.Array> small = new LinkedHashMap<>();
    weights
        .byName()
        .forEach(
            (name, array) -> {
              double[] values = Arrays.stream(array.values()).map(x -> 0.2 * x).toArray();
              small.put(name, new Weights.Array(array.shape(), values));
            });
    return new Weights(small);
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
            node ->
                node.getInputList().stream().map(NodeInputs::node).allMatch(constants::contains))
        .count();
  }

  private static long slices(GraphDef graph) {
    return forward(graph).stream().filter(node -> node.getOp().equals("Slice")).count();
  }

  private static float[] forward(GraphDef definition, float[][] z) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(definition);
      try (Session session = new Session(graph);
          Tensor rows = TFloat32.tensorOf(StdArrays.ndCopyOf(z));
          Result result = session.runner().feed("forward/z", rows).fetch("forward/x").run()) {
        return Tensors.floats(result.get(0));
      }
    }
  }
}
