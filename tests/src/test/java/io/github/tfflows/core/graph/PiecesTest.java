package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

class PiecesTest {
  private static final int WIDTH = 20;

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  /** A layer of many products of its input with a weight and a constant, and of their sum. */
  private static List<NodeDef> layer(int number, String input) {
    String weight = "weight_" + number;
    List<NodeDef> nodes = new ArrayList<>();
    nodes.add(node("w" + number, "Abs", weight));
    List<String> products = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      String name = "layer" + number + "_" + i;
      String factor = i % 2 == 0 ? "w" + number + ":y:0" : "two:output:0";
      nodes.add(node(name, "Mul", input, factor));
      products.add(name + ":z:0");
    }
    nodes.add(node("sum" + number, "AddN", products.toArray(new String[0])));
    return nodes;
  }

  private static FunctionDef function(List<NodeDef> nodes, String result) {
    FunctionDef.Builder function = FunctionDef.newBuilder().addAllNodeDef(nodes);
    for (String name : List.of("x", "weight_0", "weight_1", "weight_2")) {
      function.getSignatureBuilder().addInputArgBuilder().setName(name);
    }
    function.getSignatureBuilder().addOutputArgBuilder().setName("y");
    return function.putRet("y", result).build();
  }

  private static List<NodeDef> threeLayers() {
    List<NodeDef> nodes = new ArrayList<>();
    nodes.add(node("one", "Const"));
    nodes.add(node("two", "Abs", "one:output:0"));
    nodes.addAll(layer(0, "x"));
    nodes.addAll(layer(1, "sum0:sum:0"));
    nodes.addAll(layer(2, "sum1:sum:0"));
    return nodes;
  }

  private static List<Pieces.Piece> cut(FunctionDef function, int most) {
    return Pieces.of(function, Set.of("weight_0", "weight_1", "weight_2"), most);
  }

  @Test
  void layersAreCutApart() {
    List<Pieces.Piece> pieces = cut(function(threeLayers(), "sum2:sum:0"), 2 * WIDTH);
    List<Set<String>> inputs = pieces.stream().map(Pieces.Piece::inputs).toList();
    assertEquals(
        List.of(
            Set.of("x", "weight_0"),
            Set.of("sum0:sum:0", "weight_1"),
            Set.of("sum1:sum:0", "weight_2")),
        inputs);
    assertEquals(
        List.of(Set.of("sum0:sum:0"), Set.of("sum1:sum:0"), Set.of("sum2:sum:0")),
        pieces.stream().map(Pieces.Piece::outputs).toList());
    for (Pieces.Piece piece : pieces) {
      assertEquals(WIDTH + 4, piece.nodes().size(), "products, sum, weight, and two constants");
      assertTrue(piece.nodes().keySet().containsAll(Set.of("one", "two")));
    }
  }

  @Test
  void theOrderOfTheNodesGivenIsNoMatter() {
    List<NodeDef> nodes = threeLayers();
    Collections.shuffle(nodes, new Random(1));
    List<Pieces.Piece> pieces = cut(function(nodes, "sum2:sum:0"), 2 * WIDTH);
    assertEquals(3, pieces.size());
    Set<String> known = new HashSet<>(Set.of("x", "weight_0", "weight_1", "weight_2"));
    for (Pieces.Piece piece : pieces) {
      for (NodeDef node : piece.nodes().values()) {
        node.getInputList().forEach(input -> assertTrue(known.contains(Pieces.node(input)), input));
        known.add(node.getName());
      }
    }
  }

  @Test
  void smallBodiesStayWhole() {
    List<Pieces.Piece> pieces = cut(function(threeLayers(), "sum2:sum:0"), 4 * WIDTH);
    assertEquals(1, pieces.size());
    assertEquals(Set.of("x", "weight_0", "weight_1", "weight_2"), pieces.get(0).inputs());
    assertEquals(Set.of("sum2:sum:0"), pieces.get(0).outputs());
  }

  /** Nine values pass between the two halves, and more within each. */
  @Test
  void whereManyValuesPassEverywhereItIsWhereTheFewestDo() {
    List<NodeDef> nodes = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      nodes.add(node("a" + i, "Abs", "x"));
    }
    for (int i = 0; i < 9; i++) {
      nodes.add(node("b" + i, "Sub", "a" + 2 * i + ":y:0", "a" + (2 * i + 1) + ":y:0"));
    }
    for (int i = 0; i < WIDTH; i++) {
      nodes.add(node("c" + i, "Abs", "b" + i % 9 + ":z:0"));
      ends.add("c" + i + ":y:0");
    }
    nodes.add(node("y", "AddN", ends.toArray(new String[0])));
    List<Pieces.Piece> pieces = cut(function(nodes, "y:sum:0"), nodes.size() - 8);
    assertEquals(2, pieces.size());
    assertEquals(9, pieces.get(0).outputs().size());
    assertEquals(WIDTH + 9, pieces.get(0).nodes().size());
  }

  @Test
  void shapesAndWhatComesOfThemDoNotPass() {
    for (String shaped : List.of("x", "sum0:sum:0")) {
      List<NodeDef> nodes = threeLayers();
      nodes.add(node("shape", "Shape", shaped));
      nodes.add(node("rows", "Abs", "shape:output:0"));
      nodes.add(node("y", "Reshape", "sum2:sum:0", "rows:y:0"));
      List<Pieces.Piece> pieces = cut(function(nodes, "y:output:0"), 2 * WIDTH);
      Pieces.Piece end = pieces.get(pieces.size() - 1);
      assertTrue(end.nodes().keySet().containsAll(Set.of("shape", "rows", "y")), end.toString());
      assertTrue(end.inputs().contains(shaped));
      assertEquals(Set.of("sum0:sum:0"), pieces.get(0).outputs());
    }
  }
}
