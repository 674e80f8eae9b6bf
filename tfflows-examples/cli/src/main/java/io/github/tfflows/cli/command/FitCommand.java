package io.github.tfflows.cli.command;

import io.github.tfflows.cli.fit.FitOptions;
import io.github.tfflows.cli.fit.ModelTarget;
import io.github.tfflows.cli.fit.TableChoices;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.ForceOption;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.scan.TableScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code fit}. */
@Command(
    name = "fit",
    header = "Fits a flow to a table and writes it as a SavedModel.",
    description = {
      "The density is that of the raw columns, in nats per raw unit: preprocessing is part of the"
          + " model. Ctrl-C ends training and writes the best weights so far."
    })
public final class FitCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final DataOptions.Alone data = new DataOptions.Alone();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "MODEL",
      required = true,
      description = "The directory to write.")
  private Path out = Path.of("");

  @Mixin private final ForceOption force = new ForceOption();

  @Option(names = "--flow", paramLabel = "FLOW", description = "${COMPLETION-CANDIDATES}.")
  private FlowFamily flow = FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE;

  @Mixin private final TableChoices choices = new TableChoices();
  @Mixin private final FitOptions options = new FitOptions();

  @Override
  public Integer call() throws IOException {
    options.check(command);
    choices.check(command, List.of(flow));
    RowColumns rows = options.rowColumns();
    TableScan scan = choices.scan(command, choices.usual(flow, rows), rows);
    ModelTarget model = new ModelTarget(out, force.existing());
    options.requireOutputs(command, model, data.inputs(command));
    TableFit fit = choices.fit(data.open(command), scan, flow);
    return options.run(command, fit, model);
  }
}
