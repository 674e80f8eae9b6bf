package io.github.tfflows.cli.file;

import io.github.tfflows.cli.file.csv.CsvSink;
import io.github.tfflows.cli.file.csv.Formulas;
import io.github.tfflows.cli.file.format.DuckSink;
import io.github.tfflows.cli.file.format.NpySink;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A table that is written to a file. The extension determines the format: {@code .parquet}, {@code
 * .npy}, {@code .gz} for zipped CSV; anything else is CSV, except for extensions of other formats,
 * which are refused.
 */
public final class TableWriter implements RowSink {
  private static final Pattern CAPITALS = Pattern.compile("[A-Z]+");

  /** The extensions of formats of tables that it does not write. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "\\.(tsv|json|jsonl|ndjson|parquet|npy|xls|xlsx|ods|pq|arrow|feather|orc|avro|db|duckdb"
              + "|sqlite|sqlite3)(\\.gz)?$|\\.(zip|bz2|xz|zst)$");

  private final RowSink sink;
  private final OutputFile file;
  private boolean isWhole;

  private TableWriter(RowSink sink, OutputFile file) {
    this.sink = sink;
    this.file = file;
  }

  /**
   * Begins a table in a file, which is closed with the table.
   *
   * @param formulas the treatment of text that a spreadsheet would run, in CSV
   * @return before the first row; to be committed and closed
   * @throws IllegalArgumentException if the file cannot hold such columns
   */
  public static RowSink to(OutputFile file, List<OutputColumn> columns, Formulas formulas)
      throws IOException {
    try {
      return new TableWriter(sink(file, columns, formulas), file);
    } catch (IOException e) {
      file.close();
      throw file.named(e);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Begins a table in CSV.
   *
   * @param out the printer, which is left open
   * @param formulas the treatment of text that a spreadsheet would run
   * @return before the first row; to be committed and closed
   * @throws IllegalArgumentException if a name is refused as a formula, or two are equal
   */
  public static RowSink to(PrintWriter out, List<OutputColumn> columns, Formulas formulas) {
    requireDistinct("CSV", columns, UnaryOperator.identity(), "; choose another name");
    return CsvSink.to(out, columns, formulas);
  }

  private static RowSink sink(OutputFile file, List<OutputColumn> columns, Formulas formulas)
      throws IOException {
    String name = file.name().toLowerCase(Locale.ROOT);
    Path draft = file.draft();
    requireDistinct(file.name(), columns, UnaryOperator.identity(), "; choose another name");
    if (name.endsWith(".parquet")) {
      requireDistinct(
          file.name(),
          columns,
          TableWriter::withoutCase,
          ", which differ by case alone; rename one, or write CSV");
      return new DuckSink(draft, columns, DuckSink.PARQUET);
    }
    if (name.endsWith(".npy")) {
      return new NpySink(draft, columns);
    }
    if (OTHERS.matcher(name).find()) {
      throw new IllegalArgumentException(
          "%s would contain CSV; expected a name that ends in .csv, .csv.gz, .parquet or .npy"
              .formatted(file.name()));
    }
    return CsvSink.to(draft, name.endsWith(".gz"), columns, formulas);
  }

  /** The form in which DuckDB compares names. */
  private static String withoutCase(String name) {
    return CAPITALS.matcher(name).replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }

  private static void requireDistinct(
      String table, List<OutputColumn> columns, UnaryOperator<String> key, String advice) {
    Map<String, String> names = new HashMap<>();
    for (OutputColumn column : columns) {
      String other = names.put(key.apply(column.name()), column.name());
      if (other != null) {
        throw new IllegalArgumentException(
            "%s cannot hold two columns \"%s\" and \"%s\"%s"
                .formatted(table, Excerpt.of(other), Excerpt.of(column.name()), advice));
      }
    }
  }

  @Override
  public void write(List<Object> values) throws IOException {
    try {
      sink.write(values);
    } catch (IOException e) {
      throw file.named(e);
    }
  }

  /** Moves the file to its place. */
  @Override
  public void commit() throws IOException {
    try {
      sink.commit();
      sink.close();
    } catch (IOException e) {
      throw file.named(e);
    }
    isWhole = true;
    file.commit();
  }

  /** Deletes the file unless it was committed. */
  @Override
  public void close() throws IOException {
    try (file) {
      if (!isWhole) {
        sink.close();
      }
    } catch (IOException e) {
      throw file.named(e);
    }
  }
}
