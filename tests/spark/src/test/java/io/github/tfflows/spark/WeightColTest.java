package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** Fits of rows that count differently. */
class WeightColTest {
  private static final SparkSession SPARK = Sessions.open();

  /** Two groups of equal size, of which the right one counts three times, and text of weight zero. */
  private static Dataset<Row> groups(String weight) {
    return SPARK
        .range(0, 6_000, 1, 2)
        .withColumn("x", functions.expr("if(id % 2 = 0, -3, 3) + 0.5 * randn(1)"))
        .withColumn("w", functions.expr(weight))
        .drop("id");
  }

  private static String problem(String weight) {
    TableFlow flow = new TableFlow().setMaxIter(1).setNumWorkers(1).setWeightCol("w");
    Throwable failure = assertThrows(Exception.class, () -> flow.fit(groups(weight)));
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    return String.valueOf(failure.getMessage());
  }

  @Test
  void aRowCountsByItsWeight() {
    for (int stepsPerRound : new int[] {3, 20}) {
      TableFlow flow = new TableFlow().setMaxIter(100).setNumWorkers(2);
      flow.setWeightCol("w").setStepsPerRound(stepsPerRound);
      Dataset<Row> rows = groups("if(id % 2 = 0, 10, 30)");
      TableFlowModel model = flow.fit(rows);
      assertEquals(1, model.columns().all().size(), "the weight is not a column of the model");
      assertEquals("w", model.model().origin().orElseThrow().rows().weights().orElseThrow());
      double right = model.sample(SPARK, 10_000, 1).filter("x > 0").count() / 10_000.0;
      assertEquals(0.75, right, 0.04, stepsPerRound + " steps in a round");
      Dataset<Row> scored = model.transform(rows);
      double weighted = new LogLikelihoodEvaluator().setWeightCol("w").evaluate(scored);
      double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
      double gaussian = 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(0.5);
      assertEquals(-entropy - gaussian, weighted, 0.1);
      assertTrue(new LogLikelihoodEvaluator().evaluate(scored) < weighted - 0.1);
    }
  }

  @Test
  void rowsOfWeightZeroDoNotCount() {
    NormalizingFlow flow = new NormalizingFlow().setInputCols("x").setWeightCol("w");
    Dataset<Row> rows = groups("if(id % 2 = 0, 0.0, 1.0)");
    Dataset<Row> gaps = rows.withColumn("x", functions.expr("if(w = 0, null, x)"));
    NormalizingFlowModel model = flow.setMaxIter(60).setNumWorkers(1).fit(gaps);
    assertTrue(model.sample(SPARK, 2_000, 1).filter("x < 0").count() < 20);
  }

  @Test
  void namesWrongWeights() {
    assertEquals("expected numbers in the column \"w\" of weights, got string", problem("'one'"));
    assertTrue(problem("null + 1").contains("column w: expected a weight of zero or more, the value is missing"));
    assertTrue(problem("id - 5999").contains("column w: expected a weight of zero or more, got"));
    TableFlow flow = new TableFlow().setWeightCol("v");
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> flow.fit(groups("1")));
    assertTrue(error.getMessage().contains("no column \"v\""), error.getMessage());
  }
}
