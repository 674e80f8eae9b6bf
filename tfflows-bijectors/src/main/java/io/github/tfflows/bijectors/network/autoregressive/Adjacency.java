package io.github.tfflows.bijectors.network.autoregressive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A directed acyclic graph of features. The parameters of each feature depend only on its parents.
 * With such a graph an autoregressive map is a graphical normalizing flow (Wehenkel and Louppe,
 * 2021, arXiv:2006.02548), whose density factorizes like a Bayesian network.
 *
 * @param parents the parents of each feature, in ascending order, without cycles
 * @param columns the columns of the context that each feature depends on, in ascending order; empty
 *     if every feature depends on the whole context
 */
public record Adjacency(List<List<Integer>> parents, List<List<Integer>> columns) {
  public Adjacency {
    int features = parents.size();
    if (features == 0) {
      throw new IllegalArgumentException("a graph needs at least one feature, got none");
    }
    parents = ascending(parents);
    columns = ascending(columns);
    for (List<Integer> each : parents) {
      each.forEach(parent -> requireFeature(parent, features));
    }
    requireAcyclic(parents);
    requireColumns(columns, features);
  }

  private static List<List<Integer>> ascending(List<? extends Collection<Integer>> sets) {
    return sets.stream().map(each -> List.copyOf(new TreeSet<>(each))).toList();
  }

  private static void requireColumns(List<List<Integer>> columns, int features) {
    if (!columns.isEmpty() && columns.size() != features) {
      throw new IllegalArgumentException(
          "expected columns for each of %s features, got %s".formatted(features, columns));
    }
    if (columns.stream().flatMap(List::stream).anyMatch(column -> column < 0)) {
      throw new IllegalArgumentException("columns count from 0, got " + columns);
    }
  }

  /**
   * Returns the graph of given parents.
   *
   * @param parents for each feature, from the first on, the features that it depends on
   * @throws IllegalArgumentException under the conditions of the constructor
   */
  public static Adjacency ofParents(List<? extends Collection<Integer>> parents) {
    return new Adjacency(ascending(parents), List.of());
  }

  /**
   * Returns this graph with features that depend only on some columns of the context.
   *
   * @param others for each feature, from the first on, the columns that it depends on
   * @throws IllegalArgumentException under the conditions of the constructor
   */
  public Adjacency withColumns(List<? extends Collection<Integer>> others) {
    return new Adjacency(parents, ascending(others));
  }

  /**
   * Returns the graph of an adjacency matrix.
   *
   * @param depends {@code depends[i][j]} is true if feature {@code i} depends on feature {@code j};
   *     none depends on itself
   * @throws IllegalArgumentException if the matrix is not square, or under the conditions of the
   *     constructor
   */
  public static Adjacency of(boolean[][] depends) {
    List<List<Integer>> parents = new ArrayList<>();
    for (boolean[] row : depends) {
      if (row.length != depends.length) {
        throw new IllegalArgumentException(
            "expected a square matrix, got a row of %s entries among %s rows"
                .formatted(row.length, depends.length));
      }
      parents.add(IntStream.range(0, row.length).filter(j -> row[j]).boxed().toList());
    }
    return new Adjacency(parents, List.of());
  }

  private static void requireFeature(int parent, int features) {
    if (parent < 0 || parent >= features) {
      throw new IllegalArgumentException(
          "a parent must be one of the features 0 to %s, got %s".formatted(features - 1, parent));
    }
  }

  /**
   * Returns the features by the length of the longest path to them: first the features without
   * parents, then the features whose parents are all among these, and so on.
   */
  List<List<Integer>> levels() {
    return levels(parents);
  }

  private static List<List<Integer>> levels(List<List<Integer>> parents) {
    List<List<Integer>> levels = new ArrayList<>();
    List<Integer> rest = new ArrayList<>(IntStream.range(0, parents.size()).boxed().toList());
    while (!rest.isEmpty()) {
      List<Integer> waiting = List.copyOf(rest);
      List<Integer> level =
          waiting.stream()
              .filter(i -> parents.get(i).stream().noneMatch(waiting::contains))
              .toList();
      if (level.isEmpty()) {
        break;
      }
      levels.add(level);
      rest.removeAll(level);
    }
    return levels;
  }

  private static void requireAcyclic(List<List<Integer>> parents) {
    List<Integer> placed = levels(parents).stream().flatMap(List::stream).toList();
    OptionalInt stuck =
        IntStream.range(0, parents.size()).filter(i -> !placed.contains(i)).findFirst();
    if (stuck.isPresent()) {
      throw new IllegalArgumentException(
          "expected a graph without cycles, got the cycle "
              + cycle(parents, placed, stuck.getAsInt()));
    }
  }

  /** Returns a cycle: follows parents without a level until one repeats. */
  private static String cycle(List<List<Integer>> parents, List<Integer> placed, int from) {
    List<Integer> path = new ArrayList<>();
    int at = from;
    while (!path.contains(at)) {
      path.add(at);
      at = parents.get(at).stream().filter(i -> !placed.contains(i)).findFirst().orElseThrow();
    }
    path.add(at);
    return path.subList(path.indexOf(at), path.size()).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" -> "));
  }
}
