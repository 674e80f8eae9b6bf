package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.JointPredictions;
import io.github.tfflows.tables.prediction.JointPredictor;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions, explanations and filled gaps of orders: a plan, its amount, visits and a day. */
class TableFlowStagesTest {
  private static final SparkSession SPARK = Sessions.open();
  private static final StructType SCHEMA =
      new StructType()
          .add("plan", DataTypes.StringType)
          .add("amount", DataTypes.DoubleType)
          .add("visits", DataTypes.IntegerType)
          .add("day", DataTypes.DateType);

  @TempDir static Path folder;

  private static Dataset<Row> orders;
  private static TableFlowModel any;
  private static TableFlowModel ofAmount;

  private static Row order(Random random) {
    boolean isFree = random.nextInt(3) == 0;
    double amount = (isFree ? 1 : 8) + 0.5 * random.nextGaussian();
    int visits = (int) Math.round((isFree ? 100 : 200) + 5 * random.nextGaussian());
    LocalDate day = LocalDate.of(2026, 1, 1).plusDays(Math.round(20 * random.nextGaussian()));
    return RowFactory.create(isFree ? "free" : "paid", amount, visits, Date.valueOf(day));
  }

  private static Dataset<Row> rows(Row... rows) {
    return SPARK.createDataFrame(List.of(rows), SCHEMA).coalesce(1);
  }

  private static TableFlow flow() {
    return new TableFlow().setMaxIter(100).setNumWorkers(2);
  }

