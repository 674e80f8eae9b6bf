package io.github.tfflows.tables.relation;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The value of each name in the rows so far, as long as each has one. */
final class ValuesByName implements Serializable {
  private static final long serialVersionUID = 1;

  /** Fewer names hardly are persons or things of which there are others. */
  private static final int FEWEST_GROUPS = 20;

  /** With more rows of each name, rows of other names are hardly expected. */
  private static final int MOST_ROWS_OF_GROUP = 100;

  private final Map<String, String> values = new LinkedHashMap<>();

  /** The number of rows that repeat a value with its name, by value. */
  private final Map<String, Integer> again = new HashMap<>();

  /** Adds the value of a name; returns whether it has no other. */
  boolean add(String name, String value) {
    String known = values.putIfAbsent(name, value);
    if (known != null) {
      again.merge(value, 1, Integer::sum);
    }
    return known == null ? !name.isEmpty() || value.isEmpty() : known.equals(value);
  }

  /** Adds the rows that follow; returns whether each name has one value. */
  boolean append(ValuesByName later) {
    later.again.forEach((value, count) -> again.merge(value, count, Integer::sum));
    return later.values.entrySet().stream().allMatch(pair -> add(pair.getKey(), pair.getValue()));
  }

  Map<String, String> all() {
    return Collections.unmodifiableMap(values);
  }

  /** Returns whether different values are repeated with their names, too often for chance. */
  boolean areRepeated() {
    int most = again.values().stream().mapToInt(count -> count).max().orElse(0);
    int all = again.values().stream().mapToInt(count -> count).sum();
    return all - most >= Scanned.FEWEST_ROWS;
  }

  /** Returns whether names are many, each in a few rows, and some have the same value. */
  boolean areOfGroups() {
    long repeated = again.values().stream().mapToLong(count -> count).sum();
    return values.size() >= FEWEST_GROUPS
        && repeated < (MOST_ROWS_OF_GROUP - 1L) * values.size()
        && values.values().stream().distinct().count() < values.size();
  }
}
