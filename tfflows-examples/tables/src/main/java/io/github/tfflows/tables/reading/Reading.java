package io.github.tfflows.tables.reading;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.source.Missing;
import java.util.List;

/**
 * Options for reading the rows of a table.
 *
 * @param missing the treatment of rows with missing values
 * @param unsuitable the treatment of rows with a value that does not suit its column or, if missing
 *     values are modelled, with a missing value in a column that had none in the fit
 * @param unseen the treatment of unseen names
 * @param kept further columns to read as text
 * @param chunk the number of rows in a chunk
 */
public record Reading(
    Missing missing, Unsuitable unsuitable, Unseen unseen, List<String> kept, int chunk) {
  /** Tensors of as many rows fit in a small container, even with many columns. */
  private static final int USUAL_CHUNK = 1 << 13;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a chunk has no row
   */
  public Reading {
    kept = List.copyOf(kept);
    Require.atLeast("chunk", chunk, 1);
  }

  /**
   * Returns a reading that refuses unsuitable rows, models unseen names, and reads no further
   * columns.
   */
  public static Reading of(Missing missing) {
    return new Reading(missing, Unsuitable.REFUSE, Unseen.MODEL, List.of(), USUAL_CHUNK);
  }

  /**
   * Returns a reading of a small table of some rows in one chunk, which models missing values, and
   * reports unsuitable rows.
   */
  public static Reading whole(int rows) {
    return of(Missing.MODEL).reporting().inChunksOf(rows);
  }

  /** Returns this reading with further columns. */
  public Reading keeping(List<String> columns) {
    return new Reading(missing, unsuitable, unseen, columns, chunk);
  }

  /** Returns this reading, which reports unsuitable rows and continues. */
  public Reading reporting() {
    return with(Unsuitable.REPORT);
  }

  /** Returns this reading with another treatment of missing values. */
  public Reading with(Missing treatment) {
    return new Reading(treatment, unsuitable, unseen, kept, chunk);
  }

  /** Returns this reading with another treatment of unsuitable rows. */
  public Reading with(Unsuitable treatment) {
    return new Reading(missing, treatment, unseen, kept, chunk);
  }

  /** Returns this reading with another treatment of unseen names. */
  public Reading with(Unseen treatment) {
    return new Reading(missing, unsuitable, treatment, kept, chunk);
  }

  /** Returns this reading with chunks of another size; chunks that fit in the cache are faster. */
  public Reading inChunksOf(int rows) {
    return new Reading(missing, unsuitable, unseen, kept, rows);
  }
}
