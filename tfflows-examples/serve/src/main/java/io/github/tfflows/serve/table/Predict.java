package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The route {@code predict}, whose requests share calls unless it draws. */
final class Predict {
  /** The most draws for all rows of a request. */
  private static final int MOST_DRAWS = 10_000_000;

  private static final TableRoute.Work ALONE = TableRoute.alone(Predict::answer);
  private static final TableRoute.Work JOINED = TableRoute.joined(Predict::answer);

  static final TableRoute ROUTE =
      new TableRoute(
          "predict",
          "For a number, date or time, its median and central intervals given the other"
              + " columns; for names, the probability of each.",
          Set.of("target", "level", "draws", "seed"),
          Predict::answer);

  private static CompletableFuture<ObjectNode> answer(
      ModelVersion version, RowsBody body, Query query) {
    Predictor predictor = version.table().predict(target(version.table(), query));
    predictor.requireIndependent(body.given());
    // Draws for a row depend on its place, and their largest number on the rows of the request.
    boolean isAlone = predictor.isDrawn() || query.values().containsKey("draws");
    return (isAlone ? ALONE : JOINED).answer(version, body, query);
  }

  private static void answer(TableModel model, RowsBody body, Query query, ArrayNode rows)
      throws IOException {
    Predictor predictor =
        model
            .predict(target(model, query))
            .withDraws(
                query.within("draws", 1, Math.max(1, MOST_DRAWS / body.rows().size()), 1_000),
                query.whole("seed", 1));
    if (predictor.column().kind().isNamed() && query.values().containsKey("level")) {
      throw new IllegalArgumentException(
          "level is for intervals, and %s holds names, which have none"
              .formatted(predictor.column().name()));
    }
    TableSource source = body.source();
    try (TableReader reader = predictor.open(source, body.reading())) {
      TableChunk chunk = TableRoute.only(reader);
      Predictions all = predictor.given(chunk, predictor.givenBy(source));
      List<ObjectNode> answers = answers(all, query.shares("level", 0.9));
      model
          .schema()
          .unseen(chunk.data())
          .forEach((row, names) -> names.forEach(answers.get(row).putArray("unseen")::add));
      TableRoute.addEach(
          rows, chunk.with(all.problems(), body.reading().unsuitable()), answers::get);
    }
  }

  private static String target(TableModel model, Query query) {
    return query
        .text("target")
        .or(() -> model.schema().onlyTarget())
        .orElseThrow(
            () ->
                new IllegalArgumentException("expected the column to predict as target, got none"));
  }

  private static List<ObjectNode> answers(Predictions all, List<Double> levels) {
    List<ObjectNode> answers = new ArrayList<>();
    for (int row = 0; row < all.count(); row++) {
      answers.add(Json.object());
    }
    if (all.column().kind().isNamed()) {
      putNames(answers, all);
    } else {
      putNumbers(answers, all, levels);
    }
    if (all.column().hasGaps()) {
      double[] missing = all.missing();
      for (int row = 0; row < missing.length; row++) {
        answers.get(row).put("missing", missing[row]);
      }
    }
    return answers;
  }

  private static void putNames(List<ObjectNode> answers, Predictions all) {
    double[] probabilities = all.probabilities();
    List<String> likeliest = all.likeliest();
    int names = all.names().size();
    for (int row = 0; row < answers.size(); row++) {
      ObjectNode byName =
          answers.get(row).put("prediction", likeliest.get(row)).putObject("probabilities");
      for (int i = 0; i < names; i++) {
        byName.put(all.names().get(i), probabilities[row * names + i]);
      }
    }
  }

  private static void putNumbers(List<ObjectNode> answers, Predictions all, List<Double> levels) {
    List<Object> medians = all.written(all.quantiles(0.5));
    boolean hasMoments = !all.column().kind().isTemporal();
    double[] means = hasMoments ? all.means() : new double[0];
    double[] deviations = hasMoments ? all.standardDeviations() : new double[0];
    for (int row = 0; row < answers.size(); row++) {
      ObjectNode answer = answers.get(row);
      Cells.put(answer, "median", medians.get(row));
      if (hasMoments) {
        Cells.put(answer, "mean", means[row]);
        Cells.put(answer, "standard_deviation", deviations[row]);
      }
      answer.putArray("intervals");
    }
    for (double level : levels) {
      List<Interval> intervals = all.intervals(level);
      for (int row = 0; row < answers.size(); row++) {
        List<Object> ends = all.written(intervals.get(row).low(), intervals.get(row).high());
        ObjectNode interval = answers.get(row).withArray("intervals").addObject();
        interval.put("level", level);
        Cells.put(interval, "lower", ends.get(0));
        Cells.put(interval, "upper", ends.get(1));
      }
    }
  }

  private Predict() {}
}
