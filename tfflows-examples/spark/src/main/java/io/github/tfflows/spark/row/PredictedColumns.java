package io.github.tfflows.spark.row;

import io.github.tfflows.spark.param.PredictionParams;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that predictions add to rows. For one target they contain values, for several targets
 * rows with a field for each.
 *
 * @param params the names of the columns
 */
public record PredictedColumns(PredictionParams<?> params, List<PredictedTarget> targets) {
  /** A column with the values of those targets that have such values. */
  private record Column(
      Param<String> name,
      Predicate<PredictedTarget> has,
      Function<PredictedTarget, DataType> type,
      Outputs.Values<Predictions> values) {}

  /**
   * Returns the columns.
   *
   * @param isObserved whether rows have the columns of all targets
   */
  public Outputs<?> of(boolean isObserved) {
    Outputs<Predicted> all = Outputs.of(new Predicting(names(targets), isObserved, choice()));
    for (Column column : all()) {
      all = with(all, column);
    }
    return isObserved ? ofObserved(all) : all;
  }

  private List<Column> all() {
    double share = (double) params.getOrDefault(params.level());
    double[] levels = params.getOrDefault(params.quantileProbabilities());
    Predicate<PredictedTarget> isNamed = PredictedTarget::isNamed;
    Predicate<PredictedTarget> isOrdered = PredictedTarget::isOrdered;
    Predicate<PredictedTarget> either = isNamed.or(isOrdered);
    Function<PredictedTarget, DataType> own = PredictedTarget::type;
    Function<PredictedTarget, DataType> number = target -> DataTypes.DoubleType;
    Function<PredictedTarget, DataType> vector = target -> SQLDataTypes.VectorType();
    Function<PredictedTarget, DataType> array = target -> DataTypes.createArrayType(target.type());
    return List.of(
        new Column(params.predictionCol(), either, own, PredictedColumns::guesses),
        new Column(params.probabilityCol(), isNamed, vector, PredictedColumns::probabilities),
        new Column(
            params.intervalCol(), isOrdered, PredictedColumns::ends, all -> intervals(all, share)),
        new Column(params.quantilesCol(), isOrdered, array, all -> quantiles(all, levels)),
        new Column(params.meanCol(), isOrdered, own, all -> values(all, all.means())),
        new Column(
            params.standardDeviationCol(),
            isOrdered,
            number,
            all -> numbers(all.standardDeviations())),
        new Column(params.missingCol(), either, number, all -> numbers(all.missing())));
  }

  private Predicting.Choice choice() {
    return new Predicting.Choice(
        (double) params.getOrDefault(params.level()),
        (int) params.getOrDefault(params.draws()),
        (long) params.getOrDefault(params.seed()));
  }

  private Outputs<Predicted> ofObserved(Outputs<Predicted> outputs) {
    return outputs
        .withOptional(
            params.getOrDefault(params.logProbCol()), DataTypes.DoubleType, Predicted::logProb)
        .withOptional(
            params.getOrDefault(params.insideCol()), DataTypes.BooleanType, Predicted::inside);
  }

  private Outputs<Predicted> with(Outputs<Predicted> outputs, Column column) {
    String name = params.getOrDefault(column.name);
    List<PredictedTarget> having = targets.stream().filter(column.has).toList();
    Outputs.Values<Predictions> values = column.values; // without the column, as tasks have it
    if (having.isEmpty()) {
      return outputs;
    }
    if (targets.size() == 1) {
      String only = having.get(0).name();
      return outputs.withOptional(
          name, column.type.apply(having.get(0)), all -> all.of(only, values));
    }
    StructType fields = new StructType();
    for (PredictedTarget target : having) {
      fields = fields.add(target.name(), column.type.apply(target));
    }
    List<String> names = names(having);
    return outputs.withOptional(name, fields, all -> all.of(names, values));
  }

  private static List<String> names(List<PredictedTarget> targets) {
    return targets.stream().map(PredictedTarget::name).toList();
  }

  private static StructType ends(PredictedTarget target) {
    return new StructType().add("lower", target.type()).add("upper", target.type());
  }

  /** Medians, and likeliest names. */
  private static List<?> guesses(Predictions predictions) {
    return predictions.column().kind().isNamed()
        ? predictions.likeliest()
        : values(predictions, predictions.quantiles(0.5));
  }

  private static List<Double> numbers(double... values) {
    return DoubleStream.of(values).boxed().toList();
  }

  /** The probabilities of all names as vectors. */
  private static List<?> probabilities(Predictions predictions) {
    double[] all = predictions.probabilities();
    int names = predictions.names().size();
    return IntStream.range(0, predictions.count())
        .mapToObj(i -> Vectors.dense(Arrays.copyOfRange(all, i * names, (i + 1) * names)))
        .toList();
  }

  private static List<?> quantiles(Predictions predictions, double... levels) {
    List<@Nullable Object> all = values(predictions, predictions.quantiles(levels));
    return IntStream.range(0, predictions.count())
        .mapToObj(i -> all.subList(i * levels.length, (i + 1) * levels.length).toArray())
        .toList();
  }

  private static List<Row> intervals(Predictions predictions, double level) {
    List<Interval> all = predictions.intervals(level);
    List<@Nullable Object> low =
        values(predictions, all.stream().mapToDouble(Interval::low).toArray());
    List<@Nullable Object> high =
        values(predictions, all.stream().mapToDouble(Interval::high).toArray());
    return IntStream.range(0, all.size())
        .mapToObj(i -> RowFactory.create(low.get(i), high.get(i)))
        .toList();
  }

  /** Values as the column is written; null for an infinite value that has no text. */
  private static List<@Nullable Object> values(Predictions predictions, double... values) {
    return Arrays.asList(predictions.written(values).stream().map(Cells::of).toArray());
  }
}
