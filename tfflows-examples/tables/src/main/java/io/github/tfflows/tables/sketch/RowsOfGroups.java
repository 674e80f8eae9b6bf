package io.github.tfflows.tables.sketch;

import io.github.tfflows.tables.source.RowCursor;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The different rows of groups, such as the schools of pupils. A row that repeats cells of its
 * group, such as the size of the school, is no evidence of a rule. Only the first different rows
 * are stored; after them, every row counts. So does every row of a table without groups.
 */
public final class RowsOfGroups implements Serializable {
  private static final long serialVersionUID = 1;

  /** So many different rows rule out a rule by chance, even if rows of groups repeat them. */
  private static final int MOST_COMPLETE = 1_024;

  /** The most different rows that are stored, those with gaps among them. */
  private static final int MOST_ROWS = 2_048;

  private static final String GAP = "";

  private static final RowsOfGroups NONE = new RowsOfGroups(false);

  private final boolean areGrouped;

  /** The group and the cells of each row. */
  private final Set<List<Object>> rows = new LinkedHashSet<>();

  private int complete;

  /** A row without a group, which is equal to no other one. */
  private static final class Alone implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private RowsOfGroups(boolean areGrouped) {
    this.areGrouped = areGrouped;
  }

  /** Returns the rows of a table without groups. */
  public static RowsOfGroups ofNone() {
    return NONE;
  }

  /**
   * Begins without rows.
   *
   * @param groups the column of groups, if there is one
   */
  public static RowsOfGroups in(@Nullable String groups) {
    return groups != null ? new RowsOfGroups(true) : NONE;
  }

  /**
   * Returns the group of a row. A row in which it is missing is a group of its own.
   *
   * @param place the place of the column of groups, if there is one
   */
  public static Object group(RowCursor row, @Nullable Integer place) {
    String group = place == null ? GAP : row.text(place);
    return group == null ? new Alone() : group;
  }

  /**
   * Adds a row, and returns whether it counts.
   *
   * @param row its group and some of its cells; an empty text is a gap
   */
  public boolean add(List<Object> row) {
    if (!areStored()) {
      return true;
    }
    boolean isNew = rows.add(row);
    complete += isNew && !row.contains(GAP) ? 1 : 0;
    return isNew;
  }

  /** Adds the rows that follow. */
  public void append(RowsOfGroups later) {
    later.rows.forEach(this::add);
  }

  /** Returns whether every row that counts is stored. */
  public boolean areStored() {
    return areGrouped && complete < MOST_COMPLETE && rows.size() < MOST_ROWS;
  }

  /** Returns whether at least so many rows without gaps count; without groups, they do. */
  public boolean areAtLeast(int count) {
    return !areGrouped || complete >= count;
  }

  /** Returns the stored rows, in their order. */
  public List<List<Object>> stored() {
    return List.copyOf(rows);
  }
}
