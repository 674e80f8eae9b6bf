package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.profile.ColumnScan;
import io.github.tfflows.tables.profile.NumberScan;
import java.util.Optional;

/** A column of the first pass, with its place in a row. */
public record Scanned(int place, ColumnScan scan, TableColumn column) {
  /** The least number of rows; in fewer, columns may agree by chance. */
  static final int FEWEST_ROWS = 20;

  private static final int MOST_VALUES = 64;

  boolean isNumber() {
    return !column.isText();
  }

  /**
   * Whether enough rows can have values in both columns, while the other rows have values in
   * neither.
   */
  boolean mayMatch(Scanned other) {
    return scan.count() >= FEWEST_ROWS
        && scan.count() == other.scan.count()
        && scan.gaps() == other.scan.gaps();
  }

  /** Whether the values are few names or numbers, each in several rows. */
  boolean hasFewValues() {
    return isNumber()
        ? !column.masses().isEmpty()
        : column.kind().isNamed() && scan.names().size() <= MOST_VALUES;
  }

  /** Whether all values are numbers that are point masses. */
  boolean isOfMasses() {
    return isNumber()
        && column.masses().contain(scan.numbers().low())
        && column.masses().contain(scan.numbers().high());
  }

  /** Whether draws have all decimals of the numbers. */
  boolean isExact() {
    return isNumber() && !scan.numbers().hasOddOnes();
  }

  /** The number of rows without a value. */
  public long gaps() {
    return scan.gaps();
  }

  /** Whether sums may have the column. */
  boolean isSummed() {
    return isExact() || isMoment();
  }

  public boolean isMoment() {
    return column.kind().isTemporal() && scan.moments().form() != Moment.Form.TIME;
  }

  /** The least and the greatest number or moment; empty for names and times of day. */
  public Optional<NumberCoding.Range> range() {
    if (isNumber()) {
      NumberScan numbers = scan.numbers();
      return Optional.of(new NumberCoding.Range(numbers.low(), numbers.high()));
    }
    return isMoment() ? Optional.of(scan.moments().range()) : Optional.empty();
  }

  /** The unit of the last decimal of numbers, or the step of moments. */
  public double step() {
    return isNumber() ? 2 * side().half() : isMoment() ? column.step() : 0;
  }

  /** The unit of the last decimal of numbers, or of the format of moments. */
  public double unit() {
    return isMoment() && column.coding() instanceof TimeCoding time ? time.finest().step() : step();
  }

  Line.Side side() {
    return Line.Side.of(scan.numbers(), column);
  }
}
