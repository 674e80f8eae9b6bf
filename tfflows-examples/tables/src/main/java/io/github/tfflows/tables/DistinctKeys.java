package io.github.tfflows.tables;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The keys of rows, which the fit required to be distinct. The cells of a row are those of the
 * written columns: texts if they are given, or draws.
 */
final class DistinctKeys {
  private final List<TableColumn> columns;
  private final List<List<Integer>> keys;
  private final Set<List<Object>> reserved = new HashSet<>();
  private final Set<List<Object>> seen = new HashSet<>();

  /** Creates the keys of columns, each the places of some of these. */
  DistinctKeys(List<TableColumn> columns, List<List<Integer>> keys) {
    this.columns = columns;
    this.keys = keys;
  }

  boolean areAny() {
    return !keys.isEmpty();
  }

  /** Keeps draws from having the whole keys that are given in a row, whose own draws come later. */
  void reserve(List<String> texts) {
    whole(texts).forEach(key -> reserved.add(key(key, texts::get)));
  }

  /**
   * Adds the whole keys that are given in a row.
   *
   * @param copy the index of the row among its copies, which may have equal keys
   * @return the reason why the row does not suit: a key occurs already
   */
  Optional<String> repeated(int copy, List<String> texts) {
    for (int key : whole(texts)) {
      if (!seen.add(of(copy, key(key, texts::get)))) {
        List<Integer> places = keys.get(key);
        return Optional.of(
            "the given values of unique(%s) occur already: %s; expected others for each row"
                .formatted(
                    String.join(", ", places.stream().map(i -> columns.get(i).name()).toList()),
                    Excerpt.of(places.stream().map(texts::get).toList())));
      }
    }
    return Optional.empty();
  }

  /** Adds the other keys of a row with draws, unless one occurs already. */
  boolean add(int copy, List<String> texts, List<Object> cells) {
    List<Integer> given = whole(texts);
    List<List<Object>> own = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      if (!given.contains(key)) {
        own.add(key(key, cells::get));
      }
    }
    boolean areNew = own.stream().noneMatch(key -> isTaken(copy, key));
    if (areNew) {
      own.forEach(key -> seen.add(of(copy, key)));
    }
    return areNew;
  }

  /** Returns the first whole number from a start that is free in a column that is a key. */
  long free(int copy, int place, long start) {
    int key = keys.indexOf(List.of(place));
    long number = start;
    while (key >= 0 && isTaken(copy, List.of(key, (double) number))) {
      number++;
    }
    return number;
  }

  private boolean isTaken(int copy, List<Object> key) {
    return reserved.contains(key) || seen.contains(of(copy, key));
  }

  /** The keys all of whose cells are given. */
  private List<Integer> whole(List<String> texts) {
    List<Integer> whole = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      if (keys.get(key).stream().noneMatch(place -> texts.get(place).isEmpty())) {
        whole.add(key);
      }
    }
    return whole;
  }

  private static List<Object> of(int copy, List<Object> key) {
    return copy == 0 ? key : List.of(copy, key);
  }

  private List<Object> key(int key, IntFunction<?> cells) {
    List<Object> values = new ArrayList<>(List.of(key));
    keys.get(key).forEach(place -> values.add(value(columns.get(place), cells.apply(place))));
    return values;
  }

  /** The number of a cell, or its text. */
  private static Object value(TableColumn column, Object cell) {
    Object one = cell instanceof String text ? column.cell(text) : cell;
    return DerivedColumn.isMissing(one) || column.kind().isNamed()
        ? one.toString()
        : (Object) DerivedColumn.number(column, one);
  }
}
