package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Given columns as numbers for a linear mean: an indicator for each name, sine and cosine of values
 * on a circle, the logarithm of positive numbers, and other numbers unchanged.
 */
public record Conditions(List<TableColumn> given) {
  public Conditions {
    given = List.copyOf(given);
  }

  public Rows apply(Rows context) {
    RowLayout layout = TableSchema.contextOf(given);
    int bits = layout.optional().size();
    int width = given.stream().mapToInt(Conditions::width).sum() + bits;
    float[] numbers = new float[context.count() * width];
    for (int row = 0; row < context.count(); row++) {
      int at = row * width;
      int from = row * context.size();
      for (int i = 0; i < given.size(); i++) {
        if (!layout.isMissing(context, row, i)) {
          fill(given.get(i), context.values()[from + i], numbers, at);
        }
        at += width(given.get(i));
      }
      System.arraycopy(context.values(), from + given.size(), numbers, at, bits);
    }
    return new Rows(numbers, Shape.of(width), context.count());
  }

  private static int width(TableColumn column) {
    if (column.kind().isNamed()) {
      return column.names().size();
    }
    return column.kind().cycle().isPresent() ? 2 : 1;
  }

  private static void fill(TableColumn column, float value, float[] numbers, int at) {
    if (column.kind().isNamed()) {
      int place = Math.round(value);
      if (place < width(column)) { // a name that never occurred is none of these
        numbers[at + place] = 1;
      }
    } else if (column.kind().cycle().isPresent()) {
      double angle = 2 * Math.PI * value / column.kind().cycle().getAsDouble();
      numbers[at] = (float) Math.sin(angle);
      numbers[at + 1] = (float) Math.cos(angle);
    } else {
      boolean positive = column.kind() instanceof ColumnKind.Positive;
      numbers[at] = positive ? (float) Math.log(value) : value;
    }
  }
}
