package io.github.tfflows.tables;

import java.util.List;

/**
 * How the rows of a table are read.
 *
 * @param missing the treatment of rows with a missing value
 * @param unsuitable the treatment of rows with a value that does not suit its column, or, where
 *     missing values are modelled, with none in a column that had one in every row of the fit
 * @param kept further columns to read as text
 */
public record Reading(Missing missing, Unsuitable unsuitable, List<String> kept) {
  /** Copies the list. */
  public Reading {
    kept = List.copyOf(kept);
  }

  /** Returns a reading that refuses unsuitable rows and keeps no further column. */
  public static Reading of(Missing missing) {
    return new Reading(missing, Unsuitable.REFUSE, List.of());
  }

  /** Returns this reading with further columns. */
  public Reading keeping(List<String> columns) {
    return new Reading(missing, unsuitable, columns);
  }

  /** Returns this reading, which goes on at unsuitable rows. */
  public Reading reporting() {
    return new Reading(missing, Unsuitable.REPORT, kept);
  }
}
