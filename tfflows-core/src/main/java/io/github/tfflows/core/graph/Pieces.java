package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * The body of a function, cut into pieces to be run one after the other. It is cut where few values
 * pass from one piece to the next, as between the layers of a flow. Constants and shapes do not
 * pass: each piece computes those that it needs.
 */
public final class Pieces {
  /** Layers pass on their data and its log-determinant; an unrolled layer within hundreds. */
  private static final int FEW = 8;

  /**
   * A piece.
   *
   * @param nodes its nodes by name, in order
   * @param inputs the values that they need from outside
   * @param outputs their values that are needed there
   */
  public record Piece(Map<String, NodeDef> nodes, Set<String> inputs, Set<String> outputs) {
    private Piece() {
      this(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  private final Set<String> arguments;
  private final Collection<String> returned;
  private final Map<String, NodeDef> repeated = new HashMap<>();
  private final List<NodeDef> nodes = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  /** The number of the piece that has a node. */
  private final Map<String, Integer> owners = new HashMap<>();

  private final List<Piece> pieces = new ArrayList<>();

  private Pieces(FunctionDef function, Set<String> weights) {
    arguments =
        function.getSignature().getInputArgList().stream()
            .map(ArgDef::getName)
            .collect(Collectors.toSet());
    returned = function.getRetMap().values();
    Set<String> results = returned.stream().map(Pieces::node).collect(Collectors.toSet());
    for (NodeDef node : new NodeOrder(function, weights).nodes()) {
      if (!results.contains(node.getName()) && isRepeated(node)) {
        repeated.put(node.getName(), node);
      } else {
        places.put(node.getName(), nodes.size());
        nodes.add(node);
      }
    }
  }

  /**
   * Cuts a body into pieces of so many nodes at most, constants not counted.
   *
   * @param weights the arguments that are weights
   */
  public static List<Piece> of(FunctionDef function, Set<String> weights, int most) {
    Pieces cut = new Pieces(function, weights);
    int start = 0;
    for (int end : cut.ends(most)) {
      int number = cut.pieces.size();
      cut.pieces.add(new Piece());
      cut.nodes.subList(start, end).forEach(node -> cut.owners.put(node.getName(), number));
      start = end;
    }
    cut.fill();
    return cut.pieces;
  }

  /** The name of the node or argument that a value is of. */
  public static String node(String value) {
    int end = value.indexOf(':');
    return end < 0 ? value : value.substring(0, end);
  }

  /** The node with other inputs in the place of some. */
  public static NodeDef rewired(NodeDef node, Map<String, String> moved) {
    List<String> inputs = new ArrayList<>(node.getInputList());
    inputs.replaceAll(input -> moved.getOrDefault(input, input));
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  /** Whether nodes of a body wait for others whose values they do not take. */
  public static boolean hasControl(FunctionDef function) {
    return function.getControlRetCount() > 0
        || function.getNodeDefList().stream()
            .flatMap(node -> node.getInputList().stream())
            .anyMatch(input -> input.startsWith("^"));
  }

  private boolean isRepeated(NodeDef node) {
    List<String> inputs = node.getInputList();
    return !TensorFlow.isOpStateful(node.getOp())
        && (node.getOp().equals("Shape")
            || inputs.stream().allMatch(input -> repeated.containsKey(node(input))));
  }

  /** Where the pieces end. */
  private List<Integer> ends(int most) {
    int[] passing = passing();
    List<Integer> ends = new ArrayList<>();
    int end = nodes.size() <= most ? 0 : end(0, most, passing);
    while (end > 0) {
      ends.add(end);
      end = end(end, most, passing);
    }
    ends.add(nodes.size());
    return ends;
  }

  /**
   * Where the piece from a given place ends: at the first place past a quarter of what is allowed
   * where few values pass, or else where the fewest do; zero for at the end.
   */
  private int end(int start, int most, int[] passing) {
    int least = most / 4;
    int last = Math.min(start + most, nodes.size() - least);
    int best = 0;
    for (int end = start + least; end <= last; end++) {
      if (passing[end] <= FEW) {
        return end;
      }
      best = best == 0 || passing[end] < passing[best] ? end : best;
    }
    return nodes.size() - start > most ? best : 0;
  }

  /** How many of the nodes before each place are needed there or later. */
  private int[] passing() {
    int[] last = new int[nodes.size()];
    for (int i = 0; i < last.length; i++) {
      int place = i;
      needed(nodes.get(i)).forEach(source -> last[source] = place);
    }
    int[] passing = new int[last.length + 1];
    for (int i = 0; i < last.length; i++) {
      if (last[i] > i) {
        passing[i + 1]++;
        passing[last[i] + 1]--;
      }
    }
    for (int place = 1; place < passing.length; place++) {
      passing[place] += passing[place - 1];
    }
    return passing;
  }

  /** The places of the nodes that a node needs, some of them by way of repeated ones. */
  private IntStream needed(NodeDef node) {
    return node.getInputList().stream()
        .map(Pieces::node)
        .flatMapToInt(
            source -> {
              NodeDef again = repeated.get(source);
              Integer place = places.get(source);
              return again != null
                  ? needed(again)
                  : place != null ? IntStream.of(place) : IntStream.empty();
            });
  }

  private void fill() {
    nodes.forEach(node -> add(node, Objects.requireNonNull(owners.get(node.getName()))));
    for (String value : returned) {
      Integer owner = owners.get(node(value));
      if (owner != null) {
        pieces.get(owner).outputs().add(value);
      }
    }
  }

  /** Adds a node to a piece, after the repeated nodes that it needs. */
  private void add(NodeDef node, int number) {
    Piece piece = pieces.get(number);
    for (String input : node.getInputList()) {
      NodeDef again = repeated.get(node(input));
      int owner = owners.getOrDefault(node(input), number);
      if (again != null) {
        if (!piece.nodes().containsKey(again.getName())) {
          add(again, number);
        }
      } else if (arguments.contains(input) || owner != number) {
        piece.inputs().add(input);
      }
      if (owner != number) {
        pieces.get(owner).outputs().add(input);
      }
    }
    piece.nodes().put(node.getName(), node);
  }
}
