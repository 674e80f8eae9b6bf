package io.github.tfflows.tables.reading;

import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.source.Missing;
import java.util.List;

/**
 * How the rows of a table are read.
 *
 * @param missing the treatment of rows with a missing value
 * @param unsuitable the treatment of rows with a value that does not suit its column, or, where
 *     missing values are modelled, with none in a column that had one in every row of the fit
 * @param unseen the treatment of names that occur in no row of the fit
 * @param kept further columns to read as text
 * @param chunk the number of rows that are read at once
 */
public record Reading(
    Missing missing, Unsuitable unsuitable, Unseen unseen, List<String> kept, int chunk) {
  /** Of many columns, too, the tensors of so many rows fit the memory of a small container. */
  private static final int USUAL_CHUNK = 1 << 13;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a chunk has no row
   */
  public Reading {
    kept = List.copyOf(kept);
    if (chunk < 1) {
      throw new IllegalArgumentException("expected chunks of at least one row, got " + chunk);
    }
  }

  /**
   * Returns a reading that refuses unsuitable rows, models unseen names, and keeps no more columns.
   */
  public static Reading of(Missing missing) {
    return new Reading(missing, Unsuitable.REFUSE, Unseen.MODEL, List.of(), USUAL_CHUNK);
  }

  /** Returns this reading with further columns. */
  public Reading keeping(List<String> columns) {
    return new Reading(missing, unsuitable, unseen, columns, chunk);
  }

  /** Returns this reading, which goes on at unsuitable rows. */
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

  /** Returns this reading with chunks of another size: those that fit the cache are faster. */
  public Reading inChunksOf(int rows) {
    return new Reading(missing, unsuitable, unseen, kept, rows);
  }
}
