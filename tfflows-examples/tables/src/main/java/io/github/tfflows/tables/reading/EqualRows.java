package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Rows that are equal, by hashes of 64 bits.
 *
 * <p>Rounded values and names are equal by chance, too. But then many pairs of rows differ in a
 * single column. If rows were copied, for instance to give rare ones more weight, hardly any do. Of
 * 346 public tables with 100 to 60,000 rows, 70 have repeats in at least a hundredth of their rows,
 * and none passes for copied. Copies in tables of one or two coarse columns are not recognized.
 */
public final class EqualRows {
  /** Enough to compare equal rows with rows that differ in one column. */
  private static final int MOST_COMPARED = 100_000;

  private static final int LEAST_COMPARED = 5_000;

  /** With more columns, fewer rows are compared. */
  private static final int COMPARED_CELLS = 4_000_000;

  /** Fewer pairs of copies for each row hardly matter. */
  private static final double LEAST_COPIES = 0.01;

  private static final int LEAST_PAIRS = 10;

  /** More equal rows are a frequent value of all columns, rather than copies. */
  private static final double MOST_COPIES = 0.01;

  private static final int MOST_COPIES_OF_FEW = 20;

  /** For each pair of rows that differs in a column alone, copies are at least as many pairs. */
  private static final int BEYOND_CHANCE = 10;

  private final Data rows;

  public EqualRows(Data rows) {
    this.rows = rows;
  }

  /** Returns the number of rows that equal an earlier one. */
  public long count() {
    long[] hashes = hashes(IntStream.range(0, rows.count()).toArray());
    return rows.count() - LongStream.of(hashes).distinct().count();
  }

  /** Whether rows appear to be copies of others. */
  public boolean areCopies() {
    int[] some = some();
    long[] hashes = hashes(some);
    double most = Math.max(MOST_COPIES_OF_FEW, MOST_COPIES * some.length);
    double copies = pairs(hashes, most);
    double share = some.length / Math.max(1.0, rows.count());
    if (copies < Math.max(LEAST_PAIRS, LEAST_COPIES * some.length * share)) {
      return false;
    }
    double equal = pairs(hashes, some.length);
    return IntStream.range(0, columns())
        .mapToDouble(column -> pairs(without(hashes, some, column), some.length) - equal)
        .allMatch(different -> copies > BEYOND_CHANCE * different);
  }

  /** Returns the places of all rows or, of many, of a random sample. */
  private int[] some() {
    int most =
        Math.max(LEAST_COMPARED, Math.min(MOST_COMPARED, COMPARED_CELLS / Math.max(1, columns())));
    SplittableRandom random = new SplittableRandom(0);
    int count = rows.count();
    return count <= most
        ? IntStream.range(0, count).toArray()
        : random.ints(0, count).distinct().limit(most).toArray();
  }

  private int columns() {
    return rows.x().size() + rows.context().size();
  }

  /** Returns the number of pairs of equal hashes among those of at most some equal ones. */
  private static double pairs(long[] hashes, double most) {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    double pairs = 0;
    int begin = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[begin]) {
        double equal = i - begin;
        pairs += equal > most ? 0 : equal * (equal - 1) / 2;
        begin = i;
      }
    }
    return pairs;
  }

  /** Returns a hash of each row, the sum of the hashes of its cells. */
  private long[] hashes(int[] places) {
    return IntStream.of(places)
        .mapToLong(
            row -> IntStream.range(0, columns()).mapToLong(column -> hash(row, column)).sum())
        .toArray();
  }

  private long[] without(long[] hashes, int[] places, int column) {
    return IntStream.range(0, hashes.length)
        .mapToLong(i -> hashes[i] - hash(places[i], column))
        .toArray();
  }

  private long hash(int row, int column) {
    int size = rows.x().size();
    Rows part = column < size ? rows.x() : rows.context();
    int place = column < size ? column : column - size;
    float value = part.values()[row * part.size() + place] + 0f; // zeros are equal
    return new SplittableRandom(Float.floatToIntBits(value) + ((long) column << 32)).nextLong();
  }
}
