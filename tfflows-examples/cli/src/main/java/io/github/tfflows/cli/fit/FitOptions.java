package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFolder;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.TrainingOptions;
import io.github.tfflows.cli.report.FitReport;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.reading.RowColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of reading rows, training on them and reporting on it. */
public final class FitOptions {
  @Mixin public final MissingOption missing = new MissingOption();
  @Mixin private final TrainingOptions training = new TrainingOptions();
  @Mixin public final RunningOptions running = new RunningOptions();

  @Option(
      names = "--weight-column",
      paramLabel = "NAME",
      description =
          "The column of the weights of rows, zero or more, such as a survey's. It is not"
              + " modelled. Default: none in fit, the model's in refit.",
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
  public void check(CommandSpec command) {
    training.check(command);
  }

  /** Returns the columns of weights and groups that the options name. */
  public RowColumns rowColumns() {
    return new RowColumns(Optional.ofNullable(weightColumn), training.groups());
  }

  /** Checks before the first row is read that all outputs can be written, to different places. */
  public void requireOutputs(CommandSpec command, ModelTarget model, Inputs inputs)
      throws IOException {
    Path out = OutputFolder.followed(model.directory());
    Path checkpoints = training.checkpoints.directory;
    if (checkpoints != null) {
      Path place = OutputFolder.followed(checkpoints);
      requireApart(
          command, "--checkpoint and --out", place.startsWith(out) || out.startsWith(place));
    }
    if (events != null) {
      Path place = OutputFolder.followed(events);
      requireApart(command, "--tensorboard and --out", place.startsWith(out));
      boolean isSame = checkpoints != null && OutputFolder.followed(checkpoints).equals(place);
      requireApart(command, "--tensorboard and --checkpoint", isSame);
    }
    model.require(inputs);
    training.checkpoints.require();
    if (events != null) {
      OutputFolder.require(events);
    }
  }

  private static void requireApart(CommandSpec command, String options, boolean touch) {
    if (touch) {
      throw Limits.rejected(
          command, options + " need directories of their own, of which none is in the other");
    }
  }

  /** Adds the choices of rows and training to a fit, except for the command's own choices. */
  private TableFit addedTo(TableFit fit) {
    TableFit chosen =
        fit.withMissing(missing.missing)
            .withTraining(
                (usual, rows) -> training.recipe(usual, rows).withExecution(running.execution()));
    TableFit weighted = weightColumn == null ? chosen : chosen.weightedBy(weightColumn);
    return training.groups().map(weighted::groupedBy).orElse(weighted);
  }

  /** Trains, exports the model and returns the exit code. */
  public int run(CommandSpec command, TableFit fit, ModelTarget model) throws IOException {
    FitReport report = new FitReport(command, json);
    try (FitJob job = new FitJob(command, report, Optional.ofNullable(events))) {
      return job.run(addedTo(fit), model);
    }
  }
}
