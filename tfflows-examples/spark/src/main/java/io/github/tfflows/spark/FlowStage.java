package io.github.tfflows.spark;

import io.github.tfflows.spark.model.LoadedModels;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.model.Serialization;
import io.github.tfflows.spark.param.InvalidParams;
import io.github.tfflows.spark.row.ChunkTask;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.tables.TableConditional;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.Unsuitable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A stage that adds columns to rows by a fitted flow. Each executor loads it once, when its first
 * partition needs it.
 *
 * @param <M> the kind of stage
 */
public abstract class FlowStage<M extends FlowStage<M>> extends Model<M>
    implements InvalidParams<M>, MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final ModelFiles files;
  private final String key;
  private transient @Nullable Broadcast<ModelFiles> sent;

  FlowStage(String uid, ModelFiles files) {
    this.uid = uid;
    this.files = files;
    this.key = files.digest();
    setInvalidDefaults();
  }

  @Override
  public String uid() {
    return uid;
  }

  ModelFiles files() {
    return files;
  }

  String key() {
    return key;
  }

  /** Returns the model, for use without Spark. It belongs to this class; do not close it. */
  public TableModel model() {
    return LoadedModels.of(key, files);
  }

  TableSchema columns() {
    return model().schema();
  }

  void requireAnyCell() {
    TableConditional unused = model().given(Set.of());
  }

  /** The places of the model's columns in rows. */
  abstract InputColumns inputs(StructType schema);

  abstract Outputs<?> outputs(StructType schema);

  /**
   * Returns rows with the columns of this stage. It is lazy, and works on streams, too.
   *
   * @throws IllegalArgumentException if an input column is missing, or an output column exists
   *     already
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    return extended(dataset, outputs(dataset.schema()));
  }

  private <R> Dataset<Row> extended(Dataset<?> dataset, Outputs<R> outputs) {
    String problems = getOrDefault(problemCol());
    ChunkTask<R> task =
        new ChunkTask<>(
            key,
            sent(dataset.sparkSession()),
            inputs(dataset.schema()),
            outputs,
            getOrDefault(handleInvalid()).equals("keep") ? Unsuitable.REPORT : Unsuitable.REFUSE,
            !problems.isEmpty());
    StructType extended = outputs.addedTo(dataset.schema(), problems);
    return dataset.toDF().mapPartitions(task, Encoders.row(extended));
  }

  /** The files of the model, which each executor receives once. */
  synchronized Broadcast<ModelFiles> sent(SparkSession spark) {
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
    return outputs(schema).addedTo(schema, getOrDefault(problemCol()));
  }

  @Override
  public MLWriter write() {
    return new Writer();
  }

  /** Writes Spark's metadata, and then a SavedModel beside it. */
  private final class Writer extends MLWriter {
    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(
          FlowStage.this, path, sparkSession(), Option.empty(), Option.empty());
      try {
        files.write(path, sparkSession().sparkContext().hadoopConfiguration());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the model to " + path, e);
      }
    }
  }
}
