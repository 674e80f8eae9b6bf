package io.github.tfflows.bijectors.network;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The degrees from 0 to {@code degrees - 1}, cut into blocks of one size, the last of which may be
 * shorter. Where loops run over the blocks, and over the degrees of a block, the units of a layer
 * have a place for each degree, or a place for each block, and some places are empty.
 *
 * @param degrees the number of degrees
 * @param size the number of degrees in a block
 */
record Blocks(int degrees, int size) {
  /** An empty place. */
  static final int NONE = -1;

  /** Returns blocks whose size and number are about the same, with a last one as long as can be. */
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

  /** Returns the number of degrees in each block. */
  int[] sizes() {
    return IntStream.range(0, count())
        .map(block -> Math.min(size, degrees - block * size))
        .toArray();
  }

  /** Returns the most units of one degree. */
  int most(Degrees units) {
    return Arrays.stream(units.counts(degrees - 1)).max().orElseThrow();
  }

  /** Returns the most units of one block. */
  int mostOfBlock(Degrees units) {
    return IntStream.range(0, count()).map(block -> unitsOf(units, block)).max().orElseThrow();
  }

  private int unitsOf(Degrees units, int block) {
    int end = Math.min(degrees, (block + 1) * size);
    return units.upTo(end - 1) - units.upTo(block * size - 1);
  }

  /** Returns the unit of each place, {@code [count, size, most]} row by row. */
  int[] byDegree(Degrees units) {
    int most = most(units);
    int[] places = new int[count() * size * most];
    Arrays.fill(places, NONE);
    for (int degree = 0; degree < degrees; degree++) {
      int first = units.upTo(degree - 1);
      for (int unit = first; unit < units.upTo(degree); unit++) {
        places[degree * most + unit - first] = unit;
      }
    }
    return places;
  }

  /** Returns the unit of each place, {@code [count, mostOfBlock]} row by row. */
  int[] byBlock(Degrees units) {
    int most = mostOfBlock(units);
    if (most == size * most(units)) {
      return byDegree(units);
    }
    int[] places = new int[count() * most];
    Arrays.fill(places, NONE);
    for (int block = 0; block < count(); block++) {
      int first = units.upTo(block * size - 1);
      for (int i = 0; i < unitsOf(units, block); i++) {
        places[block * most + i] = first + i;
      }
    }
    return places;
  }

  /**
   * Returns the place by degree within its block of each place by block, {@code [count,
   * mostOfBlock]}.
   */
  int[] compact(Degrees units) {
    int[] degree = byDegree(units);
    int ofBlock = degree.length / count();
    int[] block = byBlock(units);
    int[] table = new int[block.length];
    int[] at = new int[units.size()];
    for (int i = 0; i < degree.length; i++) {
      if (degree[i] != NONE) {
        at[degree[i]] = i % ofBlock;
      }
    }
    for (int i = 0; i < block.length; i++) {
      table[i] = block[i] == NONE ? 0 : at[block[i]];
    }
    return table;
  }
}
