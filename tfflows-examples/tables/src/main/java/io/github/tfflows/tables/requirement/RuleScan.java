package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.util.List;
import java.util.Optional;

/** The distances of a column from its bounds, row by row. */
final class RuleScan {
  private final String column;
  private final Relation.Beyond rule;
  private final int place;
  private final List<Integer> bounds;
  private boolean isWhole = true;

  /** The nearest value among those whose bounds are missing; {@code otherwise} is its text. */
  private double nearest = Double.NaN;

  private String otherwise;

  RuleScan(String column, Relation.Beyond rule, TableSource table) {
    this.column = column;
    this.rule = rule;
    this.place = table.indexOf(column);
    this.bounds = rule.bounds().stream().map(table::indexOf).toList();
    this.otherwise = rule.otherwise();
  }

  String column() {
    return column;
  }

  /** Adds a row that meets the requirement. */
  void add(RowCursor row) {
    double value = MeasuredCells.measured(row, place, column);
    if (Double.isNaN(value)) {
      return;
    }
    double bound = bounds.isEmpty() ? Moment.number(otherwise) : bound(row);
    if (Double.isNaN(bound)) {
      addUnbounded(value, String.valueOf(row.text(place)));
    } else {
      include(rule.distance(bound, value));
    }
  }

  private double bound(RowCursor row) {
    double farthest = Double.NaN;
    for (int i = 0; i < bounds.size(); i++) {
      double bound = MeasuredCells.measured(row, bounds.get(i), rule.bounds().get(i));
      if (!Double.isNaN(bound)) {
        requireAlike(row, i);
        farthest = Double.isNaN(farthest) ? bound : rule.farther(farthest, bound);
      }
    }
    return farthest;
  }

  private void requireAlike(RowCursor row, int bound) {
    Optional<Moment.Form> form = Moment.of(row, place).map(Moment::form);
    if (!Moment.of(row, bounds.get(bound)).map(Moment::form).equals(form)) {
      throw new IllegalArgumentException(
          "column %s: got %s, and column %s: got %s; expected numbers, dates or timestamps in both"
              .formatted(
                  Excerpt.of(column),
                  MeasuredCells.shown(row, place),
                  Excerpt.of(rule.bounds().get(bound)),
                  MeasuredCells.shown(row, bounds.get(bound))));
    }
  }

  private void addUnbounded(double value, String text) {
    if (!Double.isNaN(nearest)) {
      include(rule.distance(nearest, value));
    }
    if (Double.isNaN(nearest) || rule.farther(nearest, value) == nearest) {
      nearest = value;
      otherwise = text;
    }
  }

  private void include(double distance) {
    isWhole &= distance == Math.rint(distance);
  }

  /** The rule, with the bound for rows whose other bounds are missing. */
  Relation.Beyond rule() {
    return new Relation.Beyond(rule.bounds(), rule.distance(), rule.comparison(), otherwise);
  }

  /** Whether the distance is the column itself, since the bound is zero. */
  boolean isFromZero() {
    return rule.bounds().isEmpty()
        && rule.comparison().direction() > 0
        && Moment.number(otherwise) == 0
        && !otherwise.contains("-");
  }

  String measured() {
    return isFromZero() ? column : rule.distance();
  }

  ColumnKind kind() {
    boolean isCount = isWhole && rule.comparison().allowsEqual();
    return isCount ? new ColumnKind.Count() : new ColumnKind.Positive();
  }
}
