package io.github.tfflows.bijectors.network.autoregressive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.testing.AutoregressiveConditionerContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.NetworkLab;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.activations.Activations;

/** Under a graph in which every feature has all earlier ones as parents, it is a plain MADE. */
class AdjacentNetworkTest implements AutoregressiveConditionerContract {
  private static final int PER_FEATURE = 2;

  @Override
  public AutoregressiveConditioner conditioner() {
    return conditioner(5);
  }

  @Override
  public AutoregressiveConditioner conditioner(int features) {
    List<List<Integer>> earlier =
        IntStream.range(0, features).mapToObj(i -> IntStream.range(0, i).boxed().toList()).toList();
    return new AdjacentNetwork(
        Mlp.of(16, 15).withActivation(Activations.TANH), Adjacency.ofParents(earlier));
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("dense_0", "dense_1", "output");
  }

  /** The features in another order than their levels, with equal and with overlapping parents. */
  static final Adjacency GRAPH =
      Adjacency.of(
          new boolean[][] {
            {false, false, false, true, false},
            {true, false, true, false, false},
            {false, false, false, false, false},
            {false, false, true, false, false},
            {true, false, true, false, false}
          });

  @Test
  void readsParentsOnly() {
    for (AutoregressiveConditioner network :
        List.of(
            new AdjacentNetwork(Mlp.of(12, 9).withActivation(Activations.TANH), GRAPH),
            new AdjacentNetwork(ResidualNet.of(9, 1).withActivation(Activations.TANH), GRAPH))) {
      try (NetworkLab lab =
          new NetworkLab(5, 0, (scope, x) -> network.parameters(scope, x, PER_FEATURE))) {
        assertReads(GRAPH.parents(), lab.jacobian("known", lab.feeds(1)), network);
      }
    }
  }

  /** Asserts which entries the parameters of each feature depend on. */
  private static void assertReads(List<List<Integer>> read, double[][] jacobian, Object network) {
    for (int row = 0; row < jacobian.length; row++) {
      int feature = row / PER_FEATURE;
      for (int j = 0; j < jacobian[row].length; j++) {
        boolean reads = read.get(feature).contains(j);
        assertEquals(reads, jacobian[row][j] != 0, j + " on " + feature + " of " + network);
      }
    }
  }

  @Test
  void readsItsColumnsOfTheContextOnly() {
    List<List<Integer>> columns =
        List.of(List.of(1), List.of(0, 1), List.of(), List.of(0), List.of(0));
    AutoregressiveConditioner network =
        new AdjacentNetwork(
            Mlp.of(20, 20).withActivation(Activations.TANH), GRAPH.withColumns(columns));
    try (NetworkLab lab =
        new NetworkLab(5, 2, (scope, x) -> network.parameters(scope, x, PER_FEATURE))) {
      assertReads(GRAPH.parents(), lab.jacobian("known", lab.feeds(1)), network);
      assertReads(columns, lab.jacobian("context", lab.feeds(1)), network);
    }
  }

  @Test
  void passesOnceForEachLevel() {
    assertEquals(List.of(List.of(2), List.of(3), List.of(0), List.of(1, 4)), GRAPH.levels());
  }

  @Test
  void rejectsOtherGraphs() {
    Expect.rejected(
        "1 -> 2 -> 1", () -> Adjacency.ofParents(List.of(List.of(1), List.of(2), List.of(1))));
    Expect.rejected("0 -> 0", () -> Adjacency.of(new boolean[][] {{true}}));
    Expect.rejected("got 2", () -> Adjacency.ofParents(List.of(List.of(), List.of(2))));
    Expect.rejected("[[0]]", () -> GRAPH.withColumns(List.of(List.of(0))));
    Expect.rejected(
        "[[-1]]", () -> Adjacency.ofParents(List.of(List.of())).withColumns(List.of(List.of(-1))));
    Expect.rejected("column 0", () -> readsColumns(List.of(List.of(0))));
    Expect.rejected("none", () -> Adjacency.ofParents(List.of()));
    Expect.rejected("a row of 1 entries", () -> Adjacency.of(new boolean[][] {{false}, {false}}));
    Expect.rejected(
        "5 features",
        () ->
            new NetworkLab(
                    3,
                    0,
                    (scope, x) -> new AdjacentNetwork(Mlp.of(4), GRAPH).parameters(scope, x, 1))
                .close());
  }

  private static void readsColumns(List<List<Integer>> columns) {
    Adjacency single = Adjacency.ofParents(List.of(List.of())).withColumns(columns);
    new NetworkLab(
            1, 0, (scope, x) -> new AdjacentNetwork(Mlp.of(4), single).parameters(scope, x, 1))
        .close();
  }
}
