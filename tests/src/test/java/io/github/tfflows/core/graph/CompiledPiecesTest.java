package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

class CompiledPiecesTest {
  private static final int D = 12;
  private static final int LAYERS = 6;
  private static final int ROWS = 3;

  /** About as many nodes as a layer has, and fewer than two have. */
  private static final int MOST = 600;

  private static Distribution flow() {
    Bijector layer = new MaskedAutoregressive(new Affine(), Made.of(24));
    Bijector[] links = new Bijector[2 * LAYERS];
    for (int i = 0; i < LAYERS; i++) {
      links[2 * i] = layer;
      links[2 * i + 1] = Permutation.reverse(D);
    }
    return new TransformedDistribution(StandardNormal.of(D), Chain.of(links));
  }

  private static GraphDef served(Compilation compilation) {
    Weights weights = MovedWeights.of(flow(), 0);
    GraphDef graph = ServedGraphs.of(flow(), weights);
    return ServedGraphs.executed(graph, compilation);
  }

  private static List<NodeDef> piecesOf(GraphDef graph, String entry) {
    return graph.getNodeList().stream()
        .filter(node -> node.getName().startsWith(entry + "/PartitionedCall/piece_"))
        .toList();
  }

  private static List<String> functions(List<NodeDef> calls) {
    return calls.stream()
        .map(call -> call.getAttrOrThrow("f").getFunc().getName())
        .collect(Collectors.toList());
  }

  @Test
  void layersAreCompiledApartAndEqualOnesOnce() {
    GraphDef graph = CompiledPieces.in(served(Compilation.XLA), MOST).orElseThrow();
    List<NodeDef> forward = piecesOf(graph, "forward");
    assertEquals(LAYERS, forward.size());
    assertTrue(forward.stream().allMatch(call -> call.containsAttr(ParameterizedFunction.XLA)));
    assertTrue(functions(forward).stream().distinct().count() < LAYERS, "" + functions(forward));
    assertEquals(functions(forward), functions(piecesOf(graph, "sample")));
  }

  @Test
  void nothingButNumbersOfTheFlowPassesWhereverItIsCut() {
    GraphDef graph = CompiledPieces.in(served(Compilation.XLA), MOST / 3).orElseThrow();
    List<NodeDef> calls = piecesOf(graph, "forward");
    assertTrue(calls.size() > 2 * LAYERS, calls.size() + " pieces");
    for (NodeDef call : calls) {
      for (String types : List.of("Tin", "Tout")) {
        Set<DataType> found = Set.copyOf(call.getAttrOrThrow(types).getList().getTypeList());
        assertEquals(Set.of(DataType.DT_FLOAT), found, call.getName());
      }
    }
  }

  @Test
  void theNumbersStayTheSame() {
    GraphDef whole = served(Compilation.NONE);
    GraphDef compiled = served(Compilation.XLA);
    GraphDef bound = BoundWeights.in(compiled).orElseThrow();
    GraphDef layers = CompiledPieces.in(compiled, MOST).orElseThrow();
    GraphDef withinLayers = CompiledPieces.in(bound, MOST / 3).orElseThrow();
    for (GraphDef changed : List.of(layers, withinLayers)) {
      assertClose(forward(whole), forward(changed));
      assertClose(draws(whole), draws(changed));
    }
  }

  /** Layers of untrained weights reach large values, of which float32 has seven digits. */
  private static void assertClose(float[][] expected, float[][] actual) {
    for (int output = 0; output < expected.length; output++) {
      assertEquals(expected[output].length, actual[output].length);
      for (int i = 0; i < expected[output].length; i++) {
        float value = expected[output][i];
        assertEquals(value, actual[output][i], 1e-5f * Math.max(1, Math.abs(value)));
      }
    }
  }

  @Test
  void whatIsSmallOrNotCompiledStaysWhole() {
    assertEquals(Optional.empty(), CompiledPieces.in(served(Compilation.XLA)));
    assertEquals(Optional.empty(), CompiledPieces.in(served(Compilation.NONE), MOST));
  }

  @Test
  void bodiesWhoseNodesWaitForOthersStayWhole() {
    GraphDef.Builder graph = served(Compilation.XLA).toBuilder();
    graph
        .getLibraryBuilder()
        .getFunctionBuilderList()
        .forEach(
            body ->
                body.getNodeDefBuilder(body.getNodeDefCount() - 1)
                    .addInput("^" + body.getNodeDef(0).getName()));
    assertEquals(Optional.empty(), CompiledPieces.in(graph.build(), MOST));
  }

  private static float[][] forward(GraphDef served) {
    try (Tensor z =
        Tensors.of(
            Precision.FLOAT32,
            Shape.of(ROWS, D),
            Rows.of(TestRows.gaussian(ROWS, D, 1)).values())) {
      return run(served, Map.of("forward/z", z), "forward/x", "forward/log_det");
    }
  }

  private static float[][] draws(GraphDef served) {
    try (TInt32 count = TInt32.scalarOf(ROWS);
        TInt64 seed = TInt64.vectorOf(1, 2)) {
      Map<String, Tensor> fed = Map.of("sample/count", count, "sample/seed", seed);
      return run(served, fed, "sample/x", "sample/log_prob");
    }
  }

  private static float[][] run(GraphDef served, Map<String, Tensor> fed, String... fetched) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(served);
      try (Session session = new Session(graph)) {
        Session.Runner runner = session.runner();
        fed.forEach(runner::feed);
        List.of(fetched).forEach(runner::fetch);
        try (Result result = runner.run()) {
          return new float[][] {Tensors.floats(result.get(0)), Tensors.floats(result.get(1))};
        }
      }
    }
  }
}
