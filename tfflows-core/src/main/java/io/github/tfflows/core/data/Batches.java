package io.github.tfflows.core.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches of one size from repeated passes over a source. Rows are shuffled within a pool of at
 * least {@link #POOL_BATCHES} batches, if the source has as many; a source in one piece is shuffled
 * whole. The rest of a pool goes into the next one, so no row is dropped.
 */
public final class Batches implements AutoCloseable {
  private static final int POOL_BATCHES = 64;

  /** More consecutive pieces without rows are an error, since the wait may be endless. */
  private static final int MOST_EMPTY = 100_000;

  private static final String NO_ROWS = "the training data have no rows with a weight above zero";

  private final DataSource source;
  private final int size;
  private final long seed;
  private int epoch;
  private int piecesOfPass;
  private long rowsOfPass;
  private int empty;
  private int pools;
  private @Nullable Position poolBegin;
  private @Nullable Stream<Data> pass;
  private @Nullable Iterator<Data> pieces;
  private @Nullable Data pool;
  private int[] order = new int[0];
  private int used;

  public Batches(DataSource source, int size, long seed) {
    this.source = source;
    this.size = size;
    this.seed = seed;
  }

  /** Returns the number of passes over the source that have begun. */
  public int epoch() {
    return epoch;
  }

  public Data next() {
    if (pool == null || order.length - used < size) {
      refill();
    }
    Data from = Objects.requireNonNull(pool);
    int[] indices = Arrays.copyOfRange(order, used, used + size);
    used += size;
    return from.select(indices);
  }

  /**
   * A place in the batches of a source.
   *
   * @param pools the number of pools before the current one
   * @param epoch the number of passes begun when the current pool was filled
   * @param pieces the number of pieces of the last pass read by then
   * @param rows the number of rows in these pieces
   * @param rest the rows left over from the previous pool; empty in the first pool
   * @param used the number of rows of the pool in earlier batches
   */
  public record Position(
      int pools, int epoch, int pieces, long rows, Optional<Data> rest, int used) {}

  /** Returns the position of the next batch, after at least one batch. */
  public Position position() {
    Position begin = Objects.requireNonNull(poolBegin, "a position before the first batch");
    return new Position(begin.pools, begin.epoch, begin.pieces, begin.rows, begin.rest, used);
  }

  /** Moves to a position; the source's passes must be the same as before. */
  public void seek(Position position) {
    close();
    if (position.epoch > 0) {
      Iterator<Data> read = open(position.epoch - 1);
      for (int i = 0; i < position.pieces && read.hasNext(); i++) {
        Data unused = read.next();
      }
    }
    pools = position.pools;
    epoch = position.epoch;
    piecesOfPass = position.pieces;
    rowsOfPass = position.rows;
    pool = position.rest.orElse(null);
    order = IntStream.range(0, pool == null ? 0 : pool.count()).toArray();
    used = 0;
    refill();
    used = position.used;
  }

  private void refill() {
    Data rows = pool == null ? null : pool.select(Arrays.copyOfRange(order, used, order.length));
    poolBegin = new Position(pools, epoch, piecesOfPass, rowsOfPass, Optional.ofNullable(rows), 0);
    long wanted = size;
    while (rows == null || rows.count() < wanted) {
      Data piece = nextPiece();
      rows = rows == null || rows.count() == 0 ? piece : rows.followedBy(piece);
      wanted = pieces != null && pieces.hasNext() ? (long) size * POOL_BATCHES : size;
    }
    pool = rows;
    order = Seeds.shuffled(rows.count(), Seeds.random(seed, Seeds.SHUFFLE, pools++));
    used = 0;
  }

  private Data nextPiece() {
    if (pieces == null || !pieces.hasNext()) {
      if (epoch > 0 && rowsOfPass == 0) {
        throw new IllegalArgumentException(NO_ROWS);
      }
      close();
      rowsOfPass = 0;
      piecesOfPass = 0;
      pieces = open(epoch++);
      if (!pieces.hasNext()) {
        throw new IllegalArgumentException(NO_ROWS);
      }
    }
    Data read = pieces.next().requireFinite("a piece of the training data");
    Data piece = read.ungrouped().withoutZeroWeights();
    requireWeightsAsBefore(piece);
    piecesOfPass++;
    rowsOfPass += piece.count();
    empty = piece.count() == 0 ? empty + 1 : 0;
    if (empty == MOST_EMPTY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the training data gave %,d consecutive pieces without rows", empty));
    }
    return piece;
  }

  private void requireWeightsAsBefore(Data piece) {
    if (pool != null && piece.isWeighted() != pool.isWeighted()) {
      throw new IllegalArgumentException(
          "expected weights with every piece of the training data, or with none");
    }
  }

  private Iterator<Data> open(int number) {
    pass = source.pass(number);
    pieces = pass.iterator();
    return pieces;
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
