package io.github.tfflows.core.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

class KnownShapesTest {
  private static final Distribution FLOW = flow(8);
  private static final Execution XLA = Execution.defaults().withCompilation(Compilation.XLA);

  private static Distribution flow(int units) {
    return new TransformedDistribution(
        DiagonalNormal.trainable(2), new Coupling(new Affine(), Mlp.of(units, units)));
  }

  private static GraphDef graph(Distribution flow, Compilation compilation) {
    Weights weights = MovedWeights.of(flow, 0);
    GraphDef served = ServedGraphs.of(flow, weights);
    return ServedGraphs.executed(served, compilation);
  }

  private static List<NodeDef> compiledCalls(GraphDef graph) {
    return graph.getNodeList().stream()
        .filter(node -> node.containsAttr(ParameterizedFunction.XLA))
        .toList();
  }

  @Test
  void compiledCallsTakeDataAlone() {
    GraphDef before = graph(FLOW, Compilation.XLA);
    GraphDef after = BoundWeights.in(before).orElseThrow();
    assertEquals(4, compiledCalls(after).size(), "density, inverse, forward, and draws by forward");
    for (NodeDef call : compiledCalls(after)) {
      assertEquals(1, call.getInputCount(), call.getName());
      assertEquals(1, call.getAttrOrThrow("Tin").getList().getTypeCount(), call.getName());
    }
    assertTrue(compiledCalls(before).stream().allMatch(call -> call.getInputCount() > 6));
  }

  @Test
  void whatIsNotCompiledOrIsLargeStaysAsItIs() {
    assertEquals(Optional.empty(), BoundWeights.in(graph(FLOW, Compilation.NONE)));
    assertEquals(Optional.empty(), BoundWeights.in(graph(flow(2100), Compilation.XLA)));
  }

  @Test
  void bodiesWithManySlicesTakeTheirWeights() {
    Bijector map = new MaskedAutoregressive(new Affine(), Made.of(16));
    Distribution flow =
        new TransformedDistribution(StandardNormal.of(16), new Chain(Collections.nCopies(12, map)));
    GraphDef after = BoundWeights.in(graph(flow, Compilation.XLA)).orElseThrow();
    for (NodeDef call : compiledCalls(after)) {
      boolean isDensity = call.getName().matches("(log_prob|inverse)/.*");
      assertEquals(isDensity, call.getInputCount() == 1, call.getName());
    }
  }

  @Test
  void allCallsTakeDataAloneWhereOneBodyIsLeftAsItIs() {
    Bijector map = new MaskedAutoregressive(new Affine(), Made.of(16));
    Distribution flow =
        new TransformedDistribution(
            DiagonalNormal.trainable(16), new Chain(Collections.nCopies(16, map)));
    GraphDef before = graph(flow, Compilation.NONE);
    GraphDef after = BoundWeights.in(before).orElseThrow();
    Map<String, NodeDef> calls = new HashMap<>();
    after.getNodeList().stream()
        .filter(node -> node.getOp().equals(ParameterizedFunction.CALL))
        .forEach(node -> calls.put(node.getName(), node));
    assertEquals(5, calls.size(), () -> "calls " + calls.keySet());
    calls.forEach(
        (name, call) -> {
          boolean hasWeights =
              call.getInputList().stream().anyMatch(x -> x.startsWith(BoundWeights.PREFIX));
          assertFalse(hasWeights, name);
          boolean isLeftAlone = !name.matches("(log_prob|inverse|sample/draw)/.*");
          assertEquals(isLeftAlone, call.containsAttr(ParameterizedFunction.NO_INLINE), name);
        });
    float[][] x = TestRows.gaussian(5, 16, 1);
    assertArrayEquals(logProb(before, x), logProb(after, x), 1e-4f);
  }

  @Test
  void functionsThatNothingCallsAnyMoreAreDropped() {
    GraphDef before = graph(FLOW, Compilation.XLA);
    GraphDef after = BoundWeights.in(before).orElseThrow();
    assertEquals(before.getLibrary().getFunctionCount(), after.getLibrary().getFunctionCount());
    Set<String> called =
        after.getNodeList().stream()
            .filter(node -> node.getOp().equals(ParameterizedFunction.CALL))
            .map(node -> node.getAttrOrThrow("f").getFunc().getName())
            .collect(Collectors.toSet());
    assertEquals(
        called,
        after.getLibrary().getFunctionList().stream()
            .map(function -> function.getSignature().getName())
            .collect(Collectors.toSet()));
  }

