package io.github.tfflows.spark;

import io.github.tfflows.spark.model.LoadedModels;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.model.Serialization;
import io.github.tfflows.spark.param.ScoringParams;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.spark.row.RowScoring;
import io.github.tfflows.spark.row.SampledRows;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.Unsuitable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A fitted flow. Each executor loads it once, when its first partition needs it.
 *
 * @param <M> the kind of model
 */
public abstract class ScoringModel<M extends ScoringModel<M>> extends Model<M>
    implements ScoringParams<M>, MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final ModelFiles files;
  private final String key;
  private transient @Nullable Broadcast<ModelFiles> sent;

  ScoringModel(String uid, ModelFiles files) {
    this.uid = uid;
    this.files = files;
    this.key = files.digest();
    setScoringDefaults();
  }

  @Override
  public String uid() {
    return uid;
  }

  ModelFiles files() {
    return files;
  }

  /**
   * Returns the model as a plain JVM uses it; it belongs to this class, and is not to be closed.
   */
  public TableModel model() {
    return LoadedModels.of(key, files);
  }

  TableSchema columns() {
    return model().schema();
  }

  /** The places of the model's columns in rows. */
  abstract InputColumns inputs(StructType schema);

  /**
   * Returns rows with their log-density, p-value and prediction. It is lazy, and works on streams,
   * too.
   *
   * @throws IllegalArgumentException if an input column is missing, or an output column is there
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType scored = transformSchema(dataset.schema());
    RowScoring scoring =
        new RowScoring(
            key,
            sent(dataset.sparkSession()),
            inputs(dataset.schema()),
            (double) getOrDefault(falseAlarmRate()),
            getOrDefault(handleInvalid()).equals("keep") ? Unsuitable.REPORT : Unsuitable.REFUSE,
            Outputs.of(this).added());
    return dataset.toDF().mapPartitions(scoring, Encoders.row(scored));
  }

  private synchronized Broadcast<ModelFiles> sent(SparkSession spark) {
    Broadcast<ModelFiles> copy = sent;
    if (copy == null) {
      Serialization.require(spark);
      copy = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(files);
      sent = copy;
    }
    return copy;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    InputColumns unused = inputs(schema);
    return Outputs.of(this).addedTo(schema);
  }

  /**
   * Draws rows of an unconditional model, in the columns and kinds of the data.
   *
   * @param spark the session
   * @param count the number of rows
   * @param seed equal seeds give equal rows, however they are distributed
   * @throws IllegalArgumentException if the model is conditional
   */
  public Dataset<Row> sample(SparkSession spark, long count, long seed) {
    if (!columns().given().isEmpty()) {
      throw new IllegalArgumentException(
          "the model is conditional on columns; expected one without contextCols");
    }
    return SampledRows.of(spark, new SampledRows.Task(key, sent(spark), count, seed), columns());
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this, files);
  }
}
