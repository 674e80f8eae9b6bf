package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.HasKinds;
import io.github.tfflows.spark.param.PredictionParams;
import io.github.tfflows.spark.param.TrainingParams;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.PredictedColumns;
import io.github.tfflows.spark.row.PredictedTarget;
import io.github.tfflows.spark.shard.FitReading;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The conditional density of target columns given other columns, of any kind. It is the density of
 * a {@code TableFlow} of the targets with the {@code inputCols} as its context, or with all other
 * columns if there are none. Its model adds predictions to rows. A {@code CrossValidator} can
 * compare predictors by {@link LogLikelihoodEvaluator} with a {@code logProbCol}, or by an
 * evaluator of Spark ML with the predictions, which are medians.
 */
public final class TableFlowPredictor extends Estimator<TableFlowPredictorModel>
    implements TrainingParams<TableFlowPredictor>,
        HasKinds<TableFlowPredictor>,
        PredictionParams<TableFlowPredictor>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;

  /** Creates an estimator with a name of its own. */
  public TableFlowPredictor() {
    this(Identifiable$.MODULE$.randomUID("tableFlowPredictor"));
  }

  /** Creates an estimator with a given name. */
  public TableFlowPredictor(String uid) {
    this.uid = uid;
    setTrainingDefaults();
    setKindsDefault();
    setPredictionDefaults();
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Trains a flow.
   *
   * @throws IllegalArgumentException if there is no target, or columns are missing or cannot be
   *     modelled, naming them
   */
  @Override
  public TableFlowPredictorModel fit(Dataset<?> dataset) {
    StructType unused = transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    List<String> targets = List.of(getOrDefault(targetCols()));
    List<String> others = others(rows.schema());
    FitReading reading = FitReading.of(this, targets, others, Conditioning.NONE);
    ModelFiles files = new FlowFit(this, rows, columns(rows.schema()), reading).run();
    return copyValues(new TableFlowPredictorModel(uid, files), ParamMap.empty()).setParent(this);
  }

  /** The places of the targets and of the columns to predict by. */
  private InputColumns columns(StructType schema) {
    List<String> all = new ArrayList<>(List.of(getOrDefault(targetCols())));
    all.addAll(others(schema));
    return InputColumns.ofFields(schema, all, all);
  }

  private List<String> others(StructType schema) {
    return inputs(schema, List.of(getOrDefault(targetCols())));
  }

  /**
   * Checks the columns, and adds the columns of predictions. Their types follow from the types of
   * the targets; they may change when the fit determines the kinds.
   */
  @Override
  public StructType transformSchema(StructType schema) {
    List<String> targets = List.of(getOrDefault(targetCols()));
    List<String> others = others(schema);
    if (targets.isEmpty() || others.isEmpty()) {
      throw new IllegalArgumentException(
          "expected targetCols and other columns to predict them by, got %s and %s"
              .formatted(Excerpt.of(targets), Excerpt.of(others)));
    }
    InputColumns unused = columns(schema);
    Map<String, String> declared = declaredKinds();
    List<PredictedTarget> expected =
        targets.stream().map(name -> PredictedTarget.expected(schema, name, declared)).toList();
    return new PredictedColumns(this, expected)
        .of(true)
        .addedTo(schema, getOrDefault(problemCol()));
  }

  @Override
  public TableFlowPredictor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<TableFlowPredictor> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was written. */
  public static TableFlowPredictor load(String path) {
    return read().load(path);
  }
}
