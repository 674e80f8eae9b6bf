package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * All rows of a table or, if these are too many, a uniform random sample (algorithm R of Vitter,
 * 1985, Random sampling with a reservoir, ACM Transactions on Mathematical Software 11, 37-57).
 */
public final class RowSample {
  private static final List<Function<Data, Rows>> PARTS =
      List.of(Data::x, Data::context, Data::weights, Data::groups);

  private final int most;
  private final SplittableRandom random;
  private final List<Data> chunks = new ArrayList<>();
  private int count;

  /** Creates a sample from empty data in the shape of the rows. */
  RowSample(Data none, int most, long seed) {
    chunks.add(none);
    this.most = most;
    this.random = new SplittableRandom(seed);
  }

  /** Adds rows, without a copy while all fit. */
  void add(Data rows) {
    int free = Math.max(0, Math.min(rows.count(), most - count));
    if (free > 0) {
      chunks.add(free == rows.count() ? rows : rows.slice(0, free));
      count += free;
    }
    for (int row = free; row < rows.count(); row++) {
      count = Math.incrementExact(count);
      int place = random.nextInt(count);
      if (place < most) {
        replace(place, rows, row);
      }
    }
  }

  private void replace(int place, Data rows, int row) {
    Data kept = rows();
    for (Function<Data, Rows> part : PARTS) {
      Rows to = part.apply(kept);
      int size = to.size();
      System.arraycopy(part.apply(rows).values(), row * size, to.values(), place * size, size);
    }
  }

  /** Returns the number of added rows. */
  public int count() {
    return count;
  }

  /** Returns the sample, in the order of the table if it contains all rows. */
  public Data rows() {
    if (chunks.size() > 1) {
      List<Rows> parts =
          PARTS.stream().map(part -> joined(chunks.stream().map(part).toList())).toList();
      chunks.clear();
      chunks.add(new Data(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
    }
    return chunks.get(0);
  }

  private static Rows joined(List<Rows> chunks) {
    int count = chunks.stream().mapToInt(Rows::count).sum();
    int size = chunks.get(chunks.size() - 1).size(); // the first one has neither weights nor groups
    float[] all = new float[Math.multiplyExact(size, count)];
    int at = 0;
    for (Rows chunk : chunks) {
      System.arraycopy(chunk.values(), 0, all, at, chunk.values().length);
      at += chunk.values().length;
    }
    return new Rows(all, Shape.of(size), count);
  }
}
