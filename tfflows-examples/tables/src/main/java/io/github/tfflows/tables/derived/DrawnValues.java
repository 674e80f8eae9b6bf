package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Roundness;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The values of drawn numbers. A number that equals that of a column before it, such as a sale
 * price without a discount, has the value of that column: the shared values of each column ({@link
 * Lattice}), or its {@link Roundness}, would move the two apart.
 */
public final class DrawnValues {
  private final List<TableColumn> columns;

  /** For each column those before it with which it has equal values for equal numbers. */
  private final List<List<Integer>> alike;

  /** Creates the values of the modelled columns. */
  public DrawnValues(TableSchema schema) {
    columns = schema.modelled();
    alike =
        IntStream.range(0, columns.size())
            .mapToObj(place -> schema.isJoint() ? alike(place) : List.<Integer>of())
            .toList();
  }

  private List<Integer> alike(int place) {
    return IntStream.range(0, place)
        .filter(other -> areAlike(columns.get(other), columns.get(place)))
        .boxed()
        .toList();
  }

  private static boolean areAlike(TableColumn one, TableColumn two) {
    return one.coding() instanceof NumberCoding first
        && two.coding() instanceof NumberCoding second
        && (first.movesDraws() || second.movesDraws())
        && first.scale().equals(second.scale())
        && first.step() == second.step()
        && one.isLong() == two.isLong()
        && !one.hasGaps()
        && !two.hasGaps();
  }

  /** Returns the places of the columns before another one whose values it has for equal numbers. */
  public List<Integer> alikeBefore(int place) {
    return alike.get(place);
  }

  /**
   * Returns the value of a column that is there.
   *
   * @param place the place of the column
   * @param numbers the drawn number of each column, by its place
   */
  public Object value(int place, IntToDoubleFunction numbers) {
    double step = columns.get(place).spacing();
    double number = numbers.applyAsDouble(place);
    List<Integer> before = alike.get(place);
    for (int i = before.size() - 1; i >= 0; i--) {
      double other = numbers.applyAsDouble(before.get(i));
      if (step > 0 ? Math.rint(other / step) == Math.rint(number / step) : other == number) {
        return value(before.get(i), numbers);
      }
    }
    return columns.get(place).drawn((float) number);
  }
}
