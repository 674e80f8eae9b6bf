package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prices and ratings of offers by their size and city. */
class TableFlowPredictorTest {
  private static final SparkSession SPARK = Sessions.open();
  private static final StructType SCHEMA =
      new StructType()
          .add("city", DataTypes.StringType)
          .add("size", DataTypes.DoubleType)
          .add("price", DataTypes.DoubleType)
          .add("rating", DataTypes.StringType);

  @TempDir static Path folder;

  private static Dataset<Row> offers;
  private static PipelineModel fitted;

  private static Row offer(Random random) {
    boolean isNear = random.nextInt(2) == 0;
    double size = random.nextGaussian();
    double price = 3 * size + (isNear ? 5 : -5) + 0.3 * random.nextGaussian();
    String rating = (random.nextInt(10) == 0) == isNear ? "poor" : "good";
    return RowFactory.create(isNear ? "near" : "far", size, price, rating);
  }

  private static TableFlowPredictor estimator() {
    return new TableFlowPredictor()
        .setTargetCols("price")
        .setInputCols("city", "width")
        .setLogProbCol("logProb")
        .setInsideCol("inside")
        .setMaxIter(120)
        .setNumWorkers(2);
  }

  private static Pipeline pipeline(TableFlowPredictor predictor) {
    SQLTransformer width =
        new SQLTransformer().setStatement("SELECT *, 0.5 * size AS width FROM __THIS__");
    return new Pipeline().setStages(new PipelineStage[] {width, predictor});
  }

  @BeforeAll
  static void fitsAPipeline() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      rows.add(offer(random));
    }
    offers = SPARK.createDataFrame(rows, SCHEMA).repartition(2).cache();
    fitted = pipeline(estimator()).fit(offers);
  }

  private static TableFlowPredictorModel model() {
    return (TableFlowPredictorModel) fitted.stages()[1];
  }

  @Test
  void predictsInAPipelineAsThePlainModelDoes() {
    assertEquals(List.of("price"), List.of(model().getOrDefault(model().targetCols())));
    Dataset<Row> predicted = fitted.transform(offers).coalesce(1);
    assertEquals(fitted.transformSchema(SCHEMA), predicted.schema());
    double nats = new LogLikelihoodEvaluator().evaluate(predicted);
    assertEquals(-0.5 * Math.log(2 * Math.PI * Math.E) - Math.log(0.3), nats, 0.25);
    assertEquals(0.9, predicted.filter("inside").count() / 3_000.0, 0.04);
    for (Row row : predicted.takeAsList(5)) {
      Prediction plain =
          model()
              .model()
              .predict("price")
              .given(Map.of("city", row.getAs("city"), "width", row.getAs("width")));
      double price = row.getAs("price");
      assertEquals(plain.median(), row.<Double>getAs("prediction"), 1e-4);
      assertEquals(plain.logProb(price), row.<Double>getAs("logProb"), 1e-3);
      Interval interval = plain.interval(0.9);
      assertEquals(interval.contains(price), row.getAs("inside"));
    }
    Dataset<Row> unknown = fitted.transform(offers.drop("price", "rating"));
    assertEquals(
        List.of("city", "size", "width", "prediction", "interval"), List.of(unknown.columns()));
    String isWithin = "prediction between interval.lower and interval.upper";
    assertEquals(3_000, unknown.filter(isWithin).count());
  }

  @Test
  void validatorsChooseByTheDensityAndByTheError() {
    TableFlowPredictor predictor = estimator().setNumWorkers(1);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(predictor.maxIter(), new int[] {1, 60}).build();
    TrainValidationSplitModel best =
        new TrainValidationSplit()
            .setEstimator(pipeline(predictor))
            .setEvaluator(new LogLikelihoodEvaluator())
            .setEstimatorParamMaps(grid)
            .setSeed(1)
            .fit(offers);
    double[] found = best.validationMetrics();
    assertTrue(found[1] > found[0] + 0.5, found[0] + " by one step, " + found[1] + " by 60");
    RegressionEvaluator error = new RegressionEvaluator().setLabelCol("price");
    double deviation = error.evaluate(best.transform(offers));
    assertTrue(deviation < 1.5, deviation + ", of 5.8 for a constant");
  }

  @Test
  void predictsTargetsTogether() {
    TableFlowPredictor both =
        estimator().setTargetCols("price", "rating").setInputCols("city", "size").setDraws(100);
    TableFlowPredictorModel model = both.fit(offers);
    Dataset<Row> predicted = model.transform(offers.limit(500)).cache();
    assertEquals(both.transformSchema(SCHEMA), predicted.schema());
    assertTrue(
        predicted.filter("prediction.rating = if(city = 'near', 'good', 'poor')").count() > 450);
    assertTrue(predicted.filter("abs(prediction.price - price) < 1").count() > 450);
    assertEquals(0.9, predicted.filter("inside").count() / 500.0, 0.06);
    assertEquals(
        List.of("good", "poor"),
        List.of(model.labelsOf("rating")).stream().sorted().toList());
  }

  @Test
  void estimatorsAndModelsAreWrittenAndRead() throws Exception {
    Pipeline pipeline = pipeline(estimator().setKinds("rating=categorical").setLevel(0.6));
    pipeline.write().save(folder.resolve("pipeline").toString());
    TableFlowPredictor read =
        (TableFlowPredictor) Pipeline.load(folder.resolve("pipeline").toString()).getStages()[1];
    assertEquals(List.of("price"), List.of(read.getOrDefault(read.targetCols())));
    assertEquals(0.6, read.getOrDefault(read.level()));
    fitted.write().save(folder.resolve("fitted").toString());
    PipelineModel again = PipelineModel.load(folder.resolve("fitted").toString());
    Dataset<Row> some = offers.coalesce(1).limit(20);
    assertEquals(
        fitted.transform(some).collectAsList(), again.transform(some).collectAsList());
    Path model;
    try (Stream<Path> stages = Files.list(folder.resolve("fitted/stages"))) {
      model = stages.filter(stage -> stage.endsWith("1_" + model().uid())).findAny().orElseThrow();
    }
    try (TableModel plain =
        TableModel.load(model, io.github.tfflows.core.execution.Execution.defaults())) {
      assertEquals(model().model().schema(), plain.schema());
    }
  }

  @Test
  void namesWrongColumns() {
    Map<TableFlowPredictor, String> wrong =
        Map.of(
            estimator().setTargetCols(),
            "expected targetCols",
            estimator().setInputCols("city", "price"),
            "the column price is asked for twice",
            estimator().setInputCols("depth"),
            "no column \"depth\"",
            estimator().setInputCols("city").setPredictionCol("size"),
            "a column \"size\" already",
            estimator().setInputCols("city").setKinds("price"),
            "expected NAME=KIND",
            estimator().setInputCols("city").setKinds("city=colour"),
            "\"colour\"",
            estimator().setInputCols("city", "size").setWeightCol("size"),
            "the model has the column \"size\"; expected another column of weights");
    wrong.forEach(
        (estimator, message) -> {
          IllegalArgumentException error =
              assertThrows(IllegalArgumentException.class, () -> estimator.fit(offers));
          assertTrue(error.getMessage().contains(message), error.getMessage());
        });
  }
}
