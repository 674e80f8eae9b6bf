package io.github.tfflows.tables.profile;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The number of decimals that suffices for all but a handful of numbers. */
final class Decimals implements Serializable {
  private static final long serialVersionUID = 1;

  /** The most decimals of data; further ones come from the conversion to double precision. */
  static final int MOST_WRITTEN = 15;

  /** The powers of ten up to that of the most decimals, since they take long to compute. */
  private static final double[] POWERS =
      IntStream.rangeClosed(0, MOST_WRITTEN).mapToDouble(i -> Math.pow(10, i)).toArray();

  private static final double ROUNDING = 1e-13;
  private static final int HANDFUL = 5;

  /** The least count of numbers for each odd number, which has more decimals than usual. */
  private static final int ROWS_PER_ODD_ONE = 1_000;

  private long count;
  private int most;

  /** The number of decimals that suffices for all numbers but the odd ones. */
  private int usual;

  /** The number of decimals of each odd number. */
  private final List<Integer> odd = new ArrayList<>();

  void add(double number) {
    count++;
    if (usual <= MOST_WRITTEN && !suffice(number, usual)) {
      odd.add(least(number));
      settle();
    }
  }

  void append(Decimals other) {
    count += other.count;
    odd.addAll(other.odd);
    if (other.usual > usual) {
      usual = other.usual;
    }
    settle();
  }

  /**
   * If there are more than a handful of odd numbers, counts those with the fewest decimals as
   * usual.
   */
  private void settle() {
    odd.forEach(decimals -> most = Math.max(most, decimals));
    most = Math.max(most, usual);
    odd.removeIf(decimals -> decimals <= usual);
    while (odd.size() > HANDFUL) {
      usual = Collections.min(odd);
      odd.removeIf(decimals -> decimals <= usual);
    }
  }

  /** Returns whether a handful of many numbers has more decimals than the others. */
  boolean haveOddOnes() {
    return !odd.isEmpty() && count >= (long) ROWS_PER_ODD_ONE * odd.size();
  }

  /** Returns the number of decimals that suffices for all numbers, or for all but the odd ones. */
  int suffice() {
    return haveOddOnes() ? usual : most;
  }

  /** The least number of decimals that suffices: none for 1e-16, though fifteen do not. */
  private static int least(double number) {
    int least = 0;
    while (least <= MOST_WRITTEN && !suffice(number, least)) {
      least++;
    }
    return least;
  }

  private static boolean suffice(double number, int decimals) {
    double scaled = Math.abs(number) * POWERS[decimals];
    return Math.abs(scaled - Math.rint(scaled)) <= scaled * ROUNDING;
  }
}