  @BeforeAll
  static void fitsModels() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      rows.add(order(random));
    }
    orders = SPARK.createDataFrame(rows, SCHEMA).repartition(2).cache();
    any = flow().setMaxIter(250).setConditioning("any").fit(orders);
    ofAmount =
        flow().setInputCols("amount").setContextCols("plan", "visits").fit(orders);
  }

  @Test
  void predictsANumberAsThePlainModelDoes() {
    TableFlowPredictorModel predictor =
        ofAmount
            .predictor("amount")
            .setLevel(0.8)
            .setQuantilesCol("quantiles")
            .setQuantileProbabilities(0.1, 0.7)
            .setMeanCol("mean")
            .setStandardDeviationCol("deviation")
            .setMissingCol("missing");
    Dataset<Row> unknown = orders.drop("amount").limit(5).coalesce(1);
    Dataset<Row> predicted = predictor.transform(unknown);
    assertEquals(
        List.of("prediction", "interval", "quantiles", "mean", "deviation", "missing"),
        List.of(predicted.columns()).subList(3, 9));
    assertEquals(predictor.transformSchema(unknown.schema()), predicted.schema());
    for (Row row : predicted.collectAsList()) {
      Prediction plain =
          ofAmount
              .model()
              .predict("amount")
              .given(Map.of("plan", row.getAs("plan"), "visits", row.getAs("visits")));
      assertEquals(plain.median(), row.<Double>getAs("prediction"), 1e-4);
      Interval interval = plain.interval(0.8);
      Row ends = row.getAs("interval");
      assertEquals(interval.low(), ends.<Double>getAs("lower"), 1e-4);
      assertEquals(interval.high(), ends.<Double>getAs("upper"), 1e-4);
      assertEquals(plain.quantile(0.1), row.<Double>getList(row.fieldIndex("quantiles")).get(0), 1e-4);
      assertEquals(plain.quantile(0.7), row.<Double>getList(row.fieldIndex("quantiles")).get(1), 1e-4);
      assertEquals(plain.mean(), row.<Double>getAs("mean"), 1e-4);
      assertEquals(plain.standardDeviation(), row.<Double>getAs("deviation"), 1e-4);
      assertEquals(0.0, row.<Double>getAs("missing"));
    }
  }

  @Test
  void predictsAName() {
    TableFlowPredictorModel predictor = any.predictor("plan");
    assertEquals(Set.of("free", "paid"), Set.of(predictor.labels()));
    int free = List.of(predictor.labels()).indexOf("free");
    Dataset<Row> predicted =
        predictor.transform(orders.withColumnRenamed("plan", "right")).cache();
    assertTrue(predicted.filter("prediction = right").count() > 0.95 * orders.count());
    for (Row row : predicted.takeAsList(20)) {
      Vector probability = row.getAs("probability");
      assertEquals(1, probability.apply(0) + probability.apply(1), 1e-3, "less unseen names");
      assertEquals(probability.apply(free) > 0.5, row.getAs("prediction").equals("free"));
    }
    assertEquals("interval", any.predictor("plan").getOrDefault(predictor.intervalCol()));
  }

  /** Of some of the columns, with missing values of the column itself. */
  @Test
  void predictsFromTheColumnsThatTheRowsHave() {
    Dataset<Row> some = orders.select("visits", "amount").limit(200).coalesce(1);
    Dataset<Row> gaps = some.withColumn("amount", functions.lit(null).cast("double"));
    TableFlowPredictorModel predictor = any.predictor("amount").setDraws(50);
    List<Row> found = predictor.transform(gaps).select("prediction").collectAsList();
    List<Row> right = some.collectAsList();
    double error = 0;
    for (int i = 0; i < found.size(); i++) {
      error += Math.abs(right.get(i).getDouble(1) - found.get(i).getDouble(0)) / found.size();
    }
    assertEquals(0.4, error, 0.6, "that of a guess is 2.3 at best");
    assertEquals(
        found, predictor.transform(gaps.select("visits")).select("prediction").collectAsList());
    Row day = any.predictor("day").setDraws(50).transform(some.limit(1)).first();
    assertTrue(day.<String>getAs("prediction").matches("202[56]-\\d\\d-\\d\\d"), day.toString());
  }

  /** Of several targets, whatever else the rows have. */
  @Test
  void predictsColumnsTogether() {
    TableFlowPredictorModel both =
        any.predictor("plan", "amount").setDraws(200).setLogProbCol("nats").setInsideCol("inside");
    assertEquals(Set.of("free", "paid"), Set.of(both.labelsOf("plan")));
    assertThrows(IllegalArgumentException.class, both::labels);
    Dataset<Row> some = orders.limit(100).coalesce(1);
    Dataset<Row> unknown = some.withColumnRenamed("plan", "right");
    Dataset<Row> predicted = both.transform(unknown);
    assertEquals(both.transformSchema(unknown.schema()), predicted.schema());
    assertFalse(List.of(predicted.columns()).contains("nats"), "a target is unknown");
    assertTrue(predicted.filter("prediction.plan = right").count() > 90);
    assertTrue(predicted.filter("interval.amount.lower < interval.amount.upper").count() > 90);
    StructType probability = (StructType) predicted.schema().apply("probability").dataType();
    assertEquals(List.of("plan"), List.of(probability.fieldNames()));
    List<Row> compared = both.transform(some).select("nats", "inside").collectAsList();
    double nats = compared.stream().mapToDouble(row -> row.getDouble(0)).average().orElseThrow();
    assertEquals(-0.73, nats, 0.3, "visits tell the plan, and the plan the amount up to 0.5");
    assertTrue(compared.stream().filter(row -> row.getBoolean(1)).count() > 80, "of 90 at best");
  }

  /** The draws of both terms agree with the total, where a row has it. */
  @Test
  void predictsTermsOfAKnownTotalAsThePlainModelDoes() throws IOException {
    Random random = new Random(4);
    List<String> names = List.of("a", "b", "total");
    List<List<String>> sums =
        IntStream.range(0, 300)
            .mapToObj(i -> List.of(200 + random.nextInt(800), 100 + random.nextInt(400)))
            .map(terms -> List.of(terms.get(0), terms.get(1), terms.get(0) + terms.get(1)))
            .map(row -> row.stream().map(cents -> "" + cents / 100.0).toList())
            .toList();
    String path = folder.resolve("sums").toString();
    try (TableModel fitted =
        TableFit.of(TableSources.of("sums", names, sums))
            .givenAny()
            .withTraining(usual -> usual.withSteps(20).withMembers(1))
            .fit()) {
      fitted.export(Path.of(path));
    }
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.DoubleType);
    }
    TableFlowPredictorModel both =
        TableFlowModel.load(path)
            .predictor("a", "b")
            .setDraws(200)
            .setSeed(5)
            .setMeanCol("mean")
            .setLogProbCol("nats")
            .setInsideCol("inside");
    JointPredictor plain =
        both.model().predict("a", "b").withDraws(200, new SplittableRandom(5).nextLong());
    List<Double> nats = new ArrayList<>();
    for (Map<String, Double> given : List.of(Map.of("total", 8.5), Map.<String, Double>of())) {
      Row cells = RowFactory.create(5.0, 3.5, given.get("total"));
      Dataset<Row> one = SPARK.createDataFrame(List.of(cells), schema).coalesce(1);
      JointPredictions right = plain.given(given);
      Row observed = both.transform(one).first();
      nats.add(observed.getAs("nats"));
      Map<String, Double> point = Map.of("a", 5.0, "b", 3.5);
      assertEquals(right.logProb(0, point), observed.<Double>getAs("nats"), 1e-4);
      assertEquals(right.contains(0, point, 0.9), observed.<Boolean>getAs("inside"));
      for (Row found : List.of(observed, both.transform(one.drop("a", "b")).first())) {
        Row mean = found.getAs("mean");
        assertEquals(right.marginals("a").means()[0], mean.getDouble(0), 1e-4);
        assertEquals(right.marginals("b").means()[0], mean.getDouble(1), 1e-4);
        boolean isKnown = given.containsKey("total");
        assertEquals(isKnown, Math.abs(mean.getDouble(0) + mean.getDouble(1) - 8.5) < 0.001);
      }
    }
    assertEquals(2.1, nats.get(0) - nats.get(1), 0.5, "the total is one of about eight units");
  }

  @Test
  void namesWrongTargets() {
    for (Map.Entry<String, String> wrong :
        Map.of("", "expected targetCols, of", "amuont", "amuont").entrySet()) {
      TableFlowPredictorModel predictor =
          wrong.getKey().isEmpty() ? any.predictor() : any.predictor(wrong.getKey());
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> predictor.transform(orders));
      assertTrue(error.getMessage().contains(wrong.getValue()), error.getMessage());
    }
    TableFlowPredictorModel taken = any.predictor("amount").setPredictionCol("plan");
    assertThrows(IllegalArgumentException.class, () -> taken.transformSchema(SCHEMA));
  }

  /** Columns, numbers and choices that every parameter of their type accepts. */
  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          String.class, "other",
          String[].class, new String[] {"a", "b"},
          double.class, 0.25,
          double[].class, new double[] {0.25},
          int.class, 7,
          long.class, 7L);

  @Test
  void settersSetTheParametersOfTheirNames() throws ReflectiveOperationException {
    Map<String, String> choices = Map.of("conditioning", "any", "handleInvalid", "keep");
    for (Params stage :
        List.of(
            new NormalizingFlow(),
            new TableFlow(),
            new TableFlowPredictor(),
            new LogLikelihoodEvaluator(),
            any.imputer())) {
      int set = 0;
      for (Param<?> param : stage.params()) {
        String first = param.name().substring(0, 1).toUpperCase(Locale.ROOT);
        String setter = "set" + first + param.name().substring(1);
        for (Method method : stage.getClass().getMethods()) {
          if (method.getName().equals(setter) && !method.isBridge()) {
            Object usual = VALUES.get(method.getParameterTypes()[0]);
            Object value = choices.containsKey(param.name()) ? choices.get(param.name()) : usual;
            method.invoke(stage, value);
            assertTrue(Objects.deepEquals(value, stage.getOrDefault(param)), param.name());
            stage.clear(param);
            set++;
          }
        }
      }
      assertEquals(stage.params().length, set, stage.uid());
    }
  }

  @Test
  void partitionsOfEqualRowsHaveOtherDraws() {
    Dataset<Row> same =
        SPARK
            .range(0, 20, 1, 2)
            .selectExpr(
                "'free' AS plan", "CAST(null AS double) AS amount", "100 AS visits",
                "DATE '2026-01-01' AS day");
    assertEquals(20, any.imputer().transform(same).select("amount").distinct().count());
  }

  @Test
  void densitiesOfAColumnWithGapsCountThem() {
    Dataset<Row> gaps =
        orders.withColumn("amount", functions.expr("if(visits % 3 = 0, null, amount)"));
    TableFlowModel model =
        flow().setMaxIter(20).setInputCols("amount").setContextCols("plan").fit(gaps);
    Dataset<Row> both =
        model
            .predictor("amount")
            .setLogProbCol("nats")
            .transform(model.setPredictionCol("isOdd").transform(gaps));
    Row worst =
        both.groupBy(functions.expr("amount is null"))
            .agg(functions.expr("max(abs(nats - logProb))"))
            .agg(functions.count("*"), functions.max("max(abs((nats - logProb)))"))
            .first();
    assertEquals(2, worst.getLong(0));
    assertEquals(0, worst.getDouble(1), 1e-3);
  }

  @Test
  void anotherSerializerIsRefused() {
    SparkConf settings = SPARK.sparkContext().conf();
    settings.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    try {
      TableFlowModel copy = any.copy(ParamMap.empty());
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> copy.transform(orders));
      assertTrue(error.getMessage().contains("expected Spark's default"), error.getMessage());
    } finally {
      settings.remove("spark.serializer");
    }
  }

  @Test
  void namesModelsThatCannotFillOrExplain() {
    for (FlowStage<?> stage :
        List.of(ofAmount.imputer(), ofAmount.copy(ParamMap.empty()).setOddestCol("oddest"))) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> stage.transform(orders));
      assertTrue(error.getMessage().contains("any cell can be given"), error.getMessage());
    }
  }

  @Test
  void fillsGapsInPlace() {
    Dataset<Row> gaps =
        orders
            .withColumn("id", functions.monotonically_increasing_id())
            .withColumn("visits", functions.expr("if(id % 2 = 0, null, visits)"))
            .withColumn("day", functions.expr("if(id % 3 = 0, null, day)"))
            .cache();
    Dataset<Row> filled = any.imputer().transform(gaps).cache();
    assertEquals(gaps.schema().simpleString(), filled.schema().simpleString());
    assertEquals(0, filled.filter("visits is null or day is null").count());
    Dataset<Row> whole = gaps.filter("visits is not null and day is not null");
    assertTrue(whole.count() > 1_000);
    assertEquals(whole.count(), whole.intersect(filled).count(), "given cells stay");
    assertTrue(
        filled.filter("abs(visits - if(plan = 'free', 100, 200)) > 60").count()
            < 0.03 * orders.count());
    TableFlowImputer other = any.imputer().setSeed(2);
    assertTrue(other.transform(gaps).except(filled).count() > 1_000);
    assertEquals(0, any.imputer().transform(gaps).except(filled).count());
  }

  /** Spark reads no moment without seconds. */
  @Test
  void fillsAndDrawsWholeMinutes() {
    Dataset<Row> calls =
        SPARK
            .range(0, 600, 1, 1)
            .selectExpr(
                "timestamp_seconds(1767225600 + 60 * pmod(xxhash64(id), 10000)) AS `at.utc`",
                "timestamp_ntz '2026-01-01 00:00:00' + pmod(xxhash64(id, 1), 100) * INTERVAL 1 HOUR"
                    + " AS local",
                "pmod(xxhash64(id, 2), 3) = 0 AS isLong")
            .cache();
    TableFlowModel model = flow().setMaxIter(20).setConditioning("any").fit(calls);
    Dataset<Row> gaps = calls.withColumn("at.utc", functions.lit(null).cast("timestamp"));
    Dataset<Row> filled =
        model.imputer().transform(gaps.withColumn("local", functions.lit(null).cast("timestamp_ntz")));
    Dataset<Row> draws = model.sample(SPARK, 600, 1);
    for (Dataset<Row> found : List.of(filled, draws)) {
      assertEquals(calls.schema().simpleString(), found.schema().simpleString());
      assertEquals(600, found.filter("second(`at.utc`) = 0 and minute(local) = 0").count());
    }
  }

  @Test
  void fillsGapsIntoOtherColumns() {
    Dataset<Row> gaps = rows(RowFactory.create("free", null, null, Date.valueOf("2026-01-03")));
    TableFlowImputer imputer = any.imputer().setProblemCol("problem");
    imputer.setInputCols("visits").setOutputCols("known");
    Dataset<Row> filled = imputer.transform(gaps);
    assertEquals(imputer.transformSchema(SCHEMA).simpleString(), filled.schema().simpleString());
    Row row = filled.first();
    assertNull(row.getAs("visits"));
    assertNull(row.getAs("amount"));
    assertTrue(row.<Integer>getAs("known") > 0);
    assertEquals("", row.getAs("problem"));
    TableFlowImputer wrong = any.imputer().setOutputCols("one");
    assertThrows(IllegalArgumentException.class, () -> wrong.transformSchema(SCHEMA));
  }

  @Test
  void keepsRowsThatDoNotSuitWithoutResults() {
    Dataset<Row> odd = rows(order(new Random(1))).withColumn("day", functions.lit("soon"));
    Function<FlowStage<?>, Row> kept =
        stage ->
            stage
                .copy(ParamMap.empty())
                .setHandleInvalid("keep")
                .setProblemCol("problem")
                .transform(odd)
                .first();
    Row explained = kept.apply(any.copy(ParamMap.empty()).setOddestCol("oddest"));
    assertNull(explained.getAs("oddest"));
    assertEquals(Double.NEGATIVE_INFINITY, explained.<Double>getAs("logProb"));
    Row predicted = kept.apply(any.predictor("amount"));
    assertNull(predicted.getAs("prediction"));
    assertNull(predicted.getAs("interval"));
    Row imputed = kept.apply(any.imputer());
    assertEquals("soon", imputed.getAs("day"));
    for (Row row : List.of(explained, predicted, imputed)) {
      assertTrue(row.<String>getAs("problem").contains("column day"), row.toString());
    }
    assertThrows(Exception.class, () -> any.imputer().transform(odd).collect());
  }

  /** Two terms of at most 9 that are drawn have no sum of 19. */
  @Test
  void keepsARowThatNoDrawCompletes() throws IOException {
    List<List<String>> terms =
        IntStream.range(0, 60)
            .mapToObj(i -> List.of("" + i % 10, "" + i / 7, "" + (i % 10 + i / 7)))
            .toList();
    String model = folder.resolve("terms").toString();
    try (TableModel fitted =
        TableFit.of(TableSources.of("terms", List.of("a", "b", "sum"), terms))
            .givenAny()
            .requiring("0 <= a <= 9", "0 <= b <= 9")
            .withTraining(usual -> usual.withSteps(3).withMembers(1))
            .fit()) {
      fitted.export(Path.of(model));
    }
    StructType schema = new StructType();
    for (String name : List.of("a", "b", "sum")) {
      schema = schema.add(name, DataTypes.IntegerType);
    }
    List<Row> gaps = List.of(RowFactory.create(null, null, 19), RowFactory.create(3, null, 4));
    TableFlowImputer imputer = TableFlowImputer.load(model).setProblemCol("problem");
    Dataset<Row> odd = SPARK.createDataFrame(gaps, schema).coalesce(1);
    List<Row> rows = imputer.setHandleInvalid("keep").transform(odd).collectAsList();
    assertNull(rows.get(0).getAs("a"));
    assertTrue(rows.get(0).<String>getAs("problem").contains("none of at least 100 draws"), "" + rows);
    assertEquals(RowFactory.create(3, 1, 4, ""), rows.get(1));
    TableFlowImputer refusing = imputer.setHandleInvalid("error");
    assertThrows(Exception.class, () -> refusing.transform(odd).collect());
  }

  @Test
  void predictsAColumnThatFollowsFromOthersAsThePlainModelDoes() throws IOException {
    List<String> names = List.of("start", "end", "x");
    List<List<String>> stays =
        IntStream.range(0, 120)
            .mapToObj(i -> List.of("" + i % 10, "" + (i % 10 + i / 10), "" + i % 7))
            .toList();
    String path = folder.resolve("stays").toString();
    try (TableModel fitted =
        TableFit.of(TableSources.of("stays", names, stays))
            .givenAny()
            .requiring("end >= start")
            .withTraining(usual -> usual.withSteps(3).withMembers(1))
            .fit()) {
      fitted.export(Path.of(path));
    }
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.IntegerType);
    }
    Dataset<Row> stay = SPARK.createDataFrame(List.of(RowFactory.create(2, 9, 4)), schema);
    TableFlowModel model = TableFlowModel.load(path);
    assertEquals(
        model.model().predict("end").given(Map.of("start", 2, "x", 4)).median(),
        model.predictor("end").transform(stay).first().<Double>getAs("prediction"),
        1);
    TableFlowPredictorModel observed = model.predictor("end").setLogProbCol("logProb");
    assertThrows(IllegalArgumentException.class, () -> observed.transformSchema(stay.schema()));
  }

  @Test
  void explainsScoresAsThePlainModelDoes() {
    Dataset<Row> odd =
        rows(
            RowFactory.create("free", 1.1, 190, Date.valueOf("2026-01-03")),
            RowFactory.create("paid", 8.1, 203, Date.valueOf("2027-01-03")));
    TableFlowModel explaining = any.copy(ParamMap.empty());
    List<Row> rows =
        explaining.setExplanationCol("cells").setOddestCol("oddest").transform(odd).collectAsList();
    assertEquals("visits", rows.get(0).getAs("oddest"));
    assertEquals("day", rows.get(1).getAs("oddest"));
    Map<String, Double> cells = rows.get(0).getJavaMap(rows.get(0).fieldIndex("cells"));
    assertEquals(Set.of("plan", "amount", "visits", "day"), cells.keySet());
    assertTrue(cells.get("visits") < -5, cells.toString());
    assertTrue(cells.get("day") > -5, cells.toString());
    assertFalse(List.of(any.transform(odd).columns()).contains("oddest"));
  }

  @Test
  void stagesAreWrittenAndRead() throws Exception {
    String path = folder.resolve("stages").toString();
    TableFlowPredictorModel predictor = any.predictor("amount").setLevel(0.5).setDraws(20);
    new PipelineModel("stages", new org.apache.spark.ml.Transformer[] {predictor, any.imputer()})
        .write()
        .save(path);
    PipelineModel read = PipelineModel.load(path);
    TableFlowPredictorModel again = (TableFlowPredictorModel) read.stages()[0];
    assertEquals(0.5, again.getOrDefault(again.level()));
    assertEquals(predictor.uid(), again.uid());
    Dataset<Row> some = orders.coalesce(1).limit(10);
    assertEquals(
        predictor.transform(some).collectAsList(), again.transform(some).collectAsList());
    String model = folder.resolve("model").toString();
    any.write().save(model);
    TableFlowImputer imputer = TableFlowImputer.load(model);
    try (TableModel plain =
        TableModel.load(
            Path.of(model), io.github.tfflows.core.execution.Execution.defaults())) {
      assertEquals(plain.schema(), imputer.model().schema());
    }
    NormalizingFlowModel ofVectors = NormalizingFlowModel.load(model);
    IllegalArgumentException names =
        assertThrows(IllegalArgumentException.class, () -> ofVectors.transform(orders));
    assertTrue(names.getMessage().contains("column plan is of the kind categorical"), names.getMessage());
  }
}
