package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The gaps of columns that follow from others and are missing in rows of their own. A model learns
 * from rows in which cells that others determine are filled in. Draws lack them as often as the
 * data do, in rows chosen at random.
 */
public final class OwnGaps {
  private final List<Relation> relations;

  private OwnGaps(List<Relation> relations) {
    this.relations = relations;
  }

  /**
   * Columns each of which follows from the others, by their indices in a row.
   *
   * @param alone as in {@link DerivedColumn}
   */
  private record Relation(List<Integer> places, List<Double> alone) {
    static Relation of(DerivedColumn column, List<TableColumn> written) {
      List<String> names = written.stream().map(TableColumn::name).toList();
      List<Integer> places =
          Stream.concat(Stream.of(column.column().name()), column.relation().sources().stream())
              .map(names::indexOf)
              .toList();
      return new Relation(places, column.alone());
    }

    boolean isComplete(List<Object> row) {
      return places.stream().noneMatch(place -> DerivedColumn.isMissing(row.get(place)));
    }

    boolean hasAny(List<String> given) {
      return places.stream().anyMatch(place -> !given.get(place).isEmpty());
    }

    /**
     * Returns the index of the cell to leave out, for a number from zero to one; or their count.
     */
    int chosen(double uniform) {
      double left = uniform * (1 + alone.stream().mapToDouble(rows -> rows).sum());
      int chosen = 0;
      while (chosen < alone.size() && left >= alone.get(chosen)) {
        left -= alone.get(chosen++);
      }
      return chosen;
    }
  }

  /** Returns the gaps of the columns of a model. */
  public static OwnGaps of(TableSchema schema) {
    List<TableColumn> written = schema.written();
    return new OwnGaps(
        schema.derived().stream()
            .filter(DerivedColumn::hasOwnGaps)
            .map(column -> Relation.of(column, written))
            .toList());
  }

  public boolean areAny() {
    return !relations.isEmpty();
  }

  /**
   * Returns a drawn row without some of the cells that others determine.
   *
   * @param row a value of each of {@link TableSchema#written}
   * @param given the texts of given cells, empty for others; relations with one of them stay whole
   */
  public List<Object> in(List<Object> row, List<String> given, RandomGenerator random) {
    List<Object> left = new ArrayList<>(row);
    for (Relation relation : relations) {
      int chosen = relation.chosen(random.nextDouble());
      if (chosen < relation.alone.size() && relation.isComplete(left) && !relation.hasAny(given)) {
        left.set(relation.places.get(chosen), missing(left.get(relation.places.get(chosen))));
      }
    }
    return left;
  }

  private static Object missing(Object cell) {
    return cell instanceof String ? "" : (Object) Double.NaN;
  }
}
