package io.github.tfflows.core.runtime;

import java.util.List;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Chooses the op with which loops write rows. The kernel of TensorFlow's usual op copies the whole
 * array at every write. An equivalent op does not, but XLA cannot compile it.
 */
public final class InPlaceSums {
  private static final String PORTABLE = "TensorScatterAdd";
  private static final String IN_PLACE = "ScatterNdNonAliasingAdd";

  /** Uses the op that writes in place. */
  public static void use(GraphDef.Builder graph) {
    replace(graph, PORTABLE, IN_PLACE);
  }

  /** Uses the op that can be compiled and converted. */
  public static void avoid(GraphDef.Builder graph) {
    replace(graph, IN_PLACE, PORTABLE);
  }

  private static void replace(GraphDef.Builder graph, String op, String by) {
    replace(graph.getNodeBuilderList(), op, by);
    graph
        .getLibraryBuilder()
        .getFunctionBuilderList()
        .forEach(function -> replace(function.getNodeDefBuilderList(), op, by));
  }

  private static void replace(List<NodeDef.Builder> nodes, String op, String by) {
    nodes.stream().filter(node -> node.getOp().equals(op)).forEach(node -> node.setOp(by));
  }

  private InPlaceSums() {}
}
