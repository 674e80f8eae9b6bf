package io.github.tfflows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.shard.FitReading;
import io.github.tfflows.tables.density.Conditioning;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** Fits of rows in groups. */
class GroupColTest {
  private static final SparkSession SPARK = Sessions.open();

  /** Three hundred groups of twenty rows, and a thousand rows without a group. */
  private static Dataset<Row> rows() {
    return SPARK
        .range(0, 7_000, 1, 3)
        .withColumn("x", functions.randn(1))
        .withColumn("g", functions.expr("if(id < 6000, concat('group ', id % 300), null)"))
        .drop("id");
  }

  private static Dataset<Row> marked(Dataset<Row> rows, double share) {
    TableFlow flow = new TableFlow().setGroupCol("g").setSeed(3);
    InputColumns inputs = InputColumns.ofFields(rows.schema(), List.of("x"), List.of("x"));
    FitReading reading = FitReading.of(flow, List.of("x"), List.of(), Conditioning.NONE);
    FlowFit fit = new FlowFit(flow, rows, inputs, reading);
    return rows.withColumn("mark", fit.mark(functions.rand(5), share))
        .withColumn("heldOut", functions.expr("mark < " + share));
  }

  @Test
  void groupsAreHeldOutAsAWhole() {
    Dataset<Row> marked = marked(rows(), 0.2).cache();
    Dataset<Row> groups =
        marked
            .filter("g is not null")
            .groupBy("g")
            .agg(functions.min("heldOut").as("all"), functions.max("heldOut").as("some"));
    assertEquals(300, groups.count());
    assertEquals(0, groups.filter("all != some").count());
    assertEquals(60, groups.filter("some").count(), 1);
    assertEquals(200, marked.filter("g is null and heldOut").count(), 50, "alone");
    Row marks = marked.selectExpr("min(mark)", "max(mark)", "mean(mark)", "count(distinct mark)").head();
    assertTrue(marks.getDouble(0) >= 0 && marks.getDouble(1) < 1, marks.toString());
    assertEquals(0.5, marks.getDouble(2), 0.02);
    assertEquals(7_000, marks.getLong(3));
  }

  /** A row without a group is a group of its own. */
  @Test
  void oneGroupIsLearnedFromBesideRowsAlone() {
    Dataset<Row> one = rows().withColumn("g", functions.expr("if(g is null, g, 'one')"));
    Dataset<Row> marked = marked(one, 0.2).cache();
    assertEquals(0, marked.filter("g is not null and heldOut").count());
    assertEquals(200, marked.filter("heldOut").count(), 50);
  }

  @Test
  void modelsNameTheColumn() {
    TableFlow flow = new TableFlow().setGroupCol("g").setMaxIter(1).setNumWorkers(1);
    TableFlowModel model = flow.fit(rows());
    assertEquals(1, model.columns().all().size(), "the group is not a column of the model");
    assertEquals("g", model.model().origin().orElseThrow().rows().groups().orElseThrow());
  }

  /** Each of sixty schools has a share of its own, and one in five pupils has no debt. */
  @Test
  void numbersOfOneGroupAreNoPointMasses() {
    Dataset<Row> pupils =
        SPARK
            .range(0, 3_600, 1, 3)
            .withColumn("school", functions.expr("id % 60"))
            .withColumn("share", functions.expr("round(abs(sin(13.7 * (school + 1))), 5)"))
            .withColumn("debt", functions.expr("if(rand(1) < 0.2, 0, 100 + exp(randn(2)))"))
            .drop("id");
    TableFlow flow = new TableFlow().setMaxIter(1).setNumWorkers(2).setInputCols("share", "debt");
    assertEquals(List.of(60, 1), masses(flow.fit(pupils)), "each row counts");
    assertEquals(List.of(0, 1), masses(flow.setGroupCol("school").fit(pupils)));
  }

  private static List<Integer> masses(TableFlowModel model) {
    return model.columns().modelled().stream()
        .map(column -> column.coding().massNumbers().numbers().size())
        .toList();
  }

  @Test
  void namesGroupsThatCannotBeHeldOut() {
    Dataset<Row> one = rows().withColumn("g", functions.lit("all"));
    TableFlow flow = new TableFlow().setGroupCol("g").setMaxIter(1).setNumWorkers(1);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> flow.fit(one));
    assertTrue(error.getMessage().contains("column g: all rows are of one group"), error.getMessage());
    TableFlow absent = new TableFlow().setGroupCol("h");
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> absent.fit(rows()));
    assertTrue(none.getMessage().contains("\"h\""), none.getMessage());
    TableFlow both = new TableFlow().setGroupCol("g").setInputCols("x", "g");
    IllegalArgumentException used =
        assertThrows(IllegalArgumentException.class, () -> both.fit(rows()));
    assertEquals("the model has the column \"g\"; expected another column of groups", used.getMessage());
    TableFlow weights = new TableFlow().setGroupCol("x").setWeightCol("x").setInputCols("g");
    IllegalArgumentException twice =
        assertThrows(IllegalArgumentException.class, () -> weights.fit(rows()));
    assertTrue(twice.getMessage().contains("expected a column for each"), twice.getMessage());
  }
}
