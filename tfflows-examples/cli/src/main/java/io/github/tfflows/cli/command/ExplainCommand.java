package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.UnseenOption;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.tables.RowExplanation;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code explain}. */
@Command(
    name = "explain",
    header = "Shows how odd each cell of a row is.",
    description = {
      "The numbers are in nats, less the median of the column over held-out rows. An odd value has"
          + " a large negative number; the column oddest names the oddest one.",
      "For a model that was fitted with --conditioning any, they are the log-probability of"
          + " each cell given all other cells of its row; for any other model, the part of each"
          + " cell in the row's strangeness, with the sign reversed.",
      "If a column of the model is called row, oddest or problem, the additional column of"
          + " this name is row_, oddest_ or problem_."
    })
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final RowOptions.OfRows rows = new RowOptions.OfRows();
  @Mixin private final MissingOption missing = new MissingOption();
  @Mixin private final UnseenOption unseen = new UnseenOption();

  @Override
  public Integer call() throws IOException {
    TableSource source = rows.open(command);
    try (TableModel model = rows.load()) {
      rows.keep.requireOthers(command, model.schema());
      List<String> names = model.schema().modelled().stream().map(TableColumn::name).toList();
      List<OutputColumn> columns =
          new ArrayList<>(names.stream().map(OutputColumn::number).toList());
      columns.add(new OutputColumn(RowOptions.free("oddest", columns), OutputColumn.Type.TEXT));
      try (RowSink sink = rows.sink(command, rows.columns(source, columns));
          TableReader reader =
              TableReader.open(
                  source, model.schema(), rows.reading(missing.missing).with(unseen.unseen))) {
        long count =
            rows.write(reader, sink, chunk -> new RowOptions.Found(chunk, explained(chunk, model)));
        sink.commit();
        String line = rows.output.line(count, "row", "");
        rows.report(
            command, source, reader.skipped(), line, () -> JsonOutput.object().put("rows", count));
      }
    }
    return 0;
  }

  private static List<List<Object>> explained(TableChunk chunk, TableModel model) {
    List<List<Object>> rows = new ArrayList<>();
    for (RowExplanation one : model.explained(chunk)) {
      boolean isOdd = chunk.problems().containsKey(rows.size());
      List<Object> values =
          new ArrayList<>(
              isOdd ? Collections.nCopies(one.columns().size(), Float.NaN) : one.differences());
      values.add(isOdd ? "" : one.oddest());
      rows.add(values);
    }
    return rows;
  }
}
