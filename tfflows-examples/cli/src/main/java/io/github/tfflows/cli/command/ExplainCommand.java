package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.KeepOption;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.option.QueryOptions;
import io.github.tfflows.cli.option.ReadingOptions;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.UnseenOption;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.tables.RowExplanation;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Writes the log-probability of each cell, given all other cells of its row, less the median of"
          + " its column over held-out rows, in nats. An odd value has a large negative number;"
          + " the column oddest names the oddest one.",
      "Needs a model that was fitted with --conditioning any."
    })
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = QueryOptions.DATA)
  private @Nullable String data;

  @Mixin private final QueryOptions query = new QueryOptions();

  @Mixin private final KeepOption keep = new KeepOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final UnseenOption unseen = new UnseenOption();
  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    try (TableModel loaded = TableModel.load(model, running.execution())) {
      keep.requireOthers(command, loaded.schema());
      List<String> names = loaded.schema().modelled().stream().map(TableColumn::name).toList();
      TableSource source = query.open(command, reading, data);
      try (RowSink sink = output.open(command, columns(names), query.inputs(command, data, model));
          TableReader rows =
              TableReader.open(
                  source,
                  loaded.schema(),
                  unsuitable.reading(reading.missing).with(unseen.unseen).keeping(keep.names))) {
        for (Optional<TableChunk> chunk = rows.next(); chunk.isPresent(); chunk = rows.next()) {
          write(chunk.get(), loaded, sink);
        }
        sink.commit();
        SkippedReport.print(command.commandLine().getErr(), source.name(), rows.skipped());
      }
    }
    return 0;
  }

  private List<OutputColumn> columns(List<String> names) {
    List<OutputColumn> columns = new ArrayList<>(keep.columns());
    if (columns.isEmpty()) {
      columns.add(new OutputColumn("row", OutputColumn.Type.WHOLE));
    }
    names.forEach(name -> columns.add(new OutputColumn(name, OutputColumn.Type.NUMBER)));
    columns.add(new OutputColumn("oddest", OutputColumn.Type.TEXT));
    columns.add(new OutputColumn("problem", OutputColumn.Type.TEXT));
    return columns;
  }

  private static void write(TableChunk chunk, TableModel model, RowSink sink) throws IOException {
    List<RowExplanation> explained = model.explained(chunk);
    for (int row = 0; row < explained.size(); row++) {
      RowExplanation explanation = explained.get(row);
      List<Object> values = new ArrayList<>(chunk.kept().get(row));
      if (values.isEmpty()) {
        values.add(chunk.rows().get(row));
      }
      String problem = chunk.problems().get(row);
      if (problem == null) {
        values.addAll(explanation.differences());
        values.add(explanation.oddest());
        values.add("");
      } else {
        values.addAll(Collections.nCopies(explanation.columns().size(), Float.NaN));
        values.add("");
        values.add(problem);
      }
      sink.write(values);
    }
  }
}
