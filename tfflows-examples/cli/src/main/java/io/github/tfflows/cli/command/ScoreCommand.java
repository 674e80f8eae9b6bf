package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.KeepOption;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.option.QueryOptions;
import io.github.tfflows.cli.option.ReadingOptions;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.UnseenOption;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      "Writes the log-density of each row, in nats, per raw unit of the columns, and its p-value:"
          + " the share of ordinary rows that are no more likely. Names and missing values"
          + " contribute the logarithm of their probability.",
      "Files are read in chunks and may be larger than memory. Numbers with steps are scored at"
          + " the value itself."
    })
public final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = QueryOptions.DATA)
  private @Nullable String data;

  @Mixin private final QueryOptions query = new QueryOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final KeepOption keep = new KeepOption();

  @Option(
      names = "--false-alarm-rate",
      paramLabel = "RATE",
      description =
          "Add a column anomaly: 1 where the p-value is at most RATE, so that at most about this"
              + " share of ordinary rows is called anomalies.")
  private @Nullable Double falseAlarmRate;

  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final UnseenOption names = new UnseenOption();
  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Option(names = "--json", description = "Print a summary as JSON; needs --out.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (json && output.out == null) {
      throw Limits.rejected(command, "--json needs --out, since both would go to the same place");
    }
    if (falseAlarmRate != null && !(falseAlarmRate > 0 && falseAlarmRate < 1)) {
      throw Limits.rejected(
          command, "--false-alarm-rate must be between 0 and 1, got " + falseAlarmRate);
    }
    TableSource source = query.open(command, reading, data);
    try (RowSink sink = output.open(command, columns(), query.inputs(command, data, model));
        TableModel loaded = TableModel.load(model, running.execution());
        TableReader rows =
            TableReader.open(
                source,
                loaded.schema(),
                unsuitable.reading(reading.missing).with(names.unseen).keeping(keep.names))) {
      requireResolution(loaded);
      Scores scores = new Scores(loaded, falseAlarmRate, columns());
      scores.write(rows, sink, !keep.names.isEmpty());
      sink.commit();
      scores.report(command.commandLine(), source.name(), rows.skipped(), json);
    }
    return 0;
  }

  private void requireResolution(TableModel loaded) {
    int count = loaded.reference().count();
    if (falseAlarmRate != null && falseAlarmRate * (count + 1) < 1) {
      throw Limits.rejected(
          command,
          String.format(
              Locale.ROOT,
              "--false-alarm-rate %s is below 1/%d, the least p-value that the model tells from its"
                  + " %d held-out rows",
              falseAlarmRate,
              count + 1,
              count));
    }
  }

  private List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>();
    if (keep.names.isEmpty()) {
      columns.add(new OutputColumn("row", OutputColumn.Type.WHOLE));
    }
    columns.addAll(keep.columns());
    columns.add(new OutputColumn("log_density", OutputColumn.Type.NUMBER));
    columns.add(new OutputColumn("p_value", OutputColumn.Type.NUMBER));
    if (falseAlarmRate != null) {
      columns.add(new OutputColumn("anomaly", OutputColumn.Type.WHOLE));
    }
    if (!output.isNumeric()) {
      columns.add(new OutputColumn("problem", OutputColumn.Type.TEXT));
    }
    return columns;
  }
}
