package io.github.tfflows.bijectors.network;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The degrees from 0 to {@code degrees - 1}, cut into blocks of one size, the last of which may be
 * shorter. In loops over blocks and over the degrees of a block, all steps have arrays of the same
 * shapes: the units of a layer have a number of places for each degree, and another for each block.
 * Some places stay empty.
 *
 * @param degrees the number of degrees
 * @param size the number of degrees of a block
 */
record Blocks(int degrees, int size) {
  /** The unit of an empty place. */
  static final int NONE = -1;

  /** Returns blocks of about as many degrees as there are blocks, of which few are missing. */
  static Blocks of(int degrees) {
    double root = Math.sqrt(degrees);
    return IntStream.rangeClosed((int) Math.ceil(0.75 * root), (int) Math.ceil(1.25 * root))
        .mapToObj(size -> new Blocks(degrees, size))
        .min(Comparator.comparing(blocks -> blocks.count() * blocks.size()))
        .orElseThrow();
  }

  /** Returns the number of blocks. */
  int count() {
    return (degrees + size - 1) / size;
  }

  /** Returns whether the last block is as long as the others. */
  boolean areFull() {
    return count() * size == degrees;
  }

  /** Returns the number of degrees of each block. */
  int[] sizes() {
    return IntStream.range(0, count())
        .map(block -> Math.min(size, degrees - block * size))
        .toArray();
  }

  /** Returns the number of places for the units of a degree. */
  int most(Degrees units) {
    return Arrays.stream(units.counts(degrees - 1)).max().orElseThrow();
  }

  /** Returns the units in the places for degrees, {@code [count, size, most]} row by row. */
  int[] byDegree(Degrees units) {
    int[] all = new int[count() * size * most(units)];
    Arrays.fill(all, NONE);
    for (int degree = 0; degree < degrees; degree++) {
      fill(all, degree * (all.length / (count() * size)), units, degree, degree + 1);
    }
    return all;
  }

  /**
   * Returns the units in the places for blocks, {@code [count, k]} row by row: the places for
   * degrees, unless fewer do.
   */
  int[] byBlock(Degrees units) {
    int most =
        IntStream.range(0, count())
            .map(block -> units.upTo(end(block) - 1) - units.upTo(block * size - 1))
            .max()
            .orElseThrow();
    if (most == size * most(units)) {
      return byDegree(units);
    }
    int[] all = new int[count() * most];
    Arrays.fill(all, NONE);
    for (int block = 0; block < count(); block++) {
      fill(all, block * most, units, block * size, end(block));
    }
    return all;
  }

  private int end(int block) {
    return Math.min(degrees, (block + 1) * size);
  }

  /** Puts the units of some degrees into successive places. */
  private static void fill(int[] places, int place, Degrees units, int degree, int end) {
    int first = units.upTo(degree - 1);
    for (int unit = first; unit < units.upTo(end - 1); unit++) {
      places[place + unit - first] = unit;
    }
  }

  /**
   * Returns the place for a degree, within its block, of the unit in each place for a block; zero
   * for empty ones.
   */
  int[] places(Degrees units) {
    int[] byDegree = byDegree(units);
    int[] placeOf = new int[units.size()];
    for (int place = 0; place < byDegree.length; place++) {
      if (byDegree[place] != NONE) {
        placeOf[byDegree[place]] = place % (byDegree.length / count());
      }
    }
    return Arrays.stream(byBlock(units)).map(unit -> unit == NONE ? 0 : placeOf[unit]).toArray();
  }
}
