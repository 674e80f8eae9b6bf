package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Numbers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A column that the model leaves out, since its cells follow from those of another column. Cells
 * are {@link Number} or {@link String}; NaN and an empty text are missing ones.
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
   * Returns the cell that follows from one of the source.
   *
   * @param source the column that this one follows from; this one for a constant
   * @param cell a cell of that column, or its decoded draw; any for a constant
   * @return a value as {@link TableColumn#decoded} returns it; a missing one for a missing cell, or
   *     for a name that occurs in no row of the fit
   */
  public Object value(TableColumn source, Object cell) {
    if (relation instanceof Relation.Constant constant) {
      return column.isText()
          ? constant.value()
          : column.typed((Double) Numbers.parse(constant.value()));
    }
    if (isMissing(cell)) {
      return column.missing();
    }
    if (relation instanceof Relation.Equal) {
      return column.isText() ? cell : column.typed((Double) number(cell));
    }
    if (relation instanceof Relation.Linear linear) {
      double value = linear.slope() * number(cell) + linear.intercept();
      return column.typed((Double) rounded(column, value));
    }
    if (relation instanceof Relation.Shifted shifted) {
      return moved(source, (String) cell, shifted.by(), column);
    }
    return renamed(source, cell, ((Relation.Renamed) relation).values());
  }

  private Object renamed(TableColumn source, Object cell, Map<String, String> values) {
    String text = values.get(text(source, cell));
    if (text == null) {
      return column.missing();
    }
    return column.isText() ? text : column.typed((Double) Numbers.parse(text));
  }

  /**
   * Returns the cell of the source that a cell of this column follows from.
   *
   * @return a missing one for a missing cell, a constant, or a name that occurs in no row of the
   *     fit
   */
  public Object sourceOf(TableColumn source, Object cell) {
    if (relation instanceof Relation.Constant || isMissing(cell)) {
      return source.missing();
    }
    if (relation instanceof Relation.Equal) {
      return cell;
    }
    if (relation instanceof Relation.Linear linear) {
      return rounded(source, (number(cell) - linear.intercept()) / linear.slope());
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
   * Returns whether two cells of a row obey the rule. Two missing ones do.
   *
   * @param source the column that this one follows from; this one for a constant
   * @param of the cell of that column
   * @param cell the cell of this column
   */
  public boolean agree(TableColumn source, Object of, Object cell) {
    if (relation instanceof Relation.Constant) {
      return !isMissing(cell) && same(value(source, of), cell);
    }
    if (isMissing(of) || isMissing(cell)) {
      return isMissing(of) && isMissing(cell);
    }
    if (relation instanceof Relation.Linear linear) {
      double scaled = linear.slope() * number(of);
      double rounding =
          ROUNDING * Math.max(Math.abs(scaled), Math.max(1e-300, Math.abs(linear.intercept())));
      double apart = Math.abs(scaled + linear.intercept() - number(cell));
      return apart <= half(column) + rounding;
    }
    Object expected = value(source, of);
    return isMissing(expected) ? isMissing(sourceOf(source, cell)) : same(expected, cell);
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
