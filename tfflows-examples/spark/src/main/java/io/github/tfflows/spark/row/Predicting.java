package io.github.tfflows.spark.row;

import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a column given others of the row.
 *
 * @param target the name of the column
 * @param draws the draws for each row, where there is no closed form
 * @param seed the seed of these
 */
public record Predicting(String target, int draws, long seed) implements ChunkWork<Predictions> {
  @Override
  public Pass<Predictions> begin(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    Predictor predictor = model.predict(target);
    Set<String> given = predictor.givenBy(rows);
    SplittableRandom seeds = ChunkWork.seeds(seed);
    return new Pass<>(
        predictor.open(rows, reading),
        chunk -> predictor.withDraws(draws, seeds.nextLong()).given(chunk.data(), given));
  }

  /** Returns numbers. */
  public static List<Double> numbers(double... values) {
    return DoubleStream.of(values).boxed().toList();
  }

  /** Returns the probabilities of all names as vectors. */
  public static List<?> probabilities(Predictions predictions) {
    double[] all = predictions.probabilities();
    int names = predictions.names().size();
    return IntStream.range(0, predictions.count())
        .mapToObj(i -> Vectors.dense(Arrays.copyOfRange(all, i * names, (i + 1) * names)))
        .toList();
  }

  /** Returns quantiles as arrays. */
  public static List<?> quantiles(Predictions predictions, double... levels) {
    List<@Nullable Object> all = values(predictions, predictions.quantiles(levels));
    return IntStream.range(0, predictions.count())
        .mapToObj(i -> all.subList(i * levels.length, (i + 1) * levels.length).toArray())
        .toList();
  }

  /** Returns the intervals of a level as rows of their ends. */
  public static List<Row> intervals(Predictions predictions, double level) {
    List<Interval> all = predictions.intervals(level);
    List<@Nullable Object> low =
        values(predictions, all.stream().mapToDouble(Interval::low).toArray());
    List<@Nullable Object> high =
        values(predictions, all.stream().mapToDouble(Interval::high).toArray());
    return IntStream.range(0, all.size())
        .mapToObj(i -> RowFactory.create(low.get(i), high.get(i)))
        .toList();
  }

  /** Returns values as the column is written; null for the text of an infinite one. */
  public static List<@Nullable Object> values(Predictions predictions, double... values) {
    return Arrays.asList(predictions.written(values).stream().map(Cells::of).toArray());
  }
}
