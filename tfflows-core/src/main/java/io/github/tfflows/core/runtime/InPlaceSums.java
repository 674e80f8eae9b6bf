package io.github.tfflows.core.runtime;

import java.util.List;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The op by which loops write rows. TensorFlow's kernel of the usual one copies the whole array at
 * every write; another op of the same function does not, but cannot be compiled.
 */
public final class InPlaceSums {
  private static final String PORTABLE = "TensorScatterAdd";
  private static final String IN_PLACE = "ScatterNdNonAliasingAdd";

  /** Has rows written in place. */
  public static void use(GraphDef.Builder graph) {
    replace(graph, PORTABLE, IN_PLACE);
  }

  /** Has rows written in a way that can be compiled and converted. */
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
