package io.github.tfflows.core.model;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.ServingGraph;
import java.io.IOException;
import java.nio.file.Path;
import org.tensorflow.proto.GraphDef;

/** The graphs of models, for the tests of the rewriting of graphs. */
public final class ServedGraphs {
  /** Returns the graph of a model in single precision, as it is exported. */
  public static GraphDef of(Distribution flow, Weights weights) {
    return ServingGraph.build(flow, 0, weights, Tensors.type(Precision.FLOAT32)).getGraphDef();
  }

  /** Returns a graph with its calls marked as a compilation asks, in many threads. */
  public static GraphDef executed(GraphDef served, Compilation compilation) {
    return ServingGraph.executed(served, compilation, Sessions.Schedule.MANY_THREADS);
  }

  /** Returns the graph of an exported model. */
  public static GraphDef exported(Path directory) throws IOException {
    return SavedModelFiles.read(directory).model().getGraphDef();
  }

  private ServedGraphs() {}
}
