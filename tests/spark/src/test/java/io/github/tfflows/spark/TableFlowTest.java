package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders of two plans with an amount that is often zero, a date, and missing values. */
class TableFlowTest {
  private static final SparkSession SPARK = Sessions.open();
  private static final StructType SCHEMA =
      new StructType()
          .add("plan", DataTypes.StringType)
          .add("amount", DataTypes.DoubleType)
          .add("day", DataTypes.DateType)
          .add("visits", DataTypes.IntegerType);

  @TempDir static Path folder;

  private static Dataset<Row> orders;
  private static TableFlowModel model;

  private static List<Row> orders(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean isFree = random.nextInt(3) == 0;
      boolean isZero = random.nextInt(10) < (isFree ? 9 : 2);
      double amount = isZero ? 0 : Math.rint(Math.exp(2 + random.nextGaussian()) * 100) / 100;
      LocalDate day = LocalDate.of(2026, 1, 1).plusDays(Math.round(10 * random.nextGaussian()));
      Integer visits = random.nextInt(5) == 0 ? null : (int) Math.round(100 + 20 * random.nextGaussian());
      rows.add(RowFactory.create(isFree ? "free" : "paid", amount, Date.valueOf(day), visits));
    }
    return rows;
  }

  @BeforeAll
  static void fitsAModel() {
    orders = SPARK.createDataFrame(orders(12_000, 1), SCHEMA).repartition(3).cache();
    TableFlow flow = new TableFlow();
    flow.setMaxIter(200);
    flow.setNumWorkers(2);
    model = flow.fit(orders);
  }

  @Test
  void findsTheColumns() {
    assertEquals(
        List.of("plan categorical", "amount positive", "day date", "visits integer"),
        model.columns().modelled().stream()
            .map(column -> column.name() + " " + column.kind().text())
            .collect(Collectors.toList()));
    assertEquals(List.of(0.0), model.columns().modelled().get(1).masses().values());
    assertEquals(
        List.of("visits"),
        model.columns().withGaps().stream().map(TableColumn::name).collect(Collectors.toList()));
  }

  @Test
  void drawsLookLikeTheRows() {
    Dataset<Row> draws = model.sample(SPARK, 20_000, 1).cache();
    double free = draws.filter("plan = 'free'").count() / 20_000.0;
    double zero = draws.filter("amount = 0").count() / 20_000.0;
    double missing = draws.filter("visits is null").count() / 20_000.0;
    assertEquals(1 / 3.0, free, 0.03);
    assertEquals(0.9 / 3 + 0.2 * 2 / 3, zero, 0.03);
    assertEquals(0.2, missing, 0.03);
    assertEquals(100, draws.agg(functions.avg("visits")).first().getDouble(0), 3);
    assertEquals(
        "struct<plan:string,amount:double,day:date,visits:bigint>", draws.schema().simpleString());
  }

  /** Three tasks draw rows with numbers, one draws those with keys. */
  @Test
  void drawsHaveTheNumbersAndKeysOfTheFit() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      rows.add(List.of("" + (3 * i + 5), "" + i % 300, "" + 7 * i % 293));
    }
    TableFit fit =
        TableFit.of(TableSources.of("t", List.of("id", "shop", "day"), rows))
            .withTraining(usual -> usual.withSteps(20).withMembers(1));
    Dataset<Row> numbered = drawn(fit.requiring("unique(id)"), "numbered", 25_000);
    assertEquals(25_000, numbered.select("id").distinct().count());
    assertEquals(
        RowFactory.create(6_003.0, 6_003.0 + 24_999),
        numbered
            .agg(
                functions.min("id").cast(DataTypes.DoubleType),
                functions.max("id").cast(DataTypes.DoubleType))
            .first());
    Dataset<Row> keyed = drawn(fit.requiring("unique(shop, day)"), "keyed", 12_000);
    assertEquals(12_000, keyed.select("shop", "day").distinct().count());
    drawn(fit.givenAny().requiring("unique(id)"), "any", 1);
    Dataset<Row> gaps =
        SPARK
            .range(0, 400, 1, 4)
            .selectExpr("int(null) AS id", "int(id % 300) AS shop", "int(null) AS day");
    TableFlowImputer imputer = TableFlowModel.load(folder.resolve("any").toString()).imputer();
    assertEquals(400, imputer.transform(gaps).select("id").distinct().count());
  }

  private static Dataset<Row> drawn(TableFit fit, String name, long count) throws IOException {
    Path exported = folder.resolve(name);
    try (TableModel fitted = fit.fit()) {
      fitted.export(exported);
    }
    Dataset<Row> draws = TableFlowModel.load(exported.toString()).sample(SPARK, count, 1).cache();
    assertEquals(count, draws.count());
    return draws;
  }

  @Test
  void keepsRowsThatDoNotSuit() {
    List<Row> rows =
        List.of(
            RowFactory.create("paid", 5.0, Date.valueOf("2026-01-01"), 90),
            RowFactory.create("trial", 5.0, Date.valueOf("2026-01-01"), 90),
            RowFactory.create("paid", -1.0, Date.valueOf("2026-01-01"), 90));
    List<Row> scored =
        model.copy(ParamMap.empty())
            .setHandleInvalid("keep")
            .setProblemCol("problem")
            .transform(SPARK.createDataFrame(rows, SCHEMA).coalesce(1))
            .collectAsList();
    assertEquals("", scored.get(0).<String>getAs("problem"));
    assertTrue(Double.isFinite(scored.get(0).<Double>getAs("logProb")));
    assertEquals("", scored.get(1).<String>getAs("problem"), "an unseen name has a probability");
    assertTrue(Double.isFinite(scored.get(1).<Double>getAs("logProb")));
    assertEquals(1.0, scored.get(1).<Double>getAs("prediction"));
    assertTrue(scored.get(2).<String>getAs("problem").contains("above zero"));
  }

  @Test
  void isReadByAPlainProgram() throws IOException {
    Path path = folder.resolve("model");
    model.write().overwrite().save(path.toString());
    try (TableModel plain = TableModel.load(path, Execution.defaults())) {
      assertEquals(model.columns(), plain.schema());
    }
    TableFlowModel read = TableFlowModel.load(path.toString());
    assertEquals(
        model.transform(orders).agg(functions.sum("logProb")).first(),
        read.transform(orders).agg(functions.sum("logProb")).first());
  }

  @Test
  void scoresAStream() throws StreamingQueryException, TimeoutException {
    String in = folder.resolve("in").toString();
    String out = folder.resolve("out").toString();
    orders.write().parquet(in);
    StreamingQuery query =
        model
            .transform(SPARK.readStream().schema(SCHEMA).option("maxFilesPerTrigger", 1).parquet(in))
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(org.apache.spark.sql.streaming.Trigger.AvailableNow())
            .start(out);
    query.awaitTermination();
    Dataset<Row> scored = SPARK.read().parquet(out);
    assertEquals(orders.count(), scored.count());
    assertEquals(
        0,
        scored
            .select("amount", "visits", "logProb")
            .except(model.transform(orders).select("amount", "visits", "logProb"))
            .count());
  }
}
