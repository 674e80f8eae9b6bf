package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.layer.Degrees;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sets of inputs that units of a network may depend on. A unit may read units whose sets are
 * subsets of its own. The degree of a unit is the index of its set; subsets come first.
 *
 * <p>Features are numbered first, columns of the context after them. If all features depend on the
 * whole context, its columns have the degree of the empty set.
 *
 * @param sets the empty set and the sets of inputs and outputs
 * @param inputs the sets of the inputs, context first
 * @param outputs the sets of the outputs, {@code outputs[i]} for feature {@code i}
 */
record Dependencies(
    List<List<Integer>> sets, List<List<Integer>> inputs, List<List<Integer>> outputs) {
  static Dependencies of(Adjacency adjacency, int context) {
    int features = adjacency.parents().size();
    boolean whole = adjacency.columns().isEmpty();
    List<List<Integer>> inputs =
        Stream.concat(
                IntStream.range(features, features + context)
                    .mapToObj(column -> whole ? List.<Integer>of() : List.of(column)),
                IntStream.range(0, features).mapToObj(List::of))
            .toList();
    List<List<Integer>> outputs =
        IntStream.range(0, features).mapToObj(i -> output(adjacency, i)).toList();
    List<List<Integer>> sets =
        Stream.of(Stream.of(List.<Integer>of()), inputs.stream(), outputs.stream())
            .flatMap(each -> each)
            .distinct()
            .sorted(Comparator.comparing(List::size)) // stable: the inputs stay in order
            .toList();
    return new Dependencies(sets, inputs, outputs);
  }

  private static List<Integer> output(Adjacency adjacency, int feature) {
    Stream<Integer> parents = adjacency.parents().get(feature).stream();
    return adjacency.columns().isEmpty()
        ? parents.toList()
        : Stream.concat(
                parents,
                adjacency.columns().get(feature).stream()
                    .map(column -> adjacency.parents().size() + column))
            .toList();
  }

  Degrees inputDegrees() {
    return Degrees.of(inputs.stream().mapToInt(sets::indexOf));
  }

  /**
   * Returns the degrees of a hidden layer. The sets of the outputs have equal numbers of units. It
   * has units of the empty set only if all features depend on the whole context.
   */
  Degrees hiddenDegrees(int units) {
    int lowest = inputs.contains(List.<Integer>of()) ? 0 : 1;
    int[] useful =
        IntStream.range(lowest, sets.size())
            .filter(degree -> outputs.contains(sets.get(degree)))
            .toArray();
    return useful.length == 0
        ? Degrees.spread(units, 0, 0)
        : Degrees.of(
            IntStream.range(0, units).map(j -> useful[(int) ((long) j * useful.length / units)]));
  }

  /** Returns the degrees of the outputs, {@code parameters} for each feature in {@link #order}. */
  Degrees outputDegrees(int parameters) {
    return Degrees.of(
        IntStream.of(order())
            .map(i -> sets.indexOf(outputs.get(i)))
            .flatMap(degree -> IntStream.range(0, parameters).map(p -> degree)));
  }

  int[] order() {
    return IntStream.range(0, outputs.size())
        .boxed()
        .sorted(Comparator.comparing(i -> sets.indexOf(outputs.get(i))))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  int[] places() {
    int[] order = order();
    int[] places = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  /** Returns whether the units of a layer (columns) may read the units below (rows). */
  boolean[][] mask(Degrees from, Degrees to) {
    boolean[][] contains = contains();
    int[] below = from.toArray();
    int[] units = to.toArray();
    boolean[][] mask = new boolean[below.length][units.length];
    for (int i = 0; i < below.length; i++) {
      for (int j = 0; j < units.length; j++) {
        mask[i][j] = contains[units[j]][below[i]];
      }
    }
    return mask;
  }

  private boolean[][] contains() {
    boolean[][] contains = new boolean[sets.size()][sets.size()];
    for (int whole = 0; whole < sets.size(); whole++) {
      Set<Integer> all = Set.copyOf(sets.get(whole));
      for (int part = 0; part < sets.size(); part++) {
        contains[whole][part] = all.containsAll(sets.get(part));
      }
    }
    return contains;
  }
}
