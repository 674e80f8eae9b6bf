package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table with a further column for each of its bounded columns: the distance from the bound.
 *
 * @param distances the distances, in the order of their columns
 * @param unbounded the treatment of a value whose bounds are missing
 */
public record DistanceSource(TableSource all, List<Distance> distances, Unbounded unbounded)
    implements TableSource.Following {
  /** The treatment of a value whose bounds are missing. */
  public enum Unbounded {
    /**
     * Its distance is measured from the bound for such rows. Without such a bound, the row does not
     * suit.
     */
    MODELLED,

    /** Its distance is measured from the bound for such rows; missing without such a bound. */
    MISSING,

    /** Its distance is missing, also if only some of the bounds are. */
    UNKNOWN
  }

  /** A column with bounds, and its rule. */
  public record Distance(String column, Relation.Beyond rule) {
    private boolean isIn(List<String> columns) {
      return columns.contains(column) && columns.containsAll(rule.bounds());
    }
  }

  public DistanceSource {
    distances = List.copyOf(distances);
  }

  /** Returns a table with the distances of those columns that it has. */
  public static TableSource of(
      TableSource table, Map<String, ? extends Relation> relations, Unbounded unbounded) {
    List<Distance> distances = new ArrayList<>();
    relations.forEach(
        (column, relation) -> {
          if (relation instanceof Relation.Beyond beyond
              && !table.columns().contains(beyond.distance())) {
            distances.add(new Distance(column, beyond));
          }
        });
    if (unbounded != Unbounded.MODELLED) {
      distances.removeIf(distance -> !distance.isIn(table.columns()));
    }
    return distances.isEmpty() ? table : new DistanceSource(table, distances, unbounded);
  }

  /** Returns a table with the distances of the columns of a model. */
  public static TableSource of(
      TableSource table, List<DerivedColumn> derived, Unbounded unbounded) {
    Map<String, Relation> relations = new LinkedHashMap<>();
    derived.forEach(one -> relations.put(one.column().name(), one.relation()));
    return of(table, relations, unbounded);
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(all.columns());
    distances.forEach(distance -> columns.add(distance.rule.distance()));
    return columns;
  }

  @Override
  public int indexOfOptional(String name) {
    return columns().contains(name) ? indexOf(name) : all.indexOfOptional(name);
  }

  @Override
  public void requireOptional(List<String> names) {
    List<String> own = columns();
    all.requireOptional(names.stream().filter(name -> !own.contains(name)).toList());
  }

  @Override
  public RowCursor open() throws IOException {
    List<Place> places =
        distances.stream()
            .map(
                distance ->
                    new Place(
                        distance,
                        all.indexOfOptional(distance.column),
                        distance.rule.bounds().stream().map(all::indexOfOptional).toList()))
            .toList();
    return new Cursor(all.open(), all.columns().size(), places, unbounded);
  }

  /** The places of a column and of its bounds; negative for columns without values. */
  private record Place(Distance distance, int column, List<Integer> bounds) {
    /** The farthest bound of a row, or the bound for rows without one; NaN where it has none. */
    double bound(RowCursor row, Unbounded unbounded) {
      double farthest = farthest(row, unbounded);
      boolean isFixed = bounds.isEmpty() || unbounded != Unbounded.UNKNOWN;
      return Double.isNaN(farthest) && isFixed
          ? Moment.number(distance.rule.otherwise())
          : farthest;
    }

    private double farthest(RowCursor row, Unbounded unbounded) {
      Relation.Beyond rule = distance.rule;
      double farthest = Double.NaN;
      for (int i = 0; i < bounds.size(); i++) {
        double bound = MeasuredCells.measured(row, bounds.get(i), rule.bounds().get(i));
        if (Double.isNaN(bound) && unbounded == Unbounded.UNKNOWN) {
          return bound;
        }
        if (!Double.isNaN(bound)) {
          farthest = Double.isNaN(farthest) ? bound : rule.farther(farthest, bound);
        }
      }
      return farthest;
    }

    double distance(RowCursor row, Unbounded unbounded) {
      double value = MeasuredCells.measured(row, column, distance.column);
      double bound = bound(row, unbounded);
      if (Double.isNaN(value) || (Double.isNaN(bound) && unbounded != Unbounded.MODELLED)) {
        return Double.NaN;
      }
      if (Double.isNaN(bound)) {
        throw new IllegalArgumentException(
            "column %s: got %s, expected no value, since %s has none"
                .formatted(
                    Excerpt.of(distance.column),
                    MeasuredCells.shown(row, column),
                    Excerpt.of(distance.rule.bounds())));
      }
      double apart = distance.rule.distance(bound, value);
      boolean isAtConstant = apart == 0 && !hasBound(row);
      if (!distance.rule.comparison().admits(apart) && !isAtConstant) {
        throw new IllegalArgumentException(broken(row));
      }
      return apart;
    }

    private boolean hasBound(RowCursor row) {
      return bounds.isEmpty() || !Double.isNaN(farthest(row, Unbounded.MISSING));
    }

    private String broken(RowCursor row) {
      List<String> bounding = new ArrayList<>();
      for (int i = 0; i < bounds.size(); i++) {
        String name = distance.rule.bounds().get(i);
        bounding.add("%s, %s".formatted(Excerpt.of(name), MeasuredCells.shown(row, bounds.get(i))));
      }
      return "column %s: got %s, expected a value %s %s"
          .formatted(
              Excerpt.of(distance.column),
              MeasuredCells.shown(row, column),
              distance.rule.comparison().sign(),
              bounding.isEmpty() ? distance.rule.otherwise() : String.join(" and ", bounding));
    }
  }

  /** A pass over the rows of a table of {@code width} columns. */
  private record Cursor(RowCursor rows, int width, List<Place> places, Unbounded unbounded)
      implements RowCursor.Following {
    @Override
    public @Nullable String text(int index) {
      if (index < width) {
        return rows.text(index);
      }
      double distance = number(index);
      return Double.isNaN(distance) ? null : Numbers.text(distance);
    }

    @Override
    public double number(int index) {
      return index < width
          ? rows.number(index)
          : places.get(index - width).distance(rows, unbounded);
    }
  }
}
