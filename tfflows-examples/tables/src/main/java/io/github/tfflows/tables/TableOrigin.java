package io.github.tfflows.tables;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The choices of a fit that the columns of the model do not show.
 *
 * @param flow the name of the flow
 * @param rows the columns of weights and groups
 * @param keys sets of columns with distinct values in draws
 */
public record TableOrigin(String flow, RowColumns rows, List<List<String>> keys) {
  /** The entry of a model's description with the name of the column of weights. */
  public static final String WEIGHT_COLUMN = "weight_column";

  /** The entry of a model's description with the name of the column of groups. */
  public static final String GROUP_COLUMN = "group_column";

  private static final String FLOW = "flow";
  private static final String KEY = "key.%s.%s";

  public TableOrigin {
    keys = keys.stream().map(List::copyOf).toList();
  }

  /** Creates the origin of a model whose draws have no keys. */
  public TableOrigin(String flow, RowColumns rows) {
    this(flow, rows, List.of());
  }

  /** Returns the origin in a model's description, if any. */
  static Optional<TableOrigin> in(ModelDescription description) {
    Map<String, String> entries = description.entries();
    List<List<String>> keys = new ArrayList<>();
    for (List<String> key = key(entries, 1); !key.isEmpty(); key = key(entries, keys.size() + 1)) {
      keys.add(key);
    }
    RowColumns rows =
        new RowColumns(
            Optional.ofNullable(entries.get(WEIGHT_COLUMN)),
            Optional.ofNullable(entries.get(GROUP_COLUMN)));
    return Optional.ofNullable(entries.get(FLOW)).map(flow -> new TableOrigin(flow, rows, keys));
  }

  /**
   * Checks that rows to evaluate have no column of weights, since an evaluation counts them alike.
   *
   * @throws IllegalArgumentException if they have the column of weights of the fit
   */
  public void requireUnweighted(TableSource table) {
    rows.weights()
        .filter(table.columns()::contains)
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  ("%s has the column \"%s\", by which the rows of the fit are weighted; an"
                          + " evaluation counts all rows alike: keep each row with a probability in"
                          + " proportion to its weight, and leave the column out")
                      .formatted(table.name(), Excerpt.of(name)));
            });
  }

  private static List<String> key(Map<String, String> entries, int number) {
    return IntStream.iterate(1, place -> place + 1)
        .mapToObj(place -> Optional.ofNullable(entries.get(KEY.formatted(number, place))))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .toList();
  }

  /** Returns the entries of the description of a model. */
  Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>(Map.of(FLOW, flow));
    for (int i = 0; i < keys.size(); i++) {
      for (int k = 0; k < keys.get(i).size(); k++) {
        entries.put(KEY.formatted(i + 1, k + 1), keys.get(i).get(k));
      }
    }
    rows.weights().ifPresent(name -> entries.put(WEIGHT_COLUMN, name));
    rows.groups().ifPresent(name -> entries.put(GROUP_COLUMN, name));
    return entries;
  }
}
