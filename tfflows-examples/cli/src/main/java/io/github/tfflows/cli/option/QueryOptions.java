package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.Queries;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a query whose rows a command reads in place of DATA. */
public final class QueryOptions {
  /** The description of DATA. */
  public static final String DATA =
      "CSV (also zipped), Parquet, JSON or NPY: a file, or a quoted pattern such as 'data/*.csv'.";

  @Option(
      names = "--sql",
      paramLabel = "QUERY",
      description =
          "In place of DATA: a SELECT over files, such as \"SELECT a, b FROM 'data.parquet'\", in"
              + " the SQL of DuckDB.")
  private @Nullable String sql;

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description =
          "The database that runs --sql, such as jdbc:postgresql://host/database. It is only read.")
  private @Nullable String url;

  /** Opens the files of DATA, or the query. */
  public TableSource open(CommandSpec command, ReadingOptions reading, @Nullable String data)
      throws IOException {
    return open(command, reading.format, data);
  }

  /** Opens the files of DATA, or the query. */
  public TableSource open(CommandSpec command, FormatOptions format, @Nullable String data)
      throws IOException {
    check(command, data);
    if (sql != null) {
      return url == null ? Queries.overFiles(sql) : Queries.inDatabase(url, sql);
    }
    return format.open(command, String.valueOf(data));
  }

  private void check(CommandSpec command, @Nullable String data) {
    if (data != null && sql != null) {
      throw Limits.rejected(command, "expected DATA or --sql, got both; DATA is " + data);
    }
    if (url != null && sql == null) {
      throw Limits.rejected(command, "--jdbc needs a query by --sql");
    }
    if (data == null && sql == null) {
      throw Limits.rejected(command, "expected DATA, or a query by --sql");
    }
  }

  /** The files of DATA, with others. Those in a query are not among them. */
  public Inputs inputs(CommandSpec command, @Nullable String data, Path... others)
      throws IOException {
    check(command, data);
    List<Path> inputs = new ArrayList<>(List.of(others));
    if (data != null) {
      inputs.addAll(TableFiles.matching(data));
    }
    return new Inputs(inputs);
  }
}