  private static float[] logProb(GraphDef served, float[][] x) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(served);
      try (Session session = new Session(graph);
          Tensor rows = TFloat32.tensorOf(StdArrays.ndCopyOf(x));
          Result result =
              session.runner().feed("log_prob/x", rows).fetch("log_prob/log_prob").run()) {
        return Tensors.floats(result.get(0));
      }
    }
  }

  @Test
  void aModelThatIsRunWithBoundWeightsIsExportedWithoutThem(@TempDir Path directory)
      throws IOException {
    Weights weights = MovedWeights.of(FLOW, 0);
    float[][] x = TestRows.gaussian(3, 2, 1);
    Path export = directory.resolve("model");
    try (CompiledDistribution plain =
            CompiledDistribution.compile(FLOW, 0, weights, Execution.defaults());
        CompiledDistribution compiled = CompiledDistribution.compile(FLOW, 0, weights, XLA)) {
      assertArrayEquals(plain.logProb(x), compiled.logProb(x), 1e-5f);
      assertEquals(plain.weights(), compiled.weights());
      compiled.export(export);
      GraphDef written = ServedGraphs.exported(export);
      assertTrue(compiledCalls(written).isEmpty());
      assertFalse(
          written.getLibrary().getFunctionList().stream()
              .anyMatch(function -> function.getSignature().getName().endsWith("_bound")));
      try (CompiledDistribution loaded = CompiledDistribution.load(export)) {
        assertEquals(plain.weights(), loaded.weights());
        assertArrayEquals(plain.logProb(x), loaded.logProb(x), 1e-6f);
      }
    }
  }

  private static final double[] X = {1, 2, 3, 4, 5, 6};

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);

  private Placeholder<TFloat64> x(long rows) {
    return tf.withName("x").placeholder(TFloat64.class, Placeholder.shape(Shape.of(rows, 3)));
  }

  private static long count(Graph graph, String op) {
    return graph.toGraphDef().getNodeList().stream().filter(n -> n.getOp().equals(op)).count();
  }

  private static double[] value(Graph graph, Operand<?> of) {
    try (Session session = new Session(graph);
        TFloat64 fed = (TFloat64) Tensors.of(Precision.FLOAT64, Shape.of(2, 3), X);
        Result result = session.runner().feed("x", fed).fetch(of.op().name()).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  /** Checks that a shortened graph computes the same. */
  private Graph shortened(Operand<?>... needed) {
    Graph shorter = KnownShapes.shortened(graph, List.of(needed));
    for (Operand<?> operand : needed) {
      assertArrayEquals(value(graph, operand), value(shorter, operand), 1e-14);
    }
    return shorter;
  }

  @Test
  void gradientsOfEqualShapesLoseTheirSums() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> loss =
        tf.reduceSum(
            tf.math.mul(tf.math.exp(x), tf.math.div(x, tf.math.square(x))), tf.array(0, 1));
    Output<?> slope = graph.addGradients(loss.asOutput(), new Output<?>[] {x.asOutput()})[0];
    assertEquals(5, count(graph, "Sum"));
    try (graph;
        Graph shorter = shortened(loss, slope)) {
      assertEquals(1, count(shorter, "Sum"), "the loss itself");
      assertEquals(0, count(shorter, "BroadcastGradientArgs"));
    }
  }

  @Test
  void broadcastOperandsKeepTheirSums() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> bias = tf.constant(new double[] {7, 8, 9});
    Operand<TFloat64> loss = tf.reduceSum(tf.math.mul(x, bias), tf.array(0, 1));
    Output<?> slope = graph.addGradients(loss.asOutput(), new Output<?>[] {bias.asOutput()})[0];
    try (graph;
        Graph shorter = shortened(slope)) {
      assertArrayEquals(new double[] {5, 7, 9}, value(shorter, slope));
      assertEquals(1, count(shorter, "BroadcastGradientArgs"));
    }
  }

  @Test
  void whatKeepsItsShapeGoesAndTheRestStays() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> same = tf.reshape(tf.stopGradient(tf.identity(x)), tf.array(2, 3));
    Operand<TFloat64> kept = tf.reduceSum(same, tf.array(0), ReduceSum.keepDims(true));
    Operand<TFloat64> again = tf.reduceSum(kept, tf.array(0), ReduceSum.keepDims(true));
    Operand<TFloat64> flat = tf.math.neg(tf.reshape(again, tf.array(3)));
    try (graph;
        Graph shorter = shortened(flat)) {
      assertEquals(0, count(shorter, "Identity") + count(shorter, "StopGradient"));
      assertEquals(1, count(shorter, "Sum"), "over two rows, not over one");
      assertEquals(1, count(shorter, "Reshape"), "to another rank");
    }
  }

  @Test
  void resultsStayWhereTheyChangeNothing() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> result = tf.identity(tf.identity(x));
    try (graph;
        Graph shorter = shortened(result)) {
      assertEquals(1, count(shorter, "Identity"));
    }
  }

  @Test
  void unknownShapesAreLeftAlone() {
    Operand<TFloat64> x = x(Shape.UNKNOWN_SIZE);
    Operand<TFloat64> result = tf.math.neg(tf.reshape(x, tf.array(-1, 3)));
    try (graph;
        Graph shorter = shortened(result)) {
      assertEquals(1, count(shorter, "Reshape"));
    }
  }

  @Test
  void unknownRanksAreLeftAlone() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> any = tf.placeholderWithDefault(x, Shape.unknown());
    Operand<TFloat64> result = tf.math.neg(tf.identity(any));
    try (graph;
        Graph shorter = shortened(result)) {
      assertEquals(1, count(shorter, "Identity"));
    }
  }

  @Test
  void whatIsNotNeededGoesAndWhatIsWaitedForStays() {
    Operand<TFloat64> x = x(2);
    tf.withName("unused").math.exp(x);
    Operand<TFloat64> before = tf.withName("before").math.exp(x);
    Operand<TFloat64> checked = tf.withControlDependencies(before).identity(x);
    Operand<TFloat64> result = tf.math.neg(checked);
    try (graph;
        Graph shorter = shortened(result)) {
      assertNull(shorter.operation("unused"));
      assertEquals("Exp", shorter.operationOrThrow("before").type());
    }
  }
}
