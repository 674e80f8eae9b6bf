package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.requirement.Requirement.Order;
import io.github.tfflows.tables.requirement.Requirement.Side;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A check of a requirement, row by row. */
interface RowCheck {
  /**
   * Checks a row.
   *
   * @throws IllegalArgumentException if it does not meet the requirement
   */
  void add(RowCursor row);

  /** Returns the checks of comparisons and keys; sums are checked when the rows are read. */
  static List<RowCheck> all(List<Requirement> requirements, TableSource table) {
    List<RowCheck> checks = new ArrayList<>();
    for (Requirement one : requirements) {
      if (one instanceof Order order) {
        Place lower = Place.of(order.lower(), table);
        Place upper = Place.of(order.upper(), table);
        checks.add(row -> compare(order, lower, upper, row));
      } else if (one instanceof Requirement.Key key) {
        checks.add(new Unique(key.columns(), key.columns().stream().map(table::indexOf).toList()));
      }
    }
    return checks;
  }

  /** A side of a comparison and its place in a row; negative for a constant. */
  record Place(Side side, int index) {
    static Place of(Side side, TableSource table) {
      return new Place(side, side.isColumn() ? table.indexOf(side.text()) : -1);
    }

    double value(RowCursor row) {
      return index < 0 ? side.constant() : MeasuredCells.measured(row, index, side.text());
    }

    String words(RowCursor row) {
      return index < 0
          ? side.text()
          : "column %s is %s".formatted(Excerpt.of(side.text()), MeasuredCells.shown(row, index));
    }
  }

  private static void compare(Order order, Place lower, Place upper, RowCursor row) {
    double low = lower.value(row);
    double high = upper.value(row);
    if (low > high || (low == high && order.isStrict())) {
      List<String> sides = new ArrayList<>();
      for (Place place : List.of(lower, upper)) {
        if (place.side.isColumn()) {
          sides.add(place.words(row));
        }
      }
      throw new IllegalArgumentException(
          "%s, but \"%s\" is required"
              .formatted(String.join(", ", sides), Excerpt.of(order.text())));
    }
  }

  /** The rows by their values in the columns of a key. */
  final class Unique implements RowCheck {
    private final List<String> columns;
    private final List<Integer> places;
    private final Map<List<Optional<String>>, String> rows = new HashMap<>();

    /** The greatest number so far; NaN once a number is not whole. */
    private double highest = Double.NEGATIVE_INFINITY;

    Unique(List<String> columns, List<Integer> places) {
      this.columns = columns;
      this.places = places;
    }

    @Override
    public void add(RowCursor row) {
      List<Optional<String>> values =
          places.stream().map(place -> Optional.ofNullable(row.text(place))).toList();
      String first = rows.putIfAbsent(values, row.place());
      if (first != null) {
        throw new IllegalArgumentException(
            "%s, as in %s, but \"unique(%s)\" is required"
                .formatted(words(row), first, String.join(", ", columns)));
      }
      double number = row.number(places.get(0));
      boolean isWhole = number == Math.rint(number) && number < ColumnKind.LARGEST_WHOLE;
      highest = isWhole ? Math.max(highest, number) : Double.NaN;
    }

    private String words(RowCursor row) {
      return IntStream.range(0, places.size())
          .mapToObj(i -> new Place(new Side(columns.get(i), true), places.get(i)).words(row))
          .collect(Collectors.joining(", "));
    }

    /** The rule of a key that is one column of whole numbers. */
    Optional<Relation> numbered() {
      return columns.size() > 1 || !Double.isFinite(highest)
          ? Optional.empty()
          : Optional.of(new Relation.Numbered((long) highest + 1));
    }

    List<String> columns() {
      return columns;
    }
  }
}
