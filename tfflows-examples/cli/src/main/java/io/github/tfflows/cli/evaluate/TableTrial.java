package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Conditions;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * The rows for an evaluation. Draws are compared with rows with noise of a step's width, as in
 * training; the likelihood is that of the rows without noise.
 *
 * @param rows the rows to measure on, as they are read
 * @param test the same with noise
 * @param training the rows that baselines are fitted to, with noise
 */
public record TableTrial(TableSchema schema, Data rows, Data test, Data training) {
  private static final List<String> PRESENCE = List.of("missing", "present");

  /**
   * Adds the noise.
   *
   * @param test rows to measure on, as they are read
   * @param training other rows, as they are read
   * @param seed equal seeds give equal noise
   */
  public static TableTrial of(TableSchema schema, Data test, Data training, long seed) {
    float[] spacing = schema.spacing();
    return new TableTrial(
        schema,
        schema.whole(test),
        schema.whole(test.dequantized(spacing, seed)),
        schema.whole(training.dequantized(spacing, -seed - 1)));
  }

  /**
   * Evaluates a model.
   *
   * @param model the model, of the same columns
   * @throws IllegalArgumentException if there are too few rows
   * @throws IllegalStateException if the model draws nothing finite
   */
  public Report report(TableModel model, Report.Subject subject) {
    NamedRows named =
        new NamedRows(
            test,
            schema.entryNames(),
            schema.contextNames(),
            gaps(),
            texts(),
            schema.conditioning());
    return Report.of(model.distribution(), named, rows, fitting(), subject);
  }

  private Baseline.Fitting fitting() {
    Optional<TableSchema> mixed = schema.isNumeric() ? Optional.empty() : Optional.of(schema);
    return new Baseline.Fitting(training, new Conditions(schema.given()), mixed);
  }

  /** Fits the baselines, and measures them. */
  public List<Baseline> baselines(long seed) {
    return Baseline.of(fitting(), rows, seed);
  }

  private List<NamedRows.Gap> gaps() {
    RowLayout layout = schema.layout();
    return layout.optional().stream()
        .map(i -> new NamedRows.Gap(layout.bit(i).orElseThrow(), layout.value(i)))
        .toList();
  }

  private List<ValueText> texts() {
    return Stream.concat(
            schema.layout().optional().stream().map(i -> ValueText.of(PRESENCE)),
            schema.modelled().stream().map(TableTrial::text))
        .toList();
  }

  private static ValueText text(TableColumn column) {
    if (column.kind().isNamed()) {
      return ValueText.of(column.names());
    }
    DoubleFunction<String> plain = ValueText.NUMBERS.format();
    DoubleFunction<String> written =
        x ->
            column.decoded((float) x) instanceof Number number
                ? Numbers.text(number.doubleValue())
                : column.decoded((float) x).toString();
    boolean isPlain = !column.isText() && column.coding().zero().isEmpty() && column.unit() == 1;
    return new ValueText(List.of(), isPlain ? plain : written, column.spacing(), column::unscaled);
  }
}
