package io.github.tfflows.cli.command;

import io.github.tfflows.cli.fit.FitOptions;
import io.github.tfflows.cli.fit.ModelTarget;
import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.FlowOptions;
import io.github.tfflows.cli.option.ForceOption;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.TableSource;
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

  @Mixin private final FlowOptions size = new FlowOptions();
  @Mixin private final ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--target",
      paramLabel = "NAME",
      split = ",",
      description =
          "The columns to predict: these alone are modelled, and all others given, or those of"
              + " --given.")
  private List<String> targets = List.of();

  @Option(
      names = "--conditioning",
      paramLabel = "WHAT",
      description =
          "The cells that may be given, row by row: ${COMPLETION-CANDIDATES}. With any, the model"
              + " also imputes and explains rows.")
  private Conditioning conditioning = Conditioning.NONE;

  @Mixin private final FitOptions options = new FitOptions();

  @Override
  public Integer call() throws IOException {
    size.check(command);
    options.check(command);
    TableScan scan = columns.scan(command, flow.repeats(), options.weights());
    if (!targets.isEmpty() && !scan.modelled().isEmpty()) {
      throw Limits.rejected(command, "--target names the columns to model; leave --columns out");
    }
    ModelTarget model = new ModelTarget(out, force.existing());
    options.requireOutputs(command, model, data.inputs(command));
    TableSource source = data.open(command);
    ColumnOptions.require(scan, source);
    ColumnOptions.require(scan.withModelled(targets), source);
    TableFit fit =
        TableFit.of(source)
            .withColumns(scan)
            .withRepeats(scan.repeats())
            .withConditioning(conditioning)
            .withFlow(flow, size::adapted)
            .predicting(targets.toArray(String[]::new));
    return options.run(command, fit, model, ColumnOptions::chosenBy);
  }
}
