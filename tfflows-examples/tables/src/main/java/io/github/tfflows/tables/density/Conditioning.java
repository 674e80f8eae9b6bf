package io.github.tfflows.tables.density;

/** The cells of a row that may be given or absent. */
public enum Conditioning {
  /** None: all cells are modelled. */
  NONE,

  /** Any cell, chosen row by row. */
  ANY
}
