package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.UnseenOption;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code score}. */
@Command(
    name = "score",
    header = "Writes how likely and how strange each row is.",
    description = {
      "The log-density is in nats, per raw unit of the columns. Names and missing values"
          + " contribute the logarithm of their probability.",
      "The strangeness is the negative log-density of a smoother model, with all columns in"
          + " units of their standard deviations. It detects anomalies better, since it does not"
          + " follow every fine structure of the data. The p-value is the share of ordinary rows"
          + " that are at least as strange.",
      "Files are read in chunks and may be larger than memory. Numbers with steps are scored at"
          + " the value itself."
    })
public final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final RowOptions.OfRows rows = new RowOptions.OfRows();

  @Option(
      names = "--false-alarm-rate",
      paramLabel = "RATE",
      description =
          "Add a column anomaly: 1 if the p-value is at most RATE, so that at most about"
              + " this share of ordinary rows is called anomalies.")
  private @Nullable Double falseAlarmRate;

  @Mixin private final MissingOption missing = new MissingOption();
  @Mixin private final UnseenOption names = new UnseenOption();

  @Override
  public Integer call() throws IOException {
    Limits.share(command, "--false-alarm-rate", falseAlarmRate);
    TableSource source = rows.open(command);
    try (RowSink sink = rows.sink(command, rows.columns(source, columns()));
        TableModel model = rows.load();
        TableReader reader =
            TableReader.open(
                source, model.schema(), rows.reading(missing.missing).with(names.unseen))) {
      requireResolution(model);
      Scores scores = new Scores(model, falseAlarmRate);
      long count = rows.write(reader, sink, chunk -> new RowOptions.Found(chunk, scores.of(chunk)));
      sink.commit();
      String line = rows.output.line(count, "row", scores.words());
      rows.report(command, source, reader.skipped(), line, () -> scores.summary(count));
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
              "--false-alarm-rate %s is below 1/%d, the least p-value of the model with its"
                  + " %d held-out rows",
              falseAlarmRate,
              count + 1,
              count));
    }
  }

  private List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(OutputColumn.number("log_prob"));
    columns.add(OutputColumn.number("strangeness"));
    columns.add(OutputColumn.number("p_value"));
    if (falseAlarmRate != null) {
      columns.add(new OutputColumn("anomaly", OutputColumn.Type.WHOLE));
    }
    return columns;
  }
}
