package io.github.tfflows.bijectors.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sets of features that units of a network may depend on. A unit sees those whose set is part
 * of its own. The degree of a unit is the place of its set here; a part comes before the whole.
 *
 * @param sets the empty set, that of each input, and those of the outputs
 * @param outputs the sets of the outputs, {@code outputs[i]} for feature {@code i}
 */
record Dependencies(List<List<Integer>> sets, List<List<Integer>> outputs) {
  static Dependencies of(Adjacency adjacency) {
    List<List<Integer>> outputs = adjacency.parents();
    Stream<List<Integer>> inputs = IntStream.range(0, outputs.size()).mapToObj(List::of);
    List<List<Integer>> sets =
        Stream.of(Stream.of(List.<Integer>of()), inputs, outputs.stream())
            .flatMap(each -> each)
            .distinct()
            .sorted(Comparator.comparing(List::size)) // stable: the inputs stay in order
            .toList();
    return new Dependencies(sets, outputs);
  }

  /** Returns the degrees of the context's columns followed by the features. */
  Degrees inputs(int context) {
    IntStream features = IntStream.range(0, outputs.size()).map(j -> sets.indexOf(List.of(j)));
    return Degrees.of(IntStream.concat(IntStream.of(new int[context]), features));
  }

  /**
   * Returns the degrees of a hidden layer, as many of each set of the outputs as the number of
   * units allows. A unit of the empty set has something to read only where there is a context.
   */
  Degrees hidden(int units, int context) {
    int[] useful =
        IntStream.range(context > 0 ? 0 : 1, sets.size())
            .filter(degree -> outputs.contains(sets.get(degree)))
            .toArray();
    return useful.length == 0
        ? Degrees.spread(units, 0, 0)
        : Degrees.of(
            IntStream.range(0, units).map(j -> useful[(int) ((long) j * useful.length / units)]));
  }

  /** Returns the degrees of the outputs, {@code parameters} for each feature in {@link #order}. */
  Degrees outputs(int parameters) {
    return Degrees.of(
        IntStream.of(order())
            .map(i -> sets.indexOf(outputs.get(i)))
            .flatMap(degree -> IntStream.range(0, parameters).map(p -> degree)));
  }

  /** Returns the features in ascending order of their degrees. */
  int[] order() {
    return IntStream.range(0, outputs.size())
        .boxed()
        .sorted(Comparator.comparing(i -> sets.indexOf(outputs.get(i))))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns the place of each feature in {@link #order}. */
  int[] places() {
    int[] order = order();
    int[] places = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  /** Returns where the units of a layer (columns) may see those below (rows). */
  boolean[][] mask(Degrees from, Degrees to) {
    int[] below = from.toArray();
    int[] units = to.toArray();
    boolean[][] mask = new boolean[below.length][units.length];
    for (int i = 0; i < below.length; i++) {
      for (int j = 0; j < units.length; j++) {
        mask[i][j] = sets.get(units[j]).containsAll(sets.get(below[i]));
      }
    }
    return mask;
  }
}
