package io.github.tfflows.spark.row;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.JointPredictions;
import io.github.tfflows.tables.prediction.JointPredictor;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The predictions of columns given others of the row.
 *
 * @param targets the names of the columns
 * @param isObserved whether the rows have values of the targets, with which predictions are
 *     compared
 * @param choice how to predict
 */
record Predicting(List<String> targets, boolean isObserved, Choice choice)
    implements ChunkWork<Predicted> {
  /**
   * How to predict.
   *
   * @param level the share of new values within intervals
   * @param draws the number of draws for each row, where there is no closed form
   */
  record Choice(double level, int draws, long seed) implements Serializable {}

  @Override
  public Pass<Predicted> begin(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    return targets.size() == 1 ? one(model, rows, reading) : joint(model, rows, reading);
  }

  @Override
  public Map<Integer, String> problems(TableChunk chunk, Predicted results) {
    Map<Integer, String> problems = new HashMap<>(chunk.problems());
    results.byTarget().values().forEach(all -> all.problems().forEach(problems::putIfAbsent));
    return problems;
  }

  private Pass<Predicted> one(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    String target = targets.get(0);
    Predictor predictor = model.predict(target);
    Set<String> given = predictor.givenBy(rows);
    SplittableRandom seeds = ChunkWork.seeds(choice.seed);
    return new Pass<>(
        isObserved ? observed(model, rows, reading) : predictor.open(rows, reading),
        chunk -> {
          Predictor drawn = predictor.withDraws(choice.draws, seeds.nextLong());
          boolean hasTexts = !isObserved || model.schema().conditioning() == Conditioning.ANY;
          Predictions all = hasTexts ? drawn.given(chunk, given) : drawn.given(chunk.data(), given);
          TableChunk unused = chunk.with(all.problems(), reading.unsuitable()); // refuses rows
          return isObserved
              ? compared(target, all, predictor.observed(chunk.data()))
              : new Predicted(Map.of(target, all), List.of(), List.of());
        });
  }

  private static TableReader observed(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    return model.schema().conditioning() == Conditioning.ANY
        ? TableReader.ofCells(rows, model.schema(), reading, Set.of())
        : TableReader.open(rows, model.schema(), reading);
  }

  private Predicted compared(String target, Predictions all, float[] observed) {
    double[] logProb = all.logProb(observed);
    double[] missing = all.missing();
    return new Predicted(
        Map.of(target, all),
        IntStream.range(0, logProb.length)
            .mapToObj(
                i ->
                    Float.isNaN(observed[i])
                        ? Math.log(missing[i])
                        : logProb[i] + Math.log1p(-missing[i]))
            .toList(),
        all.names().isEmpty() ? withinIntervals(all, observed) : withinSets(all, observed));
  }

  /** Whether numbers are in their intervals; a missing number is not. */
  private List<Boolean> withinIntervals(Predictions all, float[] observed) {
    List<Interval> intervals = all.intervals(choice.level);
    double[] values = all.values(observed);
    return IntStream.range(0, values.length)
        .mapToObj(i -> intervals.get(i).contains(values[i]))
        .toList();
  }

  /**
   * Whether names are among the fewest names with the probability of the level; a missing name is
   * not.
   */
  private List<Boolean> withinSets(Predictions all, float[] observed) {
    List<String> names = all.names();
    return IntStream.range(0, observed.length)
        .mapToObj(
            i -> {
              boolean isName = observed[i] < names.size();
              return isName
                  && Prediction.of(all, i)
                      .nameSet(choice.level)
                      .contains(names.get(Math.round(observed[i])));
            })
        .toList();
  }

  private Pass<Predicted> joint(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    String[] more = targets.subList(2, targets.size()).toArray(String[]::new);
    JointPredictor predictor = model.predict(targets.get(0), targets.get(1), more);
    Set<String> given = predictor.givenBy(rows);
    List<String> ordered =
        predictor.columns().stream()
            .filter(column -> column.kind().cycle().isEmpty())
            .map(TableColumn::name)
            .toList();
    SplittableRandom seeds = ChunkWork.seeds(choice.seed);
    return new Pass<>(
        predictor.open(rows, reading),
        chunk -> {
          JointPredictions all =
              predictor.withDraws(choice.draws, seeds.nextLong()).given(chunk, given);
          TableChunk unused = chunk.with(all.problems(), reading.unsuitable()); // refuses rows
          return predicted(ordered, all, chunk.data());
        });
  }

  private Predicted predicted(List<String> ordered, JointPredictions all, Data data) {
    Map<String, Predictions> byTarget = new LinkedHashMap<>();
    ordered.forEach(name -> byTarget.put(name, all.marginals(name)));
    if (!isObserved) {
      return new Predicted(byTarget, List.of(), List.of());
    }
    float[] logProb = all.logProb(data);
    boolean[] inside = all.inside(data, choice.level);
    return new Predicted(
        byTarget,
        IntStream.range(0, logProb.length).mapToObj(i -> (double) logProb[i]).toList(),
        IntStream.range(0, inside.length).mapToObj(i -> inside[i]).toList());
  }
}
