package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.cli.option.FormatOptions;
import io.github.tfflows.cli.option.KeepOption;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.option.QueryOptions;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code impute}. */
@Command(
    name = "impute",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Fills in missing values with draws, given the values of the row that are there, which are"
          + " written as they came. Values count as missing at random: a gap says nothing about the"
          + " other values of its row.",
      "Needs a model that was fitted with --conditioning any. Other seeds give other draws: several"
          + " of them show how uncertain a value is. Rows that do not suit the columns are left out."
    })
public final class ImputeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = QueryOptions.DATA)
  private @Nullable String data;

  @Mixin private final QueryOptions query = new QueryOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal draws.")
  private long seed = 1;

  @Mixin private final KeepOption keep = new KeepOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final FormatOptions format = new FormatOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    try (TableModel loaded = TableModel.load(model, running.execution())) {
      keep.requireOthers(command, loaded.schema());
      List<OutputColumn> columns = new ArrayList<>(keep.columns());
      TableSource source = query.open(command, format, data);
      for (TableColumn column : loaded.schema().written()) {
        columns.add(OutputColumn.of(column, TypedSource.type(source, column.name())));
      }
      try (RowSink sink = output.open(command, columns, query.inputs(command, data, model));
          TableReader rows =
              TableReader.ofGaps(
                  source, loaded.schema(), unsuitable.reading(Missing.MODEL).keeping(keep.names))) {
        write(loaded, rows, sink);
        sink.commit();
        SkippedReport.print(command.commandLine().getErr(), source.name(), rows.skipped());
      }
    }
    return 0;
  }

  private void write(TableModel loaded, TableReader rows, RowSink sink) throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (Optional<TableChunk> chunk = rows.next(); chunk.isPresent(); chunk = rows.next()) {
      for (List<Object> row : loaded.imputed(chunk.get().suitable(), seeds.nextLong())) {
        sink.write(row);
      }
    }
  }
}
