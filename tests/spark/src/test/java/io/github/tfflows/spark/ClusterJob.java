package io.github.tfflows.spark;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A job for spark-submit on a generated table of ten columns, whose entropy is known: {@code fit},
 * which writes a model, {@code score}, which reads it, {@code generate}, which does all that it does
 * but scoring, or {@code plain}, which scores rows in the driver by one thread without Spark. Arguments are {@code KEY=VALUE}; the
 * result is one line of such pairs.
 */
public final class ClusterJob {
  private static final int COLUMNS = 10;
  private static final String[] NAMES =
      IntStream.range(0, COLUMNS).mapToObj(i -> "x" + i).toArray(String[]::new);

  private final SparkSession spark;
  private final Map<String, String> arguments;

  private ClusterJob(SparkSession spark, Map<String, String> arguments) {
    this.spark = spark;
    this.arguments = arguments;
  }

  public static void main(String[] words) throws IOException {
    Map<String, String> arguments = new TreeMap<>();
    Arrays.stream(words)
        .skip(1)
        .map(word -> word.split("=", 2))
        .forEach(pair -> arguments.put(pair[0], pair[1]));
    try (SparkSession spark = SparkSession.builder().appName("tfflows " + words[0]).getOrCreate()) {
      ClusterJob job = new ClusterJob(spark, arguments);
      long begin = System.nanoTime();
      String result =
          switch (words[0]) {
            case "fit" -> job.fit();
            case "score" -> job.score();
            case "generate" -> job.generate();
            case "plain" -> job.plain();
            default -> throw new IllegalArgumentException("no job is named " + words[0]);
          };
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(Locale.ROOT, "result %s seconds=%.2f%n", result, seconds);
    }
  }

  private long number(String key, long usual) {
    return Long.parseLong(arguments.getOrDefault(key, Long.toString(usual)));
  }

  /** Pairs of a standard normal number and one around its square. */
  private Dataset<Row> rows(long count, long seed) {
    int parts = (int) number("parts", 8);
    List<Column> columns = new ArrayList<>();
    columns.add(functions.col("id"));
    for (int i = 0; i < COLUMNS; i += 2) {
      columns.add(functions.randn(seed + i).as("x" + i));
      columns.add(functions.randn(seed + i + 1).as("x" + (i + 1)));
    }
    Dataset<Row> noise = spark.range(0, count, 1, parts).select(columns.toArray(Column[]::new));
    for (int i = 1; i < COLUMNS; i += 2) {
      Column square = functions.pow(functions.col("x" + (i - 1)), 2);
      noise = noise.withColumn("x" + i, square.plus(functions.col("x" + i).multiply(0.3)));
    }
    return noise;
  }

  private static double entropy() {
    return COLUMNS / 2 * (Math.log(2 * Math.PI * Math.E) + Math.log(0.3));
  }

  private String fit() throws IOException {
    NormalizingFlow flow = new NormalizingFlow().setInputCols(NAMES);
    flow.setMaxIter((int) number("steps", 300));
    flow.setBatchSize((int) number("batch", 512));
    flow.setNumWorkers((int) number("workers", 2));
    flow.setStepsPerRound((int) number("round", 20));
    flow.setFlow(arguments.getOrDefault("flow", "maf"));
    flow.setCheckpointDir(arguments.getOrDefault("checkpoints", ""));
    flow.setCheckpointInterval((int) number("interval", 20));
    long begin = System.nanoTime();
    NormalizingFlowModel model = flow.fit(rows(number("rows", 100_000), 1));
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (arguments.containsKey("model")) {
      model.write().overwrite().save(arguments.get("model"));
    }
    double found = new LogLikelihoodEvaluator().evaluate(model.transform(rows(20_000, 99)));
    return String.format(
        Locale.ROOT,
        "log_likelihood=%.4f below_truth=%.4f fit_seconds=%.2f",
        found,
        -entropy() - found,
        seconds);
  }

  private String score() {
    NormalizingFlowModel model = NormalizingFlowModel.load(arguments.get("model"));
    model.setInputCols(NAMES);
    long count = number("rows", 200_000);
    double warm = new LogLikelihoodEvaluator().evaluate(model.transform(rows(20_000, 98)));
    long begin = System.nanoTime();
    double found = new LogLikelihoodEvaluator().evaluate(model.transform(rows(count, 99)));
    double seconds = (System.nanoTime() - begin) / 1e9;
    return String.format(
        Locale.ROOT,
        "log_likelihood=%.4f warm=%.4f rows_per_second=%.0f",
        found,
        warm,
        count / seconds);
  }

  private String generate() {
    LogLikelihoodEvaluator sum = new LogLikelihoodEvaluator().setLogProbCol("x0");
    double warm = sum.evaluate(read(20_000, 98));
    long count = number("rows", 200_000);
    long begin = System.nanoTime();
    double found = sum.evaluate(read(count, 99));
    double seconds = (System.nanoTime() - begin) / 1e9;
    return String.format(
        Locale.ROOT, "mean=%.4f warm=%.4f rows_per_second=%.0f", found, warm, count / seconds);
  }

  /** Generated rows, each of which is made an object as scoring does. */
  private Dataset<Row> read(long count, long seed) {
    Dataset<Row> rows = rows(count, seed);
    MapPartitionsFunction<Row, Row> same = part -> part;
    return rows.mapPartitions(same, Encoders.row(rows.schema()));
  }

  private String plain() throws IOException {
    int count = (int) number("rows", 200_000);
    float[] values = new float[COLUMNS * count];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Data data = Data.of(Rows.of(values, COLUMNS));
    Execution one = Execution.defaults().withThreads(1);
    try (TableModel model = TableModel.load(Path.of(arguments.get("model")), one)) {
      float[] unused = model.logProb(data.slice(0, count / 10));
      long begin = System.nanoTime();
      float[] found = model.logProb(data);
      double seconds = (System.nanoTime() - begin) / 1e9;
      return String.format(
          Locale.ROOT, "rows_per_second=%.0f", found.length / seconds);
    }
  }
}
