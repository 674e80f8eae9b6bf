package io.github.tfflows.gallery.imports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The inputs that each unit of a layer depends on, through weights other than zero. */
record Reach(List<BitSet> units) {
  Reach {
    units = List.copyOf(units);
  }

  static Reach ofInputs(int count) {
    List<BitSet> units = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BitSet own = new BitSet();
      own.set(i);
      units.add(own);
    }
    return new Reach(units);
  }

  /** Returns the reach of a layer that reads these units. */
  Reach through(Linear layer) {
    List<BitSet> next = new ArrayList<>();
    for (int unit = 0; unit < layer.units(); unit++) {
      BitSet read = new BitSet();
      for (int i = 0; i < layer.inputs(); i++) {
        if (layer.weight()[unit * layer.inputs() + i] != 0) {
          read.or(units.get(i));
        }
      }
      next.add(read);
    }
    return new Reach(next);
  }

  /** Returns the reach of sums of these units and other units. */
  Reach plus(Reach others) {
    List<BitSet> sums = new ArrayList<>();
    for (int unit = 0; unit < units.size(); unit++) {
      BitSet sum = (BitSet) units.get(unit).clone();
      sum.or(others.units.get(unit));
      sums.add(sum);
    }
    return new Reach(sums);
  }

  /**
   * Checks that the parameters of each feature depend only on features before it.
   *
   * @param ranks the place of each feature in the order; further inputs are a context
   * @param network the place of the network
   * @throws IllegalArgumentException if they depend on others, so that the masks do not suit the
   *     order
   */
  void requireAutoregressive(List<Integer> ranks, TorchArrays network) {
    int parameters = units.size() / ranks.size();
    for (int unit = 0; unit < units.size(); unit++) {
      int feature = unit / parameters;
      for (int read = 0; read < ranks.size(); read++) {
        if (units.get(unit).get(read) && ranks.get(read) >= ranks.get(feature)) {
          throw new IllegalArgumentException(
              "%s: feature %s depends on feature %s; expected masks by which it depends on features"
                      .formatted(network, feature, read)
                  + " before it alone");
        }
      }
    }
  }
}
