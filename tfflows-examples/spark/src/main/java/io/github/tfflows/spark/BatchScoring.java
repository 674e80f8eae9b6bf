package io.github.tfflows.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Adds the log-density under an exported model, in nats, to each row of a table. */
public final class BatchScoring {
  /** The name of the added column. */
  public static final String LOG_PROB = "log_prob";

  private BatchScoring() {}

  /**
   * Scores a folder of Parquet files into another folder.
   *
   * @param arguments the model's folder, the folder to read, the folder to write, and the names of
   *     the columns of the model, in its order
   * @throws IOException if Spark's session does not close
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 4) {
      throw new IllegalArgumentException(
          "expected MODEL INPUT OUTPUT COLUMN..., got " + List.of(arguments));
    }
    List<String> columns = Arrays.asList(arguments).subList(3, arguments.length);
    try (SparkSession spark = SparkSession.builder().appName("batch scoring").getOrCreate()) {
      Dataset<Row> rows = spark.read().parquet(arguments[1]);
      score(rows, arguments[0], columns).write().parquet(arguments[2]);
    }
  }

  /**
   * Plans the scores of a table. Each executor loads the model once, when its first partition needs
   * it.
   *
   * @param rows the table
   * @param model the model's folder, which every executor can read
   * @param columns the columns of the model, in its order
   * @return the table with the column {@link #LOG_PROB}
   */
  public static Dataset<Row> score(Dataset<Row> rows, String model, List<String> columns) {
    int[] indices = columns.stream().mapToInt(rows.schema()::fieldIndex).toArray();
    StructType scored = rows.schema().add(LOG_PROB, DataTypes.FloatType, false);
    MapPartitionsFunction<Row, Row> scores =
        partition -> new ScoredRows(partition, LoadedModels.at(model), indices);
    return rows.mapPartitions(scores, Encoders.row(scored));
  }

  /**
   * Returns the condition that a scored row is an anomaly: its log-density is not above a
   * threshold. Spark orders NaN above every number, so that {@code log_prob <= threshold} alone
   * misses rows whose log-density is no number.
   *
   * @param threshold a log-density in nats, such as a low quantile over normal rows
   * @return a condition for {@link Dataset#filter(Column)} or {@link Dataset#withColumn}
   */
  public static Column isAnomaly(double threshold) {
    Column logProb = functions.col(LOG_PROB);
    return logProb.isNaN().or(logProb.leq(threshold));
  }
}
