package io.github.tfflows.tables.reading;

import io.github.tfflows.tables.source.Header;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds columns of names that belong to the groups of rows, such as the names of schools in rows
 * grouped by the numbers of schools: nearly all rows that repeat a name are of its first group. The
 * names of new groups are unseen.
 */
public final class NamesOfGroups {
  /** Fewer rows that repeat a name in its group may be chance. */
  private static final int FEWEST_ROWS = 20;

  private static final double LEAST_SHARE = 0.95;

  /** Rows with further names do not count. */
  private static final int MOST_NAMES = 100_000;

  /** The group of the first row of each name. */
  private final Map<String, String> firsts = new HashMap<>();

  private long again;
  private long inGroup;

  private NamesOfGroups() {}

  /**
   * Returns those of some columns that name groups, in a pass over a table.
   *
   * @param groups the column of the groups; rows in which it is missing do not count
   */
  public static List<String> among(TableSource table, String groups, List<String> columns)
      throws IOException {
    if (columns.isEmpty()) {
      return List.of();
    }
    Header header = new Header(table.name(), table.columns());
    int[] places = columns.stream().mapToInt(header::indexOf).toArray();
    int place = header.indexOf(groups);
    List<NamesOfGroups> all = columns.stream().map(column -> new NamesOfGroups()).toList();
    try (RowCursor row = table.open()) {
      while (row.next()) {
        String group = row.text(place);
        for (int i = 0; i < places.length && group != null; i++) {
          String name = row.text(places[i]);
          if (name != null) {
            all.get(i).add(name, group);
          }
        }
      }
    }
    return IntStream.range(0, places.length)
        .filter(i -> all.get(i).areFound())
        .mapToObj(columns::get)
        .toList();
  }

  private void add(String name, String group) {
    String first = firsts.get(name);
    if (first != null) {
      again++;
      inGroup += first.equals(group) ? 1 : 0;
    } else if (firsts.size() < MOST_NAMES) {
      firsts.put(name, group);
    }
  }

  private boolean areFound() {
    return again >= FEWEST_ROWS && inGroup >= LEAST_SHARE * again;
  }
}
