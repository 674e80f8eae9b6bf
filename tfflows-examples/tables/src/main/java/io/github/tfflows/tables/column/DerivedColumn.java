package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column that the model leaves out, since its cells follow from those of other columns. Cells are
 * {@link Number} or {@link String}; NaN and an empty text are missing ones.
 *
 * @param column the name, the kind and the coding of its values
 * @param place its place among all columns of the table that the model uses
 * @param relation the rule
 */
public record DerivedColumn(TableColumn column, int place, Relation relation) {
  /** The share by which computed numbers may differ, since double precision rounds them. */
  private static final double ROUNDING = 1e-12;

  /** Returns whether a cell has no value. */
  public static boolean isMissing(Object cell) {
    return cell instanceof Double number ? number.isNaN() : cell.equals("");
  }

  /**
   * Returns the cell that follows from those of the sources.
   *
   * @param sources the columns that this one follows from
   * @param cells their cells, or decoded draws
   * @return a value as {@link TableColumn#decoded} returns it; a missing one for a missing cell, or
   *     for a name that occurs in no row of the fit
   */
  public Object value(List<TableColumn> sources, List<Object> cells) {
    if (relation instanceof Relation.Constant constant) {
      return column.isText()
          ? constant.value()
          : column.typed((Double) Numbers.parse(constant.value()));
    }
    if (cells.stream().anyMatch(DerivedColumn::isMissing)) {
      return column.missing();
    }
    Object cell = cells.get(0);
    if (relation instanceof Relation.Equal) {
      return column.isText() ? cell : column.typed((Double) number(cell));
    }
    if (relation instanceof Relation.Linear linear) {
      return column.typed((Double) rounded(column, sum(linear, cells)));
    }
    if (relation instanceof Relation.Shifted shifted) {
      return moved(sources.get(0), (String) cell, shifted.by(), column);
    }
    if (relation instanceof Relation.Part part) {
      return Moment.parse((String) cell)
          .map(moment -> column.typed((Double) part.of(moment.at())))
          .orElseGet(column::missing);
    }
    return renamed(sources.get(0), cell, ((Relation.Renamed) relation).values());
  }

  private static double sum(Relation.Linear linear, List<Object> cells) {
    double sum = 0;
    for (int i = 0; i < cells.size(); i++) {
      sum += linear.slopes().get(i) * number(cells.get(i));
    }
    return sum + linear.intercept();
  }

  private Object renamed(TableColumn source, Object cell, Map<String, String> values) {
    String text = values.get(text(source, cell));
    if (text == null || text.isEmpty()) {
      return column.missing();
    }
    return column.isText() ? text : column.typed((Double) Numbers.parse(text));
  }

  /**
   * Returns the cell of the source that a cell of this column follows from.
   *
   * @return a missing one for a missing cell, one that does not tell the other, or a name that
   *     occurs in no row of the fit
   */
  public Object sourceOf(TableColumn source, Object cell) {
    if (!relation.isInvertible() || isMissing(cell)) {
      return source.missing();
    }
    if (relation instanceof Relation.Equal) {
      return cell;
    }
    if (relation instanceof Relation.Linear linear) {
      return rounded(source, (number(cell) - linear.intercept()) / linear.slopes().get(0));
    }
    if (relation instanceof Relation.Shifted shifted) {
      return moved(column, (String) cell, shifted.by().negated(), source);
    }
    String value = text(column, cell);
    Optional<String> name =
        ((Relation.Renamed) relation)
            .values().entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst();
    return name.isPresent() ? name.get() : source.missing();
  }

  /**
   * Returns whether the cells of a row obey the rule. Two missing ones do.
   *
   * @param sources the columns that this one follows from
   * @param of the cells of these columns
   * @param cell the cell of this column
   */
  public boolean agree(List<TableColumn> sources, List<Object> of, Object cell) {
    Object expected = value(sources, of);
    if (relation instanceof Relation.Constant) {
      return !isMissing(cell) && same(expected, cell);
    }
    if (of.stream().anyMatch(DerivedColumn::isMissing)) {
      return isMissing(cell);
    }
    if (relation instanceof Relation.Renamed renamed
        && !renamed.values().containsKey(text(sources.get(0), of.get(0)))) {
      return !isMissing(cell) && isMissing(sourceOf(sources.get(0), cell));
    }
    if (isMissing(expected) || isMissing(cell)) {
      return isMissing(expected) && isMissing(cell);
    }
    return relation instanceof Relation.Linear linear
        ? isNear(linear, of, number(cell))
        : same(expected, cell);
  }

  private boolean isNear(Relation.Linear linear, List<Object> of, double number) {
    double size = Math.max(1e-300, Math.abs(linear.intercept()));
    for (int i = 0; i < of.size(); i++) {
      size = Math.max(size, Math.abs(linear.slopes().get(i) * number(of.get(i))));
    }
    return Math.abs(sum(linear, of) - number) <= half(column) + ROUNDING * size;
  }

  private boolean same(Object expected, Object cell) {
    if (!column.isText()) {
      return number(expected) == TableColumn.seen(number(cell));
    }
    return text(column, expected).equals(text(column, cell))
        || (column.kind().isTemporal()
            && column.coding().read((String) expected) == column.coding().read((String) cell));
  }

  /** A name as the coding writes it; a number as text. */
  private static String text(TableColumn column, Object cell) {
    if (cell instanceof String text) {
      double truth = column.coding() instanceof TruthCoding ? TruthCoding.truth(text) : Double.NaN;
      return Double.isNaN(truth) ? text : (String) column.coding().written(truth);
    }
    return Numbers.text(number(cell));
  }

  /** The text of a moment some time later; empty where the cell is none. */
  private static Object moved(TableColumn from, String cell, Duration by, TableColumn to) {
    boolean isMoment = !Double.isNaN(from.coding().read(cell));
    return isMoment && to.coding() instanceof TimeCoding time
        ? Moment.parse(cell)
            .map(moment -> moment.at().plus(by).withOffsetSameInstant(time.origin().getOffset()))
            .map(time::text)
            .orElse("")
        : "";
  }

  /** Half of the last decimal of a column's numbers; zero where they have no end. */
  private static double half(TableColumn column) {
    return column.coding() instanceof NumberCoding numbers && numbers.isRounded()
        ? 0.5 / numbers.power()
        : 0;
  }

  private static double rounded(TableColumn column, double value) {
    return column.coding() instanceof NumberCoding numbers ? numbers.rounded(value) : value;
  }

  private static double number(Object cell) {
    return TableColumn.seen(((Number) cell).doubleValue());
  }
}
