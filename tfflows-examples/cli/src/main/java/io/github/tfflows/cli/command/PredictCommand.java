package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code predict}. */
@Command(
    name = "predict",
    header = "Predicts columns of each row from the others.",
    description = {
      "For a number, date or time, writes the median and the ends of central intervals, and"
          + " for a number also the mean and the standard deviation; for names, the probability of"
          + " each.",
      "Needs a model of this column given others (fit --target), or one that was fitted with"
          + " --conditioning any, which predicts from the columns that DATA has. If the model has"
          + " scores of held-out rows, these correct the intervals, so that they contain the"
          + " promised share of new values."
    })
public final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final RowOptions.OfRows rows = new RowOptions.OfRows();

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column to predict. Repeat the option to predict several columns together."
              + " Default: the only modelled column.")
  private List<String> targets = List.of();

  @Option(
      names = "--level",
      paramLabel = "SHARE",
      split = ",",
      description =
          "The share of new values within an interval, or several shares for several"
              + " intervals. Default: 0.9. Names have no intervals.")
  private List<Double> levels = List.of();

  @Option(
      names = "--uncorrected",
      description = "Write the intervals of the model, without the correction by held-out rows.")
  private boolean uncorrected;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Draws for each row, if there is no closed form.")
  private int draws = 1_000;

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal draws.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    Limits.within(command, "--draws", 1, 1_000_000, draws);
    for (double level : levels) {
      Limits.share(command, "--level", level);
    }
    Limits.once(command, "--level", levels);
    Limits.once(command, "--target", targets);
    TableSource source = rows.open(command);
    try (TableModel loaded = rows.load()) {
      List<String> names = targets(loaded);
      requireIntervals(loaded, names);
      PredictedRows.Choice choice =
          new PredictedRows.Choice(
              levels.isEmpty() ? List.of(0.9) : levels, uncorrected, draws, seed);
      PredictedRows predicted = PredictedRows.of(loaded, names, choice, source);
      if (loaded.schema().conditioning() == Conditioning.ANY) {
        lacking(loaded, source, names, predicted.given()).ifPresent(Notes.of(command)::println);
      }
      dependent(loaded, source, names).ifPresent(Notes.of(command)::println);
      predicted.note().ifPresent(Notes.of(command)::println);
      Reading reading = rows.reading(Missing.MODEL);
      try (RowSink sink = rows.sink(command, rows.columns(source, predicted.columns()));
          TableReader reader = predicted.open(source, reading)) {
        AtomicLong unseen = new AtomicLong();
        List<SkippedRows> undrawn = new ArrayList<>();
        long count =
            rows.write(
                reader,
                sink,
                chunk -> {
                  unseen.addAndGet(loaded.schema().unseen(chunk.data()).size());
                  RowOptions.Found found = predicted.of(chunk, reading.unsuitable());
                  undrawn.add(undrawn(chunk, found.chunk()));
                  return found;
                });
        sink.commit();
        rows.report(
            command,
            source,
            undrawn.stream().reduce(reader.skipped(), SkippedRows::plus),
            rows.output.line(count, "row", RowOptions.unseen(unseen.get())),
            () -> JsonOutput.rows(count, unseen.get()).put("target", String.join(",", names)));
      }
    }
    return 0;
  }

  /** The rows of a chunk with problems that they had not when they were read. */
  private static SkippedRows undrawn(TableChunk read, TableChunk predicted) {
    Map<Long, String> problems = new TreeMap<>();
    predicted.problems().forEach((row, reason) -> problems.put(read.rows().get(row), reason));
    read.problems().keySet().forEach(row -> problems.remove(read.rows().get(row)));
    return SkippedRows.unsuitable(problems);
  }

  /**
   * Returns a note about the columns of the model that a table lacks, and that do not follow from
   * its others.
   *
   * @throws IllegalArgumentException if it has none
   */
  private static Optional<String> lacking(
      TableModel model, TableSource source, List<String> targets, Set<String> given) {
    GivenRows.requireColumn(model.schema(), source);
    List<String> lacking =
        new ArrayList<>(model.schema().modelled().stream().map(TableColumn::name).toList());
    lacking.removeAll(given);
    for (DerivedColumn one : model.schema().derived()) {
      if (one.relation() instanceof Relation.Beyond bounds && lacking.remove(bounds.distance())) {
        lacking.add(one.column().name());
      }
    }
    lacking.removeAll(source.columns());
    lacking.removeAll(targets);
    Optional<String> mistyped = RowOptions.mistyped(model, source, targets);
    return mistyped.isPresent() || lacking.isEmpty()
        ? mistyped
        : Optional.of(
            "Note: %s lacks columns of the model, and predicts without them: %s"
                .formatted(source.name(), Excerpt.of(lacking)));
  }

  /** Returns a note about columns of a table that follow from targets. */
  private static Optional<String> dependent(
      TableModel model, TableSource source, List<String> targets) {
    Set<String> dependent = new TreeSet<>();
    if (targets.size() == 1) {
      dependent.addAll(model.predict(targets.get(0)).dependent());
    } else if (model.schema().conditioning() != Conditioning.ANY) {
      targets.forEach(target -> dependent.addAll(model.schema().following(target)));
    }
    dependent.retainAll(source.columns());
    return dependent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Note: predictions ignore the columns that follow from %s: %s"
                .formatted(Excerpt.of(targets), Excerpt.of(List.copyOf(dependent))));
  }

  /** Rejects options of intervals for a single target that has none. */
  private void requireIntervals(TableModel loaded, List<String> names) {
    boolean isNamed = names.size() == 1 && loaded.predict(names.get(0)).column().kind().isNamed();
    if (isNamed && (uncorrected || !levels.isEmpty())) {
      throw Limits.rejected(
          command,
          "--level and --uncorrected are for intervals, and %s holds names, which have none"
              .formatted(Excerpt.of(names.get(0))));
    }
  }

  private List<String> targets(TableModel loaded) {
    Optional<String> only = loaded.schema().onlyTarget();
    if (targets.isEmpty() && only.isEmpty()) {
      throw Limits.rejected(command, "--target must name the column to predict");
    }
    return targets.isEmpty() ? List.of(only.get()) : targets;
  }
}
