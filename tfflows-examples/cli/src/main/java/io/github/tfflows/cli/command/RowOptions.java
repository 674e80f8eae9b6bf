package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.file.Ahead;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.KeepOption;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowKeys;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a command that reads rows by a model and writes a table. */
class RowOptions {

  @Mixin private final DataOptions.OfModel data = new DataOptions.OfModel();
  @Mixin final OutputOptions output = new OutputOptions();
  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Option(names = "--json", description = "Print a summary as JSON; needs --out.")
  private boolean json;

  TableModel load() throws IOException {
    return TableModel.load(data.model, running.execution());
  }

  TableSource open(CommandSpec command) throws IOException {
    if (json && output.out == null) {
      throw Limits.rejected(command, "--json needs --out, since both would go to the same place");
    }
    return data.openOnce(command, output);
  }

  /** Whether the rows can be read only once. */
  boolean areStream() {
    return data.isStream();
  }

  RowSink sink(CommandSpec command, List<OutputColumn> columns) throws IOException {
    return output.open(command, columns, data.inputs(command, data.model));
  }

  Reading reading(Missing missing) {
    return unsuitable.reading(missing);
  }

  /** Returns a name, followed by underscores if other columns have that name. */
  static String free(String name, List<OutputColumn> others) {
    return others.stream().anyMatch(other -> other.name().equals(name))
        ? free(name + "_", others)
        : name;
  }

  /** The results of the rows of a chunk, which has the problems of those without results. */
  record Found(TableChunk chunk, List<List<Object>> values) {}

  /**
   * Returns a note about a column of a table that resembles a column of the model that the table
   * lacks.
   *
   * @param others columns that the table may lack
   */
  static Optional<String> mistyped(TableModel model, TableSource source, List<String> others) {
    Set<String> columns = new LinkedHashSet<>(source.columns());
    columns.addAll(others);
    return new RowKeys(model.schema(), List.of())
        .problem(columns)
        .map(problem -> "Note: %s: %s".formatted(source.name(), problem));
  }

  /** Words about rows with an unseen name; empty for none. */
  static String unseen(long rows) {
    return rows == 0 ? "" : String.format(Locale.ROOT, "%,d with an unseen name", rows);
  }

  /**
   * Reports on the rows that were read: as JSON with the numbers, or in a line on the error stream,
   * which may be empty. The library for JSON is loaded only if needed.
   */
  void report(
      CommandSpec command,
      TableSource source,
      SkippedRows skipped,
      String line,
      Supplier<ObjectNode> numbers) {
    if (json) {
      ObjectNode summary = numbers.get();
      SkippedReport.write(summary, skipped);
      command.commandLine().getOut().println(JsonOutput.text(summary));
      return;
    }
    PrintWriter notes = Notes.of(command);
    notes.print(line);
    SkippedReport.print(notes, source.name(), skipped);
  }

  /** The options of a command that writes a row for each row that it reads. */
  static final class OfRows extends RowOptions {
    @Mixin final KeepOption keep = new KeepOption();

    @Override
    Reading reading(Missing missing) {
      return super.reading(missing).keeping(keep.names);
    }

    /**
     * The columns that are written for a table: the row's number or the kept columns, the results,
     * and its problem.
     */
    List<OutputColumn> columns(TableSource source, List<OutputColumn> results) {
      List<OutputColumn> columns = new ArrayList<>(keep.columns(source));
      if (columns.isEmpty()) {
        columns.add(new OutputColumn(free("row", results), OutputColumn.Type.WHOLE));
      }
      columns.addAll(results);
      if (!output.isNumeric()) { // files of numbers have no column for problems
        columns.add(new OutputColumn(free("problem", results), OutputColumn.Type.TEXT));
      }
      return columns;
    }

    /** Writes rows of these columns, chunk by chunk, and returns their number. */
    long write(TableReader rows, RowSink sink, Function<TableChunk, Found> results)
        throws IOException {
      AtomicLong count = new AtomicLong();
      Ahead.forEach(
          rows,
          results,
          found -> {
            write(found, sink);
            count.addAndGet(found.values.size());
          });
      return count.get();
    }

    private void write(Found found, RowSink sink) throws IOException {
      TableChunk chunk = found.chunk;
      for (int row = 0; row < found.values.size(); row++) {
        List<Object> values = new ArrayList<>(keep.names.size() + found.values.get(row).size() + 2);
        values.addAll(chunk.kept().get(row).subList(0, keep.names.size()));
        if (values.isEmpty()) {
          values.add(chunk.rows().get(row));
        }
        values.addAll(found.values.get(row));
        if (!output.isNumeric()) {
          values.add(chunk.problems().getOrDefault(row, ""));
        }
        sink.write(values);
      }
    }
  }
}
