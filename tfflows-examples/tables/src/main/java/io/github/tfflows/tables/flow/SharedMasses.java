package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.cell.MassNumbers;
import io.github.tfflows.tables.column.Coding;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.sketch.ValueCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Point masses, and other numbers to which draws snap, that rows of several groups share. If only
 * rows of one group share a number, such as the size of a school among rows of its students, a new
 * group has another one.
 */
public final class SharedMasses {
  /** Returns the columns of rows in groups, with such numbers alone. */
  public static TableSchema in(TableSchema schema, Data rows) {
    List<TableColumn> modelled = new ArrayList<>();
    for (TableColumn column : schema.modelled()) {
      modelled.add(hasShared(column.coding()) ? shared(schema, rows, modelled.size()) : column);
    }
    return new TableSchema(modelled, schema.given(), schema.conditioning(), schema.derived())
        .reaching(rows.x());
  }

  private static boolean hasShared(Coding coding) {
    return !coding.massNumbers().isEmpty()
        || (coding instanceof NumberCoding numbers && !numbers.lattice().isEmpty());
  }

  /**
   * Returns a column with the masses that several groups share, and those far from nearly all other
   * numbers, which may stand for missing values.
   */
  private static TableColumn shared(TableSchema schema, Data rows, int place) {
    TableColumn column = schema.modelled().get(place);
    RowLayout layout = schema.layout();
    double[] ofGroups = WeightedNumbers.of(rows, rows.x(), layout, place).values();
    if (ofGroups.length == layout.rowsWith(rows.x(), place).length) {
      return column; // the rows of a group have numbers of their own
    }
    ValueCounts groups = new ValueCounts();
    for (double number : ofGroups) {
      groups.add(number);
    }
    double zero = column.hasZeroBesideRange() ? column.scale().number(0) : Double.NaN;
    Coding coding = column.coding();
    MassNumbers masses =
        coding
            .massNumbers()
            .only(
                number ->
                    number == zero
                        || isFar(number, ofGroups)
                        || groups.recurs(number, column.spacing()));
    Coding some = coding.withMasses(masses);
    return column.with(
        some instanceof NumberCoding numbers ? numbers.with(lattice(groups, numbers)) : some);
  }

  /** Returns the values to which draws snap, by the groups that have each value. */
  private static Lattice lattice(ValueCounts groups, NumberCoding coding) {
    Map<Double, Double> values = new HashMap<>(); // in double precision
    coding.lattice().shared().forEach(value -> values.put((double) coding.number(value), value));
    SortedMap<Double, Long> counts = new TreeMap<>();
    groups
        .others(coding.massNumbers().numbers())
        .forEach((x, count) -> counts.put(values.getOrDefault(x, coding.written(x)), count));
    return values.isEmpty() ? Lattice.NONE : Lattice.of(counts, coding.step());
  }

  private static boolean isFar(double number, double... ofGroups) {
    double[] others = DoubleStream.of(ofGroups).filter(other -> other != number).toArray();
    return others.length > 0 && !Bulk.Reach.of(others).contains(number);
  }

  private SharedMasses() {}
}
