package io.github.tfflows.spark;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.ScoringParams;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.spark.row.SampledRows;
import io.github.tfflows.spark.row.Scoring;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted density. It adds log-densities, p-values and predictions to rows, and draws new rows.
 *
 * @param <M> the kind of model
 */
public abstract class ScoringModel<M extends ScoringModel<M>> extends FlowStage<M>
    implements ScoringParams<M> {
  private static final long serialVersionUID = 1;

  ScoringModel(String uid, ModelFiles files) {
    super(uid, files);
    setScoringDefaults();
  }

  @Override
  Outputs<?> outputs(StructType schema) {
    return Scoring.outputs(this);
  }

  /**
   * Draws rows of an unconditional model, in the columns and kinds of the data. If the fit required
   * distinct keys ({@code unique(shop, day)}), one task draws all rows and holds their keys in
   * memory; it fails if too few keys are left.
   *
   * @param count the number of rows
   * @param seed equal seeds give equal rows, however they are distributed
   * @throws IllegalArgumentException if the model is conditional, or the number is negative
   */
  public Dataset<Row> sample(SparkSession spark, long count, long seed) {
    if (!columns().given().isEmpty()) {
      throw new IllegalArgumentException(
          "the model is conditional on columns; expected one without contextCols");
    }
    Require.atLeast("count", count, 0);
    SampledRows.Task task = new SampledRows.Task(key(), sent(spark), count, seed);
    return SampledRows.of(spark, task, model());
  }
}
