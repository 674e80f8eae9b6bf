package io.github.tfflows.cli.file;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Rows that equal an earlier one, by a hash of 64 bits. */
public final class RepeatedRows {
  /** Returns the number of rows that equal an earlier one in some columns, counted from zero. */
  public static long count(TableSource source, int... columns) throws IOException {
    BitSet numbers = new BitSet();
    for (int column : columns) {
      String name = source.columns().get(column);
      boolean isDouble =
          TypedSource.type(source, name).filter(OutputColumn.Type.NUMBER::equals).isPresent();
      numbers.set(column, isDouble);
    }
    LongStream.Builder hashes = LongStream.builder();
    try (RowCursor row = source.open()) {
      while (row.next()) {
        hashes.add(hash(row, numbers, columns));
      }
    }
    long[] sorted = hashes.build().toArray();
    Arrays.sort(sorted);
    return IntStream.range(1, sorted.length).filter(i -> sorted[i] == sorted[i - 1]).count();
  }

  private static long hash(RowCursor row, BitSet numbers, int... columns) {
    long hash = 0;
    for (int column : columns) {
      if (numbers.get(column)) {
        double number = row.number(column) + 0.0; // zeros are equal, whatever their sign
        hash = (hash ^ Double.doubleToLongBits(number)) * 0x9E3779B97F4A7C15L;
      } else {
        String text = String.valueOf(row.text(column));
        hash = (hash ^ text.hashCode()) * 0x9E3779B97F4A7C15L + text.length();
      }
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private RepeatedRows() {}
}
