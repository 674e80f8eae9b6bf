package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of Parquet files, scored by Spark's local mode and by the model itself. */
class BatchScoringTest {
  private static final int ROWS = 20_000; // more than a batch for each file
  private static final int FILES = 4;

  /** An identifier, and the model's columns in another order than the model's. */
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("x1", DataTypes.FloatType)
          .add("x0", DataTypes.DoubleType);

  @TempDir static Path folder;

  private static float[][] data;
  private static float[] expected;

  @BeforeAll
  static void fitsAModel() throws IOException {
    data = bentGaussian();
    try (CompiledDistribution fitted =
        Training.defaults().withSteps(50).fit(Flows.neuralSplineCoupling(2), data)) {
      expected = fitted.logProb(data);
      fitted.export(folder.resolve("model"));
    }
  }

  @Test
  void scoresEveryRowAsTheModelDoes() throws IOException {
    try (SparkSession spark = session()) {
      spark.createDataFrame(table(), SCHEMA).repartition(FILES).write().parquet(path("rows"));
    }
    BatchScoring.main(new String[] {path("model"), path("rows"), path("scores"), "x0", "x1"});
    try (SparkSession spark = session()) {
      Dataset<Row> scores = spark.read().parquet(path("scores"));
      List<Row> scored = scores.orderBy("id").collectAsList();
      assertEquals(ROWS, scored.size());
      for (int i = 0; i < ROWS; i++) {
        assertEquals(
            RowFactory.create(i, data[i][1], (double) data[i][0], expected[i]), scored.get(i));
      }
    }
    assertEquals(FILES, parquetFiles("rows"));
    assertTrue(parquetFiles("scores") > 1, "the work was split");
    assertEquals(1, LoadedModels.count());
  }

  /** Spark orders NaN above every number. */
  @Test
  void flagsEveryRowThatIsNotAboveTheThreshold() throws IOException {
    List<Row> scores =
        Stream.of(-1f, -2f, -3f, Float.NEGATIVE_INFINITY, Float.NaN).map(RowFactory::create).toList();
    StructType scored = new StructType().add(BatchScoring.LOG_PROB, DataTypes.FloatType);
    try (SparkSession spark = session()) {
      Dataset<Row> rows = spark.createDataFrame(scores, scored);
      assertEquals(4, rows.filter(BatchScoring.isAnomaly(-2)).count());
    }
  }

  @Test
  void namesTheColumnOfAMissingEntry() throws IOException {
    List<Row> rows = List.of(RowFactory.create(1, 0.5f, null));
    try (SparkSession spark = session()) {
      Dataset<Row> scores =
          BatchScoring.score(
              spark.createDataFrame(rows, SCHEMA), path("model"), List.of("x0", "x1"));
      Throwable failure = assertThrows(Exception.class, scores::collectAsList);
      while (failure.getCause() != null) {
        failure = failure.getCause();
      }
      assertEquals("expected a number in column x0 of [1,0.5,null]", failure.getMessage());
    }
  }

  private static SparkSession session() {
    return SparkSession.builder().getOrCreate();
  }

  private static float[][] bentGaussian() {
    Random random = new Random(1);
    float[][] rows = new float[ROWS][2];
    for (float[] row : rows) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) (row[0] * row[0] + 0.3 * random.nextGaussian());
    }
    return rows;
  }

  private static List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(i, data[i][1], (double) data[i][0]));
    }
    return rows;
  }

  private static long parquetFiles(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
