package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A column that the model leaves out, because its cells follow from the cells of other columns.
 * Cells are {@link Number} or {@link String}; NaN and empty texts are missing.
 *
 * @param column the name, the kind and the coding of its values
 * @param place its index among all columns of the table that the model uses; {@link #HIDDEN} for
 *     one that the table lacks
 * @param relation the rule
 * @param alone for the column and then for each source, the rows in which its cell alone is missing
 *     for each row in which none is. The rule fills these cells in. It is empty for a column that
 *     is missing exactly where one of its sources is
 */
public record DerivedColumn(TableColumn column, int place, Relation relation, List<Double> alone) {
  /** The index of a column that the table lacks. */
  public static final int HIDDEN = -1;

  private static final double ROUNDING = 1e-6;

  public DerivedColumn {
    alone = List.copyOf(alone);
  }

  /** Creates a column that is missing where one of those that it follows from is. */
  public DerivedColumn(TableColumn column, int place, Relation relation) {
    this(column, place, relation, List.of());
  }

  /** Returns this column with another kind or coding. */
  public DerivedColumn withColumn(TableColumn other) {
    return new DerivedColumn(other, place, relation, alone);
  }

  /** Returns this column, where a cell of the relation can be missing alone. */
  public DerivedColumn missingAlone(List<Double> rows) {
    return new DerivedColumn(column, place, relation, rows);
  }

  /** Returns whether it can be missing in other rows than its sources. */
  public boolean hasOwnGaps() {
    return !alone.isEmpty();
  }

  /** Returns the constant bound of a bounded column; NaN if there is none. */
  public double constant(Relation.Beyond rule) {
    double number = column.coding().read(rule.otherwise());
    return column.coding() instanceof TimeCoding time ? number + time.epoch() : number;
  }

  /** Returns the distance of a cell from the farthest of its bounds; NaN if there is none. */
  public double distance(List<Object> bounds, Object cell) {
    return distant().distance(bounds, cell);
  }

  private Distant distant() {
    return new Distant(column, (Relation.Beyond) relation);
  }

  /** Returns the distance between two values of draws. */
  public double apart() {
    return apart(column);
  }

  private static double apart(TableColumn column) {
    return column.coding() instanceof TimeCoding time ? time.apart() : spacing(column);
  }

  /** Returns the distance between two writable values; zero for unlimited decimals. */
  public static double spacing(TableColumn column) {
    return column.coding() instanceof NumberCoding ? 2 * half(column) : column.step();
  }

  /** Returns whether the data have no value of the column. */
  public boolean isEmpty() {
    return relation.equals(Relation.Constant.EMPTY);
  }

  /** Returns whether a cell is one of the values that several cells of the source may have. */
  public boolean isAmbiguous(Object cell) {
    boolean hasSeveral =
        relation instanceof Relation.Part
            || relation instanceof Relation.Ranges
            || (relation instanceof Relation.Renamed names && !names.isInvertible());
    return hasSeveral && !isMissing(cell) && !isUnknown(cell);
  }

  /** Returns whether a cell has none of the values that the relation lists. */
  public boolean isUnknown(Object cell) {
    return relation instanceof Relation.Renamed
        ? sourcesOf(cell).isEmpty()
        : !listed().isEmpty() && !listed().contains(text(column, cell));
  }

  /** Returns the values that the relation lists, as texts; none if it computes values. */
  public Collection<String> listed() {
    if (relation instanceof Relation.Renamed renamed) {
      return renamed.values().values();
    }
    if (relation instanceof Relation.Ranges ranges) {
      return ranges.values();
    }
    return relation instanceof Relation.Part part ? part.values().values() : List.of();
  }

  /** Returns the names of the source from which a cell follows. */
  public List<String> sourcesOf(Object cell) {
    return ((Relation.Renamed) relation).names(text(column, cell));
  }

  public static boolean isMissing(Object cell) {
    return cell instanceof Double number ? number.isNaN() : cell.equals("");
  }

  /** Returns whether any of some cells is missing. */
  private static boolean isAnyMissing(List<Object> cells) {
    for (Object cell : cells) {
      if (isMissing(cell)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the cell that follows from the cells or decoded draws of the sources, as {@link
   * TableColumn#decoded} returns it; a missing one for a missing cell or an unseen name.
   */
  public Object value(List<TableColumn> sources, List<Object> cells) {
    if (isEmpty()) {
      return column.missing();
    }
    if (relation instanceof Relation.Constant constant) {
      return column.isText()
          ? constant.value()
          : column.typed((Double) Numbers.parse(constant.value()));
    }
    if (relation instanceof Relation.Numbered numbered) {
      return column.typed((Double) (double) numbered.first());
    }
    if (relation instanceof Relation.Beyond) {
      return distant().value(cells);
    }
    if (isAnyMissing(cells)) {
      return column.missing();
    }
    Object cell = cells.get(0);
    if (relation instanceof Relation.Equal) {
      return column.isText() ? cell : column.typed((Double) number(cell));
    }
    if (relation instanceof Relation.Linear linear) {
      return cell(column, linear.of(numbers(sources, cells)));
    }
    if (relation instanceof Relation.Rounded rounded) {
      return finite(column, rounded.of(numbers(sources, cells)));
    }
    if (relation instanceof Relation.Curve curve) {
      return column.typed((Double) at(column, curve, number(sources.get(0), cell)));
    }
    if (relation instanceof Relation.Shifted shifted) {
      return moved(sources.get(0), (String) cell, shifted.by(), column);
    }
    if (relation instanceof Relation.Part part) {
      return Moment.parse((String) cell)
          .map(moment -> part(part, part.of(moment.at())))
          .orElseGet(column::missing);
    }
    if (relation instanceof Relation.Ranges ranges) {
      return ofText(ranges.of(number(sources.get(0), cell)));
    }
    return renamed(sources.get(0), cell, ((Relation.Renamed) relation).values());
  }

  private static List<Double> numbers(List<TableColumn> sources, List<Object> cells) {
    List<Double> numbers = new ArrayList<>(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      numbers.add(number(sources.get(i), cells.get(i)));
    }
    return numbers;
  }

  /** Returns the nearest writable cell of a number, a missing one of a quotient by zero. */
  private static Object finite(TableColumn column, double number) {
    return Double.isFinite(number) ? cell(column, number) : column.missing();
  }

  private Object renamed(TableColumn source, Object cell, Map<String, String> values) {
    return ofText(values.getOrDefault(text(source, cell), ""));
  }

  private Object part(Relation.Part rule, double part) {
    return rule.values().isEmpty()
        ? cell(column, part)
        : ofText(rule.values().getOrDefault(Numbers.text(part), ""));
  }

  private Object ofText(String text) {
    if (text.isEmpty()) {
      return column.missing();
    }
    return column.isText() ? text : column.typed((Double) Numbers.parse(text));
  }

  /**
   * Returns the cell of a source from which a cell of this column follows, with those of the other
   * sources; a missing one if it cannot be determined.
   */
  public Object sourceOf(List<TableColumn> sources, int index, List<Object> of, Object cell) {
    TableColumn source = sources.get(index);
    if (relation instanceof Relation.Linear linear) {
      List<TableColumn> others = new ArrayList<>(sources);
      List<Object> cells = new ArrayList<>(of);
      others.set(index, column);
      cells.set(index, cell);
      return cell(source, linear.solved(column.name(), index).of(numbers(others, cells)));
    }
    if (relation instanceof Relation.Rounded rounded) {
      double value = number(column, cell);
      return finite(source, rounded.within(index, numbers(sources, of), value, 0).low());
    }
    if (relation instanceof Relation.Beyond beyond) {
      double apart = beyond.comparison().direction() * number(of.get(of.size() - 1));
      return cell(source, number(column, cell) - apart);
    }
    return sourceOf(source, cell);
  }

  /** Returns the numbers of a source, on its side, that lead to the rounded number of a cell. */
  public NumberCoding.Range within(
      List<TableColumn> sources, int index, List<Object> of, Object cell) {
    return ((Relation.Rounded) relation)
        .within(index, numbers(sources, of), number(column, cell), half(column));
  }

  /** Returns the width of the range above; for unlimited decimals, of numbers with six digits. */
  public double width(List<TableColumn> sources, int index, List<Object> of, Object cell) {
    double number = number(column, cell);
    double half = half(column) > 0 ? half(column) : Math.abs(number) * ROUNDING;
    NumberCoding.Range range =
        ((Relation.Rounded) relation).within(index, numbers(sources, of), number, half);
    return range.high() - range.low();
  }

  /**
   * Returns whether cells of a source that are not neighbours lead to different numbers: both have
   * decimals or neither does, and a square is of numbers of one sign.
   */
  public boolean isDistinct(TableColumn source, int index) {
    return ((Relation.Rounded) relation).isDistinct(index, source.low())
        && (spacing(source) > 0 || half(column) == 0);
  }

  /** Returns the cell of the only source; a missing one if it cannot be determined. */
  public Object sourceOf(TableColumn source, Object cell) {
    if (!relation.isInvertible() || isMissing(cell)) {
      return source.missing();
    }
    if (relation instanceof Relation.Linear) {
      return sourceOf(List.of(source), 0, List.of(source.missing()), cell);
    }
    if (relation instanceof Relation.Equal) {
      return cell;
    }
    if (relation instanceof Relation.Curve curve) {
      double number = sourceOf(source, curve, number(cell));
      return source.isText() ? cell(source, number) : source.typed((Double) number);
    }
    if (relation instanceof Relation.Shifted shifted) {
      return moved(column, (String) cell, shifted.by().negated(), source);
    }
    List<String> names = sourcesOf(cell);
    return names.isEmpty() ? source.missing() : names.get(0);
  }

  /**
   * Returns whether the cell of this column in a row obeys the rule, given the cells that it
   * follows from. Two missing cells agree, and any cell with a missing one if gaps differ.
   */
  public boolean agree(List<TableColumn> sources, List<Object> of, Object cell) {
    if (relation instanceof Relation.Beyond || relation instanceof Relation.Numbered || isEmpty()) {
      return true; // the distance is computed from this cell, and the others tell nothing of it
    }
    Object expected = value(sources, of);
    if (relation instanceof Relation.Constant) {
      return !isMissing(cell) && same(expected, cell);
    }
    if (isAnyMissing(of) || (hasOwnGaps() && isMissing(cell))) {
      return hasOwnGaps() || isMissing(cell);
    }
    if (relation instanceof Relation.Renamed renamed
        && !renamed.values().containsKey(text(sources.get(0), of.get(0)))) {
      return !isMissing(cell) && isMissing(sourceOf(sources.get(0), cell));
    }
    if (relation instanceof Relation.Part && isMissing(expected)) {
      return !isMissing(cell); // no row of the fit has this part
    }
    if (isMissing(expected) || isMissing(cell)) {
      return isMissing(expected) && isMissing(cell);
    }
    if (relation instanceof Relation.Ranges ranges) {
      return ranges.admits(number(sources.get(0), of.get(0)), text(column, cell));
    }
    if (relation instanceof Relation.Curve curve) {
      return curve.admits(number(sources.get(0), of.get(0)), number(cell))
          || isRounded(number(expected), cell);
    }
    if (relation instanceof Relation.Rounded rounded) {
      return rounded.agree(numbers(sources, of), number(column, cell), half(column));
    }
    return relation instanceof Relation.Linear linear
        ? linear.agree(numbers(sources, of), number(column, cell), half(column))
        : same(expected, cell);
  }

  private boolean isRounded(double value, Object cell) {
    double number = number(column, cell);
    return Math.abs(value - number) <= Relation.Rounded.margin(number, half(column));
  }

  /** Returns whether drawn cells of the sources lead to a cell, not only to one beside it. */
  public boolean isValue(List<TableColumn> sources, List<Object> of, Object cell) {
    Object value = value(sources, of);
    return !isMissing(value) && same(value, cell);
  }

  private boolean same(Object expected, Object cell) {
    if (!column.isText()) {
      return number(expected) == TableColumn.seen(number(cell));
    }
    String one = text(column, expected);
    String other = text(column, cell);
    return one.equals(other)
        || (relation instanceof Relation.Constant && isSameMoment(one, other))
        || (column.kind().isTemporal() && column.coding().read(one) == column.coding().read(other));
  }

  /** A constant column of moments keeps the text of the first one. */
  private static boolean isSameMoment(String one, String other) {
    Optional<Double> moment = Moment.parse(one).map(Moment::number);
    return moment.isPresent() && moment.equals(Moment.parse(other).map(Moment::number));
  }

  private static String text(TableColumn column, Object cell) {
    if (cell instanceof String text) {
      double truth = column.coding() instanceof TruthCoding ? TruthCoding.truth(text) : Double.NaN;
      return Double.isNaN(truth) ? text : (String) column.coding().written(truth);
    }
    return Numbers.text(number(cell));
  }

  /** Returns the text of a moment some time later; empty if the cell is not a moment. */
  private static Object moved(TableColumn from, String cell, Duration by, TableColumn to) {
    boolean isMoment = !Double.isNaN(from.coding().read(cell));
    return isMoment && to.coding() instanceof TimeCoding time
        ? Moment.parse(cell)
            .map(moment -> moment.at().plus(by).withOffsetSameInstant(time.origin().getOffset()))
            .map(time::text)
            .orElse("")
        : "";
  }

  /** Returns half a unit of the last decimal of a column; zero for unlimited decimals. */
  private static double half(TableColumn column) {
    return column.coding() instanceof NumberCoding numbers ? numbers.unit() / 2 : 0;
  }

  /** Returns a value of the data unchanged, and others with the decimals of the column. */
  private static double at(TableColumn column, Relation.Curve curve, double number) {
    return curve.isKnown(number) ? curve.at(number) : rounded(column, curve.at(number));
  }

  /**
   * Returns the writable number nearest to where a curve has a value. Where rounding leads to
   * another known pair, it is the one beside that.
   */
  private static double sourceOf(TableColumn source, Relation.Curve curve, double value) {
    double nearest = at(source, curve.inverse(), value);
    double unit = 2 * half(source);
    return DoubleStream.of(nearest, nearest - unit, nearest + unit)
        .map(number -> rounded(source, number))
        .filter(number -> curve.admits(number, value))
        .findFirst()
        .orElse(nearest);
  }

  private static double rounded(TableColumn column, double value) {
    return column.coding() instanceof NumberCoding numbers ? numbers.rounded(value) : value;
  }

  private static double number(Object cell) {
    return TableColumn.seen(((Number) cell).doubleValue());
  }

  /** Returns the number of a cell: of dates the days since 1970, of timestamps the seconds. */
  public static double number(TableColumn column, Object cell) {
    return cell instanceof String text && column.coding() instanceof TimeCoding time
        ? time.read(text) + time.epoch()
        : number(cell);
  }

  /** Returns the nearest writable cell of a number, the inverse of the above. */
  public static Object cell(TableColumn column, double number) {
    return column.coding() instanceof TimeCoding time
        ? time.written(number - time.epoch())
        : column.whole((Double) rounded(column, number));
  }

  /**
   * The cells of a column bounded by others, by the rule of its bounds and its distance. Dates and
   * times count in the unit of their kind.
   */
  private record Distant(TableColumn column, Relation.Beyond rule) {
    /**
     * Returns the cell for cells of the bounds and the distance: the nearest writable one, on the
     * right side of the bounds.
     */
    Object value(List<Object> cells) {
      int last = cells.size() - 1;
      double bound = bound(cells.subList(0, last));
      double distance = number(cells.get(last));
      return Double.isNaN(bound + distance)
          ? column.missing()
          : written(bound, bound + rule.comparison().direction() * distance);
    }

    /** Returns the distance of a cell from its bounds; NaN if it or all bounds are missing. */
    double distance(List<Object> bounds, Object cell) {
      double bound = bound(bounds);
      double value = number(cell);
      return Double.isNaN(bound + value) ? Double.NaN : rule.distance(bound, value);
    }

    private double bound(List<Object> cells) {
      return cells.stream()
          .mapToDouble(this::number)
          .filter(number -> !Double.isNaN(number))
          .reduce(rule::farther)
          .orElseGet(() -> column.coding().read(rule.otherwise()));
    }

    private double number(Object cell) {
      return cell instanceof String text
          ? column.coding().read(text)
          : TableColumn.seen(((Number) cell).doubleValue());
    }

    private Object written(double bound, double value) {
      Object cell = cell(value);
      int direction = rule.comparison().direction();
      boolean isRight = rule.comparison().admits(direction * (number(cell) - bound));
      double apart = apart(column);
      return isRight ? cell : cell(value + direction * (apart == 0 ? Math.ulp(bound) : apart));
    }

    private Object cell(double value) {
      return column.coding() instanceof NumberCoding numbers
          ? column.typed((Double) numbers.rounded(value))
          : ((TimeCoding) column.coding()).onMonths(value);
    }
  }
}
