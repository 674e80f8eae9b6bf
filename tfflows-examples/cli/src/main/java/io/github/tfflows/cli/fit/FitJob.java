package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.cli.option.TrainingOptions;
import io.github.tfflows.cli.option.WeightColumn;
import io.github.tfflows.cli.report.FitReport;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.Reading;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a file, fits a flow to it and exports the model. */
final class FitJob {
  /** Enough rows to compare scores with. */
  private static final int SCORED = 100_000;

  /** The exit code of a model that is not where it was to be. */
  private static final int FAILED = 1;

  private final TrainingOptions training;
  private final Execution execution;
  private final FitReport report;

  FitJob(TrainingOptions training, Execution execution, FitReport report) {
    this.training = training;
    this.execution = execution;
    this.report = report;
  }

  /**
   * The rows of a fit.
   *
   * @param source the table
   * @param reading the treatment of its rows
   * @param weights the column of weights, if rows count differently
   */
  record Input(TableSource source, Reading reading, Optional<WeightColumn> weights) {}

  /**
   * The outputs of a fit.
   *
   * @param model the place of the model
   * @param events the folder of the curves, if wanted
   */
  record Target(ModelTarget model, @Nullable Path events) {}

  /** Runs the job and returns the exit code. */
  int run(Fitting fitting, Input input, Target target) throws IOException {
    Data rows = read(input, fitting.schema());
    Data.Split split = rows.split(training.heldOut, training.seed);
    Training recipe = fitting.recipe(training, rows.count()).withExecution(execution);
    report.training(fitting.words(rows.count()), recipe, split.heldOut().count());
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(target, interruption)) {
      TableModel fitted = fitted(fitting, recipe, rows, split, monitor);
      boolean haveOneFold = fitting.schema().conditioning() == Conditioning.ANY;
      int folds = haveOneFold ? 1 : recipe.members();
      Outcome outcome =
          new Outcome(fitting.flow(), input.weights(), monitor, folds, reference(rows, folds));
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

  private Data read(Input input, TableSchema schema) throws IOException {
    Optional<WeightColumn> weights = input.weights();
    weights.ifPresent(column -> column.requireNoneOf(schema));
    List<String> kept = weights.map(WeightColumn::name).stream().toList();
    Reading reading = input.reading().with(Unseen.REFUSE).keeping(kept);
    TableSource source = weights.map(by -> by.counting(input.source())).orElse(input.source());
    try (TableReader reader = TableReader.open(source, schema, reading)) {
      Data rows = weights.isPresent() ? weights.get().read(reader) : reader.rest();
      report.data(source.name(), schema, rows.count(), reader.skipped());
      weights.ifPresent(column -> report.weights(column.name()));
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
   * @param folds the number of shares of the rows that flows were held from
   * @param reference the rows that others are compared with: held out, if any are
   */
  private record Outcome(
      String flow, Optional<WeightColumn> weights, FitMonitor monitor, int folds, Data reference) {
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

    /**
     * The training validates with noise in place of steps, and with random cells of the rows where
     * any can be given. The model is measured on the rows themselves, unless each was learnt from
     * by some of its flows.
     */
    private FitReport.Losses losses(TableModel model, ModelDescription description) {
      OptionalDouble validated = loss(description, "training.held_out_loss");
      OptionalDouble gaussian = loss(description, "training.gaussian_loss");
      if (validated.isEmpty() || folds > 1) {
        return new FitReport.Losses(OptionalDouble.empty(), validated, gaussian);
      }
      float[] logProb = model.logProb(reference);
      double sum = 0;
      double counted = 0;
      for (int i = 0; i < logProb.length; i++) {
        sum -= reference.weight(i) * logProb[i];
        counted += reference.weight(i);
      }
      return new FitReport.Losses(OptionalDouble.of(sum / counted), validated, gaussian);
    }

    ExportOptions in(ExportOptions options) {
      ExportOptions described =
          options.describing("flow", flow).describing(LossCurve.KEY, monitor.losses().text());
      return weights
          .map(column -> described.describing(WeightColumn.KEY, column.name()))
          .orElse(described);
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
          outcome.in(model.describing(target.model().options(), outcome.reference));
      Path place = target.model().exportSomewhere(model.distribution(), options, report::warn);
      report.end(place, ending);
      return place.equals(target.model().directory()) ? outcome.monitor.status() : FAILED;
    }
  }
}
