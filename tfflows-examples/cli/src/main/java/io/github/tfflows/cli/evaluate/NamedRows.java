package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * Rows of a table as its model sees them, and the texts of the values of each entry of an event.
 */
public record NamedRows(TableSchema schema, Data data, List<ValueText> texts) {
  private static final List<String> PRESENCE = List.of("missing", "present");

  public NamedRows {
    texts = List.copyOf(texts);
  }

  NamedRows(TableSchema schema, Data data) {
    this(
        schema,
        data,
        Stream.concat(
                schema.layout().optional().stream().map(i -> ValueText.of(PRESENCE)),
                schema.modelled().stream().map(NamedRows::text))
            .toList());
  }

  private static ValueText text(TableColumn column) {
    if (column.kind().isNamed()) {
      return ValueText.of(column.names());
    }
    DoubleFunction<String> written =
        x ->
            column.decoded((float) x) instanceof Number number
                ? Numbers.text(number.doubleValue())
                : column.decoded((float) x).toString();
    boolean isPlain = !column.isText() && column.coding().zero().isEmpty();
    return new ValueText(
        List.of(),
        isPlain ? x -> ValueText.NUMBERS.format().apply(column.unscaled(x)) : written,
        column.spacing(),
        column.coding() instanceof TimeCoding time ? x -> x + time.epoch() : column::unscaled);
  }

  /** Returns whether numbers of a column have a spacing, and carry noise of its width. */
  public boolean haveNoise() {
    return texts.stream().anyMatch(text -> text.step() > 0);
  }

  /** Returns whether a column has dates or times. */
  public boolean haveMoments() {
    return schema.modelled().stream().anyMatch(column -> column.kind().isTemporal());
  }

  /** Returns events with NaN in place of missing values. */
  public Rows shown(Rows x) {
    RowLayout layout = schema.layout();
    float[] values = x.values().clone();
    for (int from = 0; from < values.length; from += x.size()) {
      for (int column : layout.optional()) {
        if (values[from + layout.bit(column).orElseThrow()] == 0) {
          values[from + layout.value(column)] = Float.NaN;
        }
      }
    }
    return new Rows(values, x.eventShape(), x.count());
  }
}
