package io.github.tfflows.cli;

import io.github.tfflows.cli.file.OutputFolder;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of reading rows, training on them and reporting on it. */
final class FitOptions {
  @Mixin final ReadingOptions reading = new ReadingOptions();
  @Mixin private final TrainingOptions training = new TrainingOptions();
  @Mixin final RunningOptions running = new RunningOptions();

  @Option(
      names = "--weight-column",
      paramLabel = "NAME",
      description =
          "The column that holds how much each row counts, from zero on, such as a survey's. It is"
              + " not modelled. Default: none in fit, that of the model in refit.",
      showDefaultValue = Help.Visibility.NEVER)
  private @Nullable String weightColumn;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Write the training curves to this directory, for TensorBoard.")
  private @Nullable Path events;

  @Option(names = "--json", description = "Print a summary as JSON, and nothing else.")
  private boolean json;

  /** Checks the numbers of the training. */
  void check(CommandSpec command) {
    training.check(command);
  }

  /** The column of weights, if one is named. */
  Optional<WeightColumn> weights() {
    return Optional.ofNullable(weightColumn).map(WeightColumn::new);
  }

  /** Checks that the curves can be written, if they are wanted. */
  void requireEvents() throws IOException {
    if (events != null) {
      OutputFolder.require(events);
    }
  }

  FitReport report(CommandSpec command) {
    return FitReport.of(command.commandLine(), json);
  }

  /** Trains, exports the model and returns the exit code. */
  int run(Fitting fitting, TableSource source, ModelTarget model, FitReport report)
      throws IOException {
    return new FitJob(training, running.execution(), report)
        .run(
            fitting,
            new FitJob.Input(source, reading.missing, weights().or(fitting::weights)),
            new FitJob.Target(model, events));
  }
}
