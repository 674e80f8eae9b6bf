package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.Queries;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.WatchedSource;
import io.github.tfflows.cli.file.csv.CsvSource;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rows that a command reads: files, or a query in place of them. */
public abstract sealed class DataOptions {
  private static final String STANDARD_INPUT = "-";
  private static final String DATA =
      "CSV (also gzipped), Parquet, JSON or NPY: a file, or a quoted pattern such as 'data/*.csv'.";

  /** The name of a folder whose files have one value of a column, such as {@code year=2024}. */
  private static final Pattern VALUE = Pattern.compile("([^=]+)=.*");

  private static final Pattern BLANKS = Pattern.compile("\\S\\s+\\S");

  public static final class Alone extends DataOptions {
    @Parameters(index = "0", paramLabel = "DATA", arity = "0..1", description = DATA)
    private @Nullable String data;

    @Override
    @Nullable String data() {
      return data;
    }

    /**
     * Tells that the columns of a file have no names, that it may have more than one column, or
     * that folders have values of a further one.
     */
    @Override
    void note(CommandSpec command, TableSource source) throws IOException {
      if (data != null) {
        noteFolder(command, data);
      }
      if (source instanceof CsvSource csv
          && csv.columns().size() == 1
          && BLANKS.matcher(csv.columns().get(0)).find()) {
        Notes.of(command)
            .printf(
                "Note: %s has a single column, \"%s\"; if blanks separate its values, write commas"
                    + " in their place%n",
                csv.name(), Excerpt.of(csv.columns().get(0)));
      }
      if (format.header == SourceOptions.Header.AUTO
          && source instanceof CsvSource csv
          && !csv.isNamed()) {
        Notes.of(command)
            .printf(
                "Note: %s: line 1 holds a number or a missing value, so it is a row, and columns are"
                    + " called c1, c2 and so on; --header present makes it their names%n",
                csv.name());
      }
    }

    private static void noteFolder(CommandSpec command, String data) throws IOException {
      Path first = TableFiles.matching(data).get(0);
      for (int i = 0; i < first.getNameCount() - 1; i++) {
        String folder = first.getName(i).toString();
        Matcher value = VALUE.matcher(folder);
        if (value.matches() && !data.contains(folder)) {
          Notes.of(command)
              .printf(
                  "Note: %s: the folder \"%s\" is not a value of a column %s; --sql \"FROM '%1$s'\""
                      + " reads it as one%n",
                  data, folder, value.group(1));
        }
      }
    }
  }

  /** The rows of a command that reads a model before them. */
  public static final class OfModel extends DataOptions {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
    public Path model = Path.of("");

    @Parameters(
        index = "1",
        paramLabel = "DATA",
        arity = "0..1",
        description =
            DATA
                + " In score, predict, impute, explain and monitor, - is CSV from the standard"
                + " input.")
    private @Nullable String data;

    @Override
    @Nullable String data() {
      return data;
    }
  }

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

  @Mixin public final FormatOptions format = new FormatOptions();

  abstract @Nullable String data();

  /** Prints notes about the rows before any work. */
  void note(CommandSpec command, TableSource source) throws IOException {}

  /** Opens the rows, to be read as often as needed. */
  public TableSource open(CommandSpec command) throws IOException {
    check(command);
    if (isStream()) {
      throw Limits.rejected(
          command,
          "%s reads its rows more than once; write the standard input to a file, and name that"
              .formatted(command.name()));
    }
    TableSource source = unwatched(command);
    note(command, source);
    return Notes.areWanted(command) ? WatchedSource.of(source) : source;
  }

  /** Returns whether the rows can be read only once. */
  public boolean isStream() {
    return STANDARD_INPUT.equals(data());
  }

  /** Opens the rows, to be read once unless they are no stream. */
  public TableSource openOnce(CommandSpec command, OutputOptions output) throws IOException {
    check(command);
    if (isStream()) {
      return format.openStream(command);
    }
    boolean isWatched = output.out != null && Notes.areWanted(command);
    return isWatched ? WatchedSource.of(unwatched(command)) : unwatched(command);
  }

  private TableSource unwatched(CommandSpec command) throws IOException {
    if (sql != null) {
      return url == null ? Queries.overFiles(sql) : Queries.inDatabase(url, sql);
    }
    return format.open(command, String.valueOf(data()));
  }

  private void check(CommandSpec command) {
    String data = data();
    if (data != null && sql != null) {
      throw Limits.rejected(command, "expected DATA or --sql, got both; DATA is " + data);
    }
    if (url != null && sql == null) {
      throw Limits.rejected(command, "--jdbc needs a query by --sql");
    }
    Limits.idle(command, sql != null, "with --sql", "--delimiter", "--header");
    if (data == null && sql == null) {
      throw Limits.rejected(command, "expected DATA, or a query by --sql");
    }
  }

  /** The files of DATA, with others. Those in a query are not among them. */
  public Inputs inputs(CommandSpec command, Path... others) throws IOException {
    check(command);
    String data = data();
    List<Path> inputs = new ArrayList<>(List.of(others));
    if (data != null && !isStream()) {
      inputs.addAll(TableFiles.matching(data));
    }
    return new Inputs(inputs);
  }
}
