package io.github.tfflows.cli;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputColumn;
import io.github.tfflows.cli.file.RowSink;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Writes the log-density of each row, in nats, per raw unit of the columns. Names and"
          + " missing values contribute the logarithm of their probability.",
      "Files are read in chunks and may be larger than memory. Numbers with steps are scored at"
          + " the value itself."
    })
final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(paramLabel = "DATA", description = "CSV (also zipped), Parquet or NPY.")
  private Path data = Path.of("");

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      split = ",",
      description = "Columns of DATA to write next to the score. Default: the row's number.")
  private List<String> keep = List.of();

  @Option(
      names = "--threshold-quantile",
      paramLabel = "Q",
      description =
          "Add a column anomaly: 1 where the log-density is not above its quantile Q over the"
              + " training rows.")
  private @Nullable Double quantile;

  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Option(names = "--json", description = "Print a summary as JSON; needs --out.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (json && output.out == null) {
      throw Limits.rejected(command, "--json needs --out, since both would go to the same place");
    }
    if (quantile != null && !(quantile >= 0 && quantile <= 1)) {
      throw Limits.rejected(command, "--threshold-quantile must be in [0, 1], got " + quantile);
    }
    TableSource source = reading.open(command, data);
    try (RowSink sink = output.open(command, columns(), Inputs.of(model, data));
        TableModel loaded = TableModel.load(model, running.execution());
        TableReader rows = TableReader.open(source, loaded.schema(), reading.missing, keep)) {
      Scores scores = new Scores(loaded, quantile);
      scores.write(rows, sink, !keep.isEmpty());
      sink.commit();
      scores.report(command.commandLine(), rows.dropped(), json);
    }
    return 0;
  }

  private List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>();
    if (keep.isEmpty()) {
      columns.add(new OutputColumn("row", OutputColumn.Type.WHOLE));
    }
    keep.forEach(name -> columns.add(new OutputColumn(name, OutputColumn.Type.TEXT)));
    columns.add(new OutputColumn("log_density", OutputColumn.Type.NUMBER));
    if (quantile != null) {
      columns.add(new OutputColumn("anomaly", OutputColumn.Type.WHOLE));
    }
    return columns;
  }
}
