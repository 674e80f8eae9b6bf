package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.prediction.JointPredictions;
import io.github.tfflows.tables.prediction.JointPredictor;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The output rows of the command {@code predict}. */
interface PredictedRows {
  /** The choices of the command, other than the targets. */
  record Choice(List<Double> levels, boolean isUncorrected, int draws, long seed) {}

  /** Returns the rows of one target, or of several targets together. */
  static PredictedRows of(
      TableModel model, List<String> targets, Choice choice, TableSource source) {
    if (targets.size() == 1) {
      Predictor one = model.predict(targets.get(0)).withDraws(choice.draws, choice.seed);
      return new One(
          choice.isUncorrected ? one.uncorrected() : one, one.givenBy(source), choice.levels);
    }
    String[] more = targets.subList(2, targets.size()).toArray(String[]::new);
    JointPredictor all =
        model.predict(targets.get(0), targets.get(1), more).withDraws(choice.draws, choice.seed);
    return new Joint(
        choice.isUncorrected ? all.uncorrected() : all,
        all.givenBy(source),
        choice.levels,
        all.areIn(source));
  }

  List<OutputColumn> columns();

  /** The columns of the model that the table gives or implies, if any cell can be given. */
  Set<String> given();

  /** Opens the table before its first row. */
  TableReader open(TableSource source, Reading reading) throws IOException;

  /**
   * The predictions of rows that suit the columns.
   *
   * @param treatment the treatment of rows that no draw predicts
   */
  RowOptions.Found predicted(TableChunk chunk, Unsuitable treatment);

  /** Returns a note on the levels whose intervals or regions have no bounds, if there are any. */
  Optional<String> note();

  private static Optional<String> note(
      String sets, List<Double> levels, Predicate<Double> bounded) {
    List<String> unbounded = levels.stream().filter(bounded.negate()).map(String::valueOf).toList();
    return unbounded.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("Note: %s of %s have no bounds, since too few rows were held out to correct them;"
                    + " --uncorrected writes those of the model")
                .formatted(sets, Excerpt.of(unbounded)));
  }

  default RowOptions.Found of(TableChunk chunk, Unsuitable treatment) {
    RowOptions.Found found = predicted(chunk, treatment);
    List<Object> none = Collections.nCopies(columns().size(), Double.NaN);
    found.chunk().problems().keySet().forEach(row -> found.values().set(row, none));
    return found;
  }

  private static List<List<Object>> empty(int count) {
    return Stream.<List<Object>>generate(ArrayList::new).limit(count).toList();
  }

  /**
   * The rows of one target. If any cell can be given, the given columns predict it. Levels are the
   * shares of new values within intervals.
   */
  record One(Predictor predictor, Set<String> given, List<Double> levels) implements PredictedRows {
    @Override
    public Optional<String> note() {
      boolean isNamed = predictor.column().kind().isNamed();
      return PredictedRows.note("intervals", isNamed ? List.of() : levels, predictor::hasBounds);
    }

    private PredictedCells cells() {
      return new PredictedCells(predictor.column(), "", levels);
    }

    @Override
    public List<OutputColumn> columns() {
      return cells().columns();
    }

    @Override
    public TableReader open(TableSource source, Reading reading) throws IOException {
      return predictor.open(source, reading);
    }

    @Override
    public RowOptions.Found predicted(TableChunk chunk, Unsuitable treatment) {
      List<List<Object>> rows = new ArrayList<>(empty(chunk.data().count()));
      Predictions all = predictor.given(chunk, given);
      cells().addTo(rows, all);
      return new RowOptions.Found(chunk.with(all.problems(), treatment), rows);
    }
  }

  /**
   * The rows of several targets; the table may have values of the targets. If any cell can be
   * given, the given columns predict them. Levels are the shares of new rows within regions.
   */
  record Joint(JointPredictor predictor, Set<String> given, List<Double> levels, boolean hasValues)
      implements PredictedRows {
    @Override
    public Optional<String> note() {
      return PredictedRows.note("regions", hasValues ? levels : List.of(), predictor::hasBounds);
    }

    private List<PredictedCells> cells() {
      return predictor.columns().stream()
          .filter(column -> column.kind().cycle().isEmpty())
          .map(column -> new PredictedCells(column, " " + column.name(), levels))
          .toList();
    }

    @Override
    public List<OutputColumn> columns() {
      List<OutputColumn> columns = new ArrayList<>();
      cells().forEach(each -> columns.addAll(each.columns()));
      if (hasValues) {
        columns.add(OutputColumn.number("log_prob"));
        for (double level : levels) {
          String name = "inside" + PredictedCells.share(levels, level);
          columns.add(new OutputColumn(name, OutputColumn.Type.TEXT));
        }
      }
      return columns;
    }

    @Override
    public TableReader open(TableSource source, Reading reading) throws IOException {
      return predictor.open(source, reading);
    }

    @Override
    public RowOptions.Found predicted(TableChunk chunk, Unsuitable treatment) {
      JointPredictions predictions = predictor.given(chunk, given);
      List<List<Object>> rows = new ArrayList<>(empty(predictions.count()));
      for (PredictedCells each : cells()) {
        TableColumn target = each.target();
        each.addTo(rows, predictions.marginals(target.name()));
      }
      if (hasValues) {
        addValues(rows, predictions, chunk);
      }
      return new RowOptions.Found(chunk.with(predictions.problems(), treatment), rows);
    }

    private void addValues(
        List<List<Object>> rows, JointPredictions predictions, TableChunk chunk) {
      float[] logProb = predictions.logProb(chunk.data());
      for (int row = 0; row < logProb.length; row++) {
        rows.get(row).add((double) logProb[row]);
      }
      for (double level : levels) {
        double[] thresholds = predictions.thresholds(level);
        for (int row = 0; row < logProb.length; row++) {
          rows.get(row).add(logProb[row] >= thresholds[row] ? "yes" : "no");
        }
      }
    }
  }
}
