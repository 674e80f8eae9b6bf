package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.density.Conditioning;
import java.util.Optional;

/** The treatment of numbers that many rows share, such as an amount of zero. */
public enum Repeats {
  /** Each has a probability, a point mass; the flow must allow absent entries. */
  MASS,

  /**
   * As {@link #MASS}. Beside other modelled columns, so have all numbers of a column whose rows
   * share a few numbers out of many, its levels, such as the numbers of schools.
   */
  LEVEL,

  /** They have a density, as all other numbers. */
  DENSITY;

  /**
   * Returns the default of flows that allow absent entries. Levels would cost models of any cell
   * much time, and held-out groups may have levels of their own.
   *
   * @param groups the column of the groups that are held out as a whole, if any
   */
  public static Repeats usual(Conditioning conditioning, Optional<String> groups) {
    return conditioning == Conditioning.NONE && groups.isEmpty() ? LEVEL : MASS;
  }
}
