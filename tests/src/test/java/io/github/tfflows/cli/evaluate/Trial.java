package io.github.tfflows.cli.evaluate;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.testing.TestRows;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Models whose misfit is known, and their evaluation. */
public final class Trial {
  static final Settings SETTINGS = new Settings(1, 2000);
  public static final List<String> NAMES = List.of("width", "height", "depth");

  private static final Map<Distribution, Report> REPORTS = new ConcurrentHashMap<>();

  /** Independent Gaussians around 10, 20 and 30. */
  public static Distribution gaussian(double first, double second, double third) {
    return new TransformedDistribution(
        StandardNormal.of(3),
        new Standardize(List.of(10.0, 20.0, 30.0), List.of(first, second, third)));
  }

  /** Rows of {@code gaussian(1, 2, 3)}. */
  static Data rows(int count, long seed) {
    float[][] rows = TestRows.gaussian(count, 3, seed);
    for (float[] row : rows) {
      for (int i = 0; i < 3; i++) {
        row[i] = 10 * (i + 1) + (i + 1) * row[i];
      }
    }
    return Data.of(rows);
  }

  /** The report of a model on rows of {@code gaussian(1, 2, 3)}. */
  public static Report report(Distribution distribution) {
    return REPORTS.computeIfAbsent(distribution, one -> newReport(one, NAMES));
  }

  /** The same report, computed again. */
  public static Report newReport(Distribution distribution, List<String> names) {
    Data training = rows(2000, 12);
    try (CompiledDistribution model = CompiledDistribution.compile(distribution, 0)) {
      return new TableTrial(schema(names), rows(2000, 11), rows(2000, 11), training)
          .report(
              TableModel.of(model, schema(names)),
              new Report.Subject("a model", "some rows", "other rows", training.count(), SETTINGS));
    }
  }

  /** Columns of plain numbers. */
  static TableSchema schema(List<String> names, String... given) {
    return new TableSchema(columns(names), columns(List.of(given)));
  }

  private static List<TableColumn> columns(List<String> names) {
    return names.stream()
        .map(name -> new TableColumn(name, new ColumnKind.Real(), List.of()))
        .toList();
  }

  private Trial() {}
}
