package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.FitParams;
import io.github.tfflows.spark.param.HasFeaturesCol;
import io.github.tfflows.spark.row.Cells;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Scoring;
import io.github.tfflows.spark.shard.FitReading;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.source.Missing;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A density of vectors, or of columns of numbers, as a normalizing flow. Executors train on their
 * rows in parallel ({@link io.github.tfflows.core.parallel.Workers}). Numbers with a step, such as
 * integers, are dequantized; positive skewed ones are modelled on a logarithmic scale.
 */
public final class NormalizingFlow extends Estimator<NormalizingFlowModel>
    implements FitParams<NormalizingFlow>, HasFeaturesCol<NormalizingFlow>, DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;

  /** Creates an estimator with a name of its own. */
  public NormalizingFlow() {
    this(Identifiable$.MODULE$.randomUID("normalizingFlow"));
  }

  /** Creates an estimator with a given name. */
  public NormalizingFlow(String uid) {
    this.uid = uid;
    setFitDefaults();
    setDefault(featuresCol(), "features");
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Trains a flow.
   *
   * @throws IllegalArgumentException if a column is missing or cannot be modelled, naming it
   */
  @Override
  public NormalizingFlowModel fit(Dataset<?> dataset) {
    StructType unused = transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    List<String> context = List.of(getOrDefault(contextCols()));
    InputColumns modelled = modelled(rows);
    FitReading reading =
        new FitReading(
            modelled.names(),
            context,
            Map.of(),
            Repeats.DENSITY,
            Missing.REFUSE,
            Conditioning.NONE,
            getOrDefault(weightCol()),
            getOrDefault(groupCol()));
    InputColumns all = modelled.followedBy(InputColumns.ofFields(rows.schema(), context, context));
    ModelFiles files = new FlowFit(this, rows, all, reading).run();
    return copyValues(new NormalizingFlowModel(uid, files), ParamMap.empty()).setParent(this);
  }

  private InputColumns modelled(Dataset<Row> rows) {
    List<String> fields = List.of(getOrDefault(inputCols()));
    if (!fields.isEmpty()) {
      return InputColumns.ofFields(rows.schema(), fields, fields);
    }
    String name = getOrDefault(featuresCol());
    List<Row> first = rows.select(Cells.column(name)).takeAsList(1);
    if (first.isEmpty()) {
      throw new IllegalArgumentException("the dataset has no rows");
    }
    if (!(first.get(0).get(0) instanceof Vector vector)) {
      throw new IllegalArgumentException(
          "expected vectors in the column %s, got %s".formatted(name, first.get(0).get(0)));
    }
    return InputColumns.ofVector(rows.schema(), name, InputColumns.entryNames(name, vector.size()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    List<String> fields = List.of(getOrDefault(inputCols()));
    InputColumns unused =
        fields.isEmpty()
            ? InputColumns.ofVector(schema, getOrDefault(featuresCol()), List.of())
            : InputColumns.ofFields(schema, fields, fields);
    return Scoring.outputs(this).addedTo(schema, getOrDefault(problemCol()));
  }

  @Override
  public NormalizingFlow copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<NormalizingFlow> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was written. */
  public static NormalizingFlow load(String path) {
    return read().load(path);
  }
}
