package io.github.tfflows.cli.command;

import io.github.tfflows.cli.fit.FitOptions;
import io.github.tfflows.cli.fit.ModelTarget;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.ForceOption;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code refit}. */
@Command(
    name = "refit",
    header = "Trains a model further on other rows.",
    description = {
      "The training begins at the weights of MODEL, keeps its columns, kinds, names and"
          + " scales, and writes a new model. If no other weights are better on the held-out rows,"
          + " the new model keeps those of MODEL."
    })
public final class RefitCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final DataOptions.OfModel data = new DataOptions.OfModel();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "MODEL",
      required = true,
      description = "The directory to write, not the directory of MODEL.")
  private Path out = Path.of("");

  @Mixin private final ForceOption force = new ForceOption();
  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final FitOptions options = new FitOptions();

  @Override
  public Integer call() throws IOException {
    options.check(command);
    Limits.idle(command, true, "in a refit: all members are trained as one", "--members");
    ModelTarget target = new ModelTarget(out, force.existing());
    options.requireOutputs(command, target, data.inputs(command, data.model));
    TableSource source = data.open(command);
    try (TableModel start = TableModel.load(data.model, options.running.execution())) {
      TableFit fit =
          TableFit.of(source)
              .startingFrom(start)
              .withUnsuitable(unsuitable.reading(options.missing.missing).unsuitable());
      return options.run(command, fit, target);
    }
  }
}
