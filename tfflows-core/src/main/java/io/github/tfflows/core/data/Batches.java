package io.github.tfflows.core.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches of one size from pass after pass over a source. Rows are shuffled within a pool that
 * holds at least {@link #POOL_BATCHES} batches where the source has as many; a source in one piece
 * is shuffled whole. What is left of a pool goes into the next one, so no row is dropped.
 */
public final class Batches implements AutoCloseable {
  private static final int POOL_BATCHES = 64;

  private final DataSource source;
  private final int size;
  private final Random random;
  private int epoch;
  private long rowsOfPass;
  private @Nullable Stream<Data> pass;
  private @Nullable Iterator<Data> pieces;
  private @Nullable Data pool;
  private int[] order = new int[0];
  private int used;

  public Batches(DataSource source, int size, long seed) {
    this.source = source;
    this.size = size;
    this.random = Seeds.random(seed, Seeds.SHUFFLE);
  }

  /** How many passes over the source have begun. */
  public int epoch() {
    return epoch;
  }

  /** The next batch. */
  public Data next() {
    if (pool == null || order.length - used < size) {
      refill();
    }
    Data from = Objects.requireNonNull(pool);
    int[] indices = Arrays.copyOfRange(order, used, used + size);
    used += size;
    return from.select(indices);
  }

  private void refill() {
    Data rows = pool == null ? null : pool.select(Arrays.copyOfRange(order, used, order.length));
    long wanted = size;
    while (rows == null || rows.count() < wanted) {
      Data piece = nextPiece();
      rows = rows == null || rows.count() == 0 ? piece : rows.followedBy(piece);
      wanted = pieces != null && pieces.hasNext() ? (long) size * POOL_BATCHES : size;
    }
    pool = rows;
    order = Data.shuffled(rows.count(), random);
    used = 0;
  }

  private Data nextPiece() {
    if (pieces == null || !pieces.hasNext()) {
      if (epoch > 0 && rowsOfPass == 0) {
        throw new IllegalArgumentException("the training data have no rows");
      }
      close();
      rowsOfPass = 0;
      pass = source.pass(epoch++);
      pieces = pass.iterator();
      if (!pieces.hasNext()) {
        throw new IllegalArgumentException("the training data have no rows");
      }
    }
    Data piece = pieces.next().requireFinite("a piece of the training data");
    rowsOfPass += piece.count();
    return piece;
  }

  @Override
  public void close() {
    if (pass != null) {
      pass.close();
      pass = null;
      pieces = null;
    }
  }
}
