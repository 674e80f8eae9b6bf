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
  private static final int MOST_ROWS = 256;

  private final int most;

  /** The group and the cells of each row. */
  private final Set<List<Object>> rows = new LinkedHashSet<>();

  private RowsOfGroups(int most) {
    this.most = most;
  }

  /**
   * Begins without rows.
   *
   * @param groups the place or the name of the column of groups, if there is one
   */
  public static RowsOfGroups in(@Nullable Object groups) {
    return new RowsOfGroups(groups == null ? 0 : MOST_ROWS);
  }

  /**
   * Returns the group of a row. A row in which it is missing is a group of its own.
   *
   * @param place the place of the column of groups, if there is one
   * @param number the number of the row
   */
  public static Object group(RowCursor row, @Nullable Integer place, long number) {
    String group = place == null ? "" : row.text(place);
    return group == null ? (Object) number : group;
  }

  /** Adds a row, a group and cells of it; returns whether it counts. */
  public boolean add(List<Object> row) {
    return !areAll() || rows.add(row);
  }

  /** Adds the rows that follow. */
  public void append(RowsOfGroups later) {
    later.rows.forEach(this::add);
  }

  /** Returns whether all rows are stored that count. */
  public boolean areAll() {
    return rows.size() < most;
  }

  /** Returns whether so many rows count, or all do. */
  public boolean areAtLeast(int count) {
    return !areAll() || rows.size() >= count;
  }

  /** Returns the stored rows, in their order. */
  public List<List<Object>> stored() {
    return List.copyOf(rows);
  }
}
