package io.github.tfflows.cli.command;

import io.github.tfflows.cli.fit.FitOptions;
import io.github.tfflows.cli.fit.ModelTarget;
import io.github.tfflows.cli.option.ForceOption;
import io.github.tfflows.cli.option.QueryOptions;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code refit}. */
@Command(
    name = "refit",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Trains a model further on other rows, from its own weights, and writes it as a new one.",
      "Columns, kinds, names and scales stay those of the model. Where no weights are better on the"
          + " held-out rows, its own are written."
    })
public final class RefitCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = QueryOptions.DATA)
  private @Nullable String data;

  @Mixin private final QueryOptions query = new QueryOptions();

  @Option(
      names = "--out",
      paramLabel = "MODEL",
      required = true,
      description = "The directory to write, another than the model's.")
  private Path out = Path.of("");

  @Mixin private final ForceOption force = new ForceOption();
  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final FitOptions options = new FitOptions();

  @Override
  public Integer call() throws IOException {
    options.check(command);
    ModelTarget target = new ModelTarget(out, force.existing());
    options.requireOutputs(command, target, query.inputs(command, data, model));
    TableSource source = query.open(command, options.reading, data);
    try (TableModel start = TableModel.load(model, options.running.execution())) {
      TableFit fit =
          TableFit.of(source)
              .startingFrom(start)
              .withUnsuitable(unsuitable.reading(options.reading.missing).unsuitable());
      return options.run(fit, target, options.report(command), UnaryOperator.identity());
    }
  }
}
