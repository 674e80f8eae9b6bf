package io.github.tfflows.core.serving;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.runtime.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Tensor;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;

/**
 * A model in its sessions: the owner of its native memory.
 *
 * @param model the signatures, and the graph for export if it differs from the graph of the
 *     sessions
 * @param calls the running calls
 */
public record OpenModel(Graph graph, ModelSessions sessions, MetaGraphDef model, Calls calls)
    implements AutoCloseable {
  public static OpenModel of(MetaGraphDef model, Execution execution) {
    GraphDef served =
        ServingGraph.executed(
            model.getGraphDef(), execution.compilation(), Sessions.schedule(execution));
    Optional<GraphDef> bound = BoundWeights.in(served);
    GraphDef run = bound.orElse(served);
    MetaGraphDef kept = bound.isEmpty() ? model.toBuilder().clearGraphDef().build() : model;
    Graph graph = new Graph();
    try {
      graph.importGraphDef(run);
      ModelSessions sessions = ModelSessions.open(graph, execution, Sessions.Optimization.of(run));
      return new OpenModel(graph, sessions, kept, new Calls());
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** Copies out the weights by parameter name. */
  public Weights weights() {
    return calls.run(this::copiedWeights);
  }

  private Weights copiedWeights() {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (String name : ServingGraph.weightNames(graph)) {
      GraphOperation constant =
          Objects.requireNonNull(graph.operation(BoundWeights.PREFIX + name), name);
      try (Tensor value = constant.attributes().getAttrTensor(ServingGraph.VALUE)) {
        byName.put(name, new Weights.Array(value.shape(), Tensors.doubles(value)));
      }
    }
    return new Weights(byName);
  }

  public MetaGraphDef exported(Compilation compilation) {
    GraphDef served =
        calls.run(() -> model.hasGraphDef() ? model.getGraphDef() : graph.toGraphDef());
    return model.toBuilder()
        .setGraphDef(ServingGraph.executed(served, compilation, Sessions.Schedule.MANY_THREADS))
        .build();
  }

  @Override
  public void close() {
    calls.end(
        () -> {
          sessions.close(); // before the graph, which waits for its sessions
          graph.close();
        });
  }
}
