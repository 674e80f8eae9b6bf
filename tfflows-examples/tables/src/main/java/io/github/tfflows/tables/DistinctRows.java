package io.github.tfflows.tables;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Draws of a model with distinct keys. */
public final class DistinctRows {
  /** The largest number of further draws in place of rows with repeated keys. */
  private static final int MOST_ROUNDS = 100;

  private final List<List<Integer>> keys;
  private final List<Integer> numbered = new ArrayList<>();
  private final Set<List<Object>> seen = new HashSet<>();
  private long rows;

  private DistinctRows(List<List<Integer>> keys) {
    this.keys = keys;
  }

  static DistinctRows of(TableSchema schema, List<List<String>> keys) {
    List<String> names = schema.written().stream().map(TableColumn::name).toList();
    DistinctRows rows =
        new DistinctRows(
            keys.stream().map(key -> key.stream().map(names::indexOf).toList()).toList());
    for (DerivedColumn column : schema.derived()) {
      if (column.relation() instanceof Relation.Numbered) {
        rows.numbered.add(names.indexOf(column.column().name()));
      }
    }
    return rows;
  }

  /**
   * Adds a row.
   *
   * @param values a value for each of {@link TableSchema#written}
   * @return the row, with its number if rows are numbered; empty if its key is repeated
   */
  public Optional<List<Object>> add(List<Object> values) {
    List<Object> row = new ArrayList<>(values);
    for (int place : numbered) {
      row.set(place, next(row.get(place)));
    }
    List<List<Object>> own = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      List<Object> key = new ArrayList<>(List.of(i));
      keys.get(i).forEach(place -> key.add(String.valueOf(row.get(place))));
      own.add(key);
    }
    if (own.stream().anyMatch(seen::contains)) {
      return Optional.empty();
    }
    seen.addAll(own);
    rows++;
    return Optional.of(row);
  }

  /**
   * Checks that rows may be drawn again.
   *
   * @param round the number of times so far
   * @param missing the number of rows with repeated keys
   * @throws IllegalStateException after too many times
   */
  public void requireFurther(int round, int missing) {
    if (round >= MOST_ROUNDS) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%,d rows have distinct keys, and %,d more still have repeated keys after %,d draws;"
                  + " expected fewer draws, or a model without the requirement unique(…)",
              rows,
              missing,
              round));
    }
  }

  private Object next(Object first) {
    return first instanceof Long whole ? (Object) (whole + rows) : (Object) ((Double) first + rows);
  }
}
