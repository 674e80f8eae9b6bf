package io.github.tfflows.tables.density;

/** The cells of a row that may be given or absent. */
public enum Conditioning {
  /** None: all are modelled. */
  NONE,

  /** Any cell; each row has its own choice. */
  ANY
}
