package io.github.tfflows.cli;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.Missing;
import io.github.tfflows.tables.Reading;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import io.github.tfflows.tables.TableSchema;
import io.github.tfflows.tables.TableSource;
import io.github.tfflows.tables.density.TableDensity.Conditioning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a file, fits a flow to it and exports the model. */
final class FitJob {
  /** Enough rows to compare scores with. */
  private static final int SCORED = 100_000;

  private final TrainingOptions training;
  private final Execution execution;
  private final FitReport report;

  FitJob(TrainingOptions training, Execution execution, FitReport report) {
    this.training = training;
    this.execution = execution;
    this.report = report;
  }

  /**
   * The outputs of a fit.
   *
   * @param model the place of the model
   * @param events the folder of the curves, if wanted
   */
  record Target(ModelTarget model, @Nullable Path events) {}

  /** Runs the job and returns the exit code. */
  int run(Fitting fitting, TableSource source, Missing missing, Target target) throws IOException {
    Data rows = read(source, fitting.schema(), missing);
    Data.Split split = rows.split(training.heldOut, training.seed);
    Training recipe = fitting.recipe(training, rows.count()).withExecution(execution);
    report.training(fitting.words(rows.count()), recipe, split.heldOut().count());
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(target, interruption)) {
      TableModel fitted = fitted(fitting, recipe, rows, split, monitor);
      boolean haveOneFold = fitting.schema().conditioning() == Conditioning.ANY;
      Data reference = reference(rows, haveOneFold ? 1 : recipe.members());
      Outcome outcome = new Outcome(fitting.flow(), monitor, reference);
      return export(fitted, outcome, target);
    }
  }

  /** The fitted model; if interrupted, with the best weights so far. */
  private static TableModel fitted(
      Fitting fitting, Training recipe, Data rows, Data.Split split, FitMonitor monitor) {
    try {
      return fitting.fit(recipe, rows, split, monitor);
    } finally {
      monitor.end();
    }
  }

  private Data read(TableSource source, TableSchema schema, Missing missing) throws IOException {
    try (TableReader reader = TableReader.open(source, schema, Reading.of(missing))) {
      Data rows = reader.rest();
      report.data(source.name(), schema, rows.count(), reader.dropped());
      return rows;
    }
  }

  private FitMonitor monitor(Target target, Interruption interruption) throws IOException {
    Optional<EventFile> events =
        target.events() == null ? Optional.empty() : Optional.of(EventFile.in(target.events()));
    return new FitMonitor(ProgressDisplay.open(report.words()), events, interruption, report::warn);
  }

  /**
   * The record of a training, for the model.
   *
   * @param reference the rows that others are compared with
   */
  private record Outcome(String flow, FitMonitor monitor, Data reference) {
    FitReport.Ending ending(TableModel model) {
      ModelDescription description = model.distribution().description();
      return new FitReport.Ending(
          Integer.parseInt(description.get("training.steps")),
          description.get("training.best_step"),
          losses(model, description),
          description.get("training.end"),
          Optional.ofNullable(description.entries().get("training.warnings")).stream()
              .flatMap(String::lines)
              .toList());
    }

    /** Where any cell can be given, the training validates with random parts of the rows. */
    private FitReport.Losses losses(TableModel model, ModelDescription description) {
      OptionalDouble validated = loss(description, "training.held_out_loss");
      OptionalDouble gaussian = loss(description, "training.gaussian_loss");
      if (validated.isEmpty() || model.schema().conditioning() == Conditioning.NONE) {
        return new FitReport.Losses(validated, OptionalDouble.empty(), gaussian);
      }
      float[] logProb = model.logProb(reference);
      OptionalDouble whole =
          IntStream.range(0, logProb.length).mapToDouble(i -> -logProb[i]).average();
      return new FitReport.Losses(whole, validated, gaussian);
    }

    private static OptionalDouble loss(ModelDescription description, String key) {
      String loss = description.entries().get(key);
      return loss == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(loss));
    }
  }

  /** Rows that a member was not trained on; all rows where none are held out. */
  private Data reference(Data rows, int members) {
    Data heldOut =
        IntStream.range(0, members)
            .mapToObj(member -> rows.split(training.heldOut, training.seed, member).heldOut())
            .reduce(Data::followedBy)
            .orElseThrow();
    Data reference = heldOut.count() == 0 ? rows : heldOut;
    return reference.slice(0, Math.min(SCORED, reference.count()));
  }

  private int export(TableModel fitted, Outcome outcome, Target target) throws IOException {
    try (TableModel model = fitted) {
      FitReport.Ending ending = outcome.ending(model);
      if (outcome.monitor.isInterrupted()) {
        report.interrupted(ending.bestStep());
      }
      ExportOptions options =
          model
              .describing(target.model().options(), outcome.reference)
              .describing("flow", outcome.flow)
              .describing(LossCurve.KEY, outcome.monitor.losses().text());
      Path directory = target.model().directory();
      target.model().export(model.distribution(), directory, options);
      report.end(directory, ending);
      return outcome.monitor.status();
    }
  }
}
