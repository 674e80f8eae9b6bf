package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormalizingFlowTest {
  private static final SparkSession SPARK = Sessions.open();

  @TempDir static Path folder;

  private static Dataset<Row> test;
  private static NormalizingFlowModel model;

  private static NormalizingFlow estimator() {
    NormalizingFlow flow = new NormalizingFlow();
    flow.setMaxIter(150);
    flow.setNumWorkers(2);
    flow.setStepsPerRound(25);
    return flow;
  }

  @BeforeAll
  static void fitsAModel() {
    model = estimator().fit(Sessions.bent(SPARK, 20_000, 1));
    test = Sessions.bent(SPARK, 5_000, 2).cache();
  }

  private static Data data(List<Row> rows) {
    float[] values = new float[2 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      values[2 * i] = (float) rows.get(i).getDouble(1);
      values[2 * i + 1] = rows.get(i).getFloat(2);
    }
    return Data.of(Rows.of(values, 2));
  }

  /** The entropy is that of two Gaussians, of deviations 1 and 0.3. */
  @Test
  void learnsTheDensity() {
    double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(0.3);
    double found = new LogLikelihoodEvaluator().evaluate(model.transform(test));
    assertEquals(-entropy, found, 0.15);
  }

  /** The last digits depend on how rows are cut: the rows of a partition are scored together. */
  @Test
  void scoresAsThePlainModelDoesBitForBit() throws IOException {
    Path path = folder.resolve("plain");
    model.write().save(path.toString());
    Map<Integer, List<Row>> partitions =
        model.transform(test).withColumn("part", functions.spark_partition_id()).collectAsList()
            .stream()
            .collect(Collectors.groupingBy(row -> row.<Integer>getAs("part")));
    assertEquals(3, partitions.size());
    try (TableModel plain = TableModel.load(path, Execution.defaults().withThreads(1))) {
      for (List<Row> scored : partitions.values()) {
        float[] expected = plain.logProb(data(scored));
        float[] strangeness = plain.strangeness(data(scored));
        for (int i = 0; i < expected.length; i++) {
          Row row = scored.get(i);
          assertEquals((double) expected[i], row.<Double>getAs("logProb"));
          assertEquals((double) strangeness[i], row.<Double>getAs("strangeness"));
          double pValue = plain.reference().pValue(-strangeness[i]);
          assertEquals(pValue, row.<Double>getAs("pValue"));
          assertEquals(pValue <= 0.01 ? 1.0 : 0.0, row.<Double>getAs("prediction"));
        }
      }
    }
  }

  @Test
  void equalSeedsGiveEqualModels() {
    NormalizingFlow flow = estimator().setMaxIter(15);
    Column sum = functions.sum("logProb");
    Dataset<Row> rows = test.coalesce(1); // sums depend on the order of partitions
    Row first = flow.fit(test).transform(rows).agg(sum).first();
    assertEquals(first, flow.fit(test).transform(rows).agg(sum).first());
    ParamMap seed = new ParamMap().put(flow.seed().w(2));
    assertNotEquals(first, flow.fit(test, seed).transform(rows).agg(sum).first());
  }

  @Test
  void fewOrdinaryRowsAreAnomalies() {
    double share =
        model.copy(ParamMap.empty()).setFalseAlarmRate(0.05).transform(test)
            .agg(functions.avg("prediction"))
            .first()
            .getDouble(0);
    assertTrue(share > 0.03 && share < 0.08, "share " + share);
  }

  @Test
  void columnsInPlaceOfVectorsGiveTheSameScores() {
    NormalizingFlowModel ofColumns =
        model.copy(ParamMap.empty()).setInputCols("x0", "x1");
    Dataset<Row> both =
        ofColumns
            .transform(test)
            .select("id", "logProb")
            .except(model.transform(test).select("id", "logProb"));
    assertEquals(0, both.count());
  }

  @Test
  void worksInAPipelineThatIsWrittenAndRead() throws IOException {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"x1", "x0"}).setOutputCol("both");
    NormalizingFlow flow = estimator().setFeaturesCol("both");
    flow.setMaxIter(20);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {assembler, flow});
    String path = folder.resolve("pipeline").toString();
    pipeline.write().save(path);
    PipelineModel fitted = Pipeline.load(path).fit(test);
    String written = folder.resolve("fitted").toString();
    fitted.write().save(written);
    List<Row> expected = fitted.transform(test).orderBy("id").select("logProb").collectAsList();
    List<Row> found =
        PipelineModel.load(written).transform(test).orderBy("id").select("logProb").collectAsList();
    assertEquals(expected, found);
    NormalizingFlow read =
        (NormalizingFlow) Pipeline.load(path).getStages()[1];
    assertEquals(20, read.getOrDefault(read.maxIter()));
  }

  @Test
  void readsAModelThatAPlainProgramExported() throws IOException {
    Path path = folder.resolve("exported");
    model.write().save(path.toString());
    Path plain = folder.resolve("again");
    try (TableModel loaded = TableModel.load(path, Execution.defaults())) {
      loaded
          .distribution()
          .export(plain, io.github.tfflows.core.model.ExportOptions.defaults());
    }
    NormalizingFlowModel read = NormalizingFlowModel.load(plain.toString());
    assertEquals(
        model.transform(test).orderBy("id").select("logProb").collectAsList(),
        read.transform(test).orderBy("id").select("logProb").collectAsList());
    try (CompiledDistribution density = CompiledDistribution.load(path)) {
      assertEquals(2, density.eventShape().size());
    }
  }

  @Test
  void drawsRowsThatDoNotDependOnThePartitions() {
    Dataset<Row> draws = model.sample(SPARK, 25_000, 3);
    assertEquals(List.of("features_0", "features_1"), List.of(draws.columns()));
    Row mean = draws.agg(functions.avg("features_0"), functions.avg("features_1")).first();
    assertEquals(0, mean.getDouble(0), 0.1);
    assertEquals(1, mean.getDouble(1), 0.15);
    assertEquals(25_000, draws.count());
    assertEquals(0, draws.except(model.sample(SPARK, 25_000, 3).repartition(5)).count());
    assertEquals(0, draws.intersect(model.sample(SPARK, 25_000, 4)).count());
  }

  @Test
  void conditionsOnColumns() {
    Dataset<Row> rows = Sessions.bent(SPARK, 10_000, 4);
    NormalizingFlow flow = estimator().setInputCols("x1").setContextCols("x0");
    NormalizingFlowModel conditional = flow.fit(rows);
    double entropy = 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(0.3);
    double found = new LogLikelihoodEvaluator().evaluate(conditional.transform(test));
    assertEquals(-entropy, found, 0.1);
    assertThrows(IllegalArgumentException.class, () -> conditional.sample(SPARK, 10, 1));
  }

  @Test
  void namesMayHaveDots() {
    Dataset<Row> dotted =
        test.withColumnRenamed("features", "the.rows").withColumn("a.weight", functions.lit(2.0));
    NormalizingFlow flow = estimator().setFeaturesCol("the.rows");
    flow.setMaxIter(1).setWeightCol("a.weight").setLogProbCol("log.prob");
    LogLikelihoodEvaluator evaluator =
        new LogLikelihoodEvaluator().setLogProbCol("log.prob").setWeightCol("a.weight");
    assertTrue(Double.isFinite(evaluator.evaluate(flow.fit(dotted).transform(dotted))));
  }

  @Test
  void namesWrongColumnsAndRows() {
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> estimator().setInputCols("x0", "z").fit(test));
    assertTrue(missing.getMessage().contains("no column \"z\"; it has"), missing.getMessage());
    IllegalArgumentException twice =
        assertThrows(
            IllegalArgumentException.class,
            () -> model.transform(test.withColumnRenamed("id", "pValue")));
    assertTrue(twice.getMessage().contains("a column \"pValue\" already"), twice.getMessage());
    Dataset<Row> gap =
        test.limit(1).withColumn("x0", functions.lit(null).cast("double"));
    NormalizingFlowModel ofColumns = model.copy(ParamMap.empty()).setInputCols("x0", "x1");
    Throwable failure = assertThrows(Exception.class, () -> ofColumns.transform(gap).collect());
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    assertTrue(failure.getMessage().contains("column features_0: the value is missing"), failure.getMessage());
    Row kept =
        ofColumns.setHandleInvalid("keep").setProblemCol("problem").transform(gap).first();
    assertEquals(Double.NEGATIVE_INFINITY, kept.<Double>getAs("logProb"));
    assertTrue(kept.<String>getAs("problem").contains("the value is missing"));
  }

  @Test
  void namesAWrongFlowAndAnEmptyDataset() {
    IllegalArgumentException flow =
        assertThrows(
            IllegalArgumentException.class, () -> estimator().setFlow("realnpv").fit(test));
    assertTrue(flow.getMessage().contains("did you mean \"realNvp\"?"), flow.getMessage());
    IllegalArgumentException empty =
        assertThrows(IllegalArgumentException.class, () -> estimator().fit(test.filter("id < 0")));
    assertEquals("the dataset has no rows", empty.getMessage());
  }

  /** A cross-validation would prefer NaN as the best score. */
  @Test
  void evaluatesNoDatasetWithoutLogDensities() {
    LogLikelihoodEvaluator evaluator = new LogLikelihoodEvaluator().setLogProbCol("x0");
    for (Dataset<Row> none :
        List.of(test.filter("id < 0"), test.selectExpr("cast(null as double) as x0"))) {
      IllegalArgumentException empty =
          assertThrows(IllegalArgumentException.class, () -> evaluator.evaluate(none));
      assertTrue(
          empty.getMessage().startsWith("column x0 has no log-density to average"),
          empty.getMessage());
    }
  }
}
