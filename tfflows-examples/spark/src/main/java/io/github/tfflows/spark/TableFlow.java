package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.ExplanationParams;
import io.github.tfflows.spark.param.FitParams;
import io.github.tfflows.spark.param.HasKinds;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Scoring;
import io.github.tfflows.spark.shard.FitReading;
import io.github.tfflows.tables.density.Conditioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A density of columns of any kind: numbers, names, dates, missing values. Executors scan the
 * columns and train on their rows in parallel.
 */
public final class TableFlow extends Estimator<TableFlowModel>
    implements FitParams<TableFlow>,
        HasKinds<TableFlow>,
        ExplanationParams<TableFlow>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;

  /** Creates an estimator with a name of its own. */
  public TableFlow() {
    this(Identifiable$.MODULE$.randomUID("tableFlow"));
  }

  /** Creates an estimator with a given name. */
  public TableFlow(String uid) {
    this.uid = uid;
    setFitDefaults();
    setExplanationDefaults();
    setKindsDefault();
    setDefault(conditioning(), "none");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the cells that may be given: {@code none}, or {@code any}. */
  public Param<String> conditioning() {
    return new Param<>(
        this,
        "conditioning",
        "the cells that may be given, row by row: none or any",
        ParamValidators.inArray(new String[] {"none", "any"}));
  }

  /**
   * Trains a flow.
   *
   * @throws IllegalArgumentException if columns are missing or cannot be modelled, naming them
   */
  @Override
  public TableFlowModel fit(Dataset<?> dataset) {
    StructType unused = transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    List<String> context = List.of(getOrDefault(contextCols()));
    List<String> all = new ArrayList<>(inputs(rows.schema(), context));
    all.addAll(context);
    FitReading reading =
        FitReading.of(
            this,
            List.of(getOrDefault(inputCols())),
            context,
            Conditioning.valueOf(getOrDefault(conditioning()).toUpperCase(Locale.ROOT)));
    ModelFiles files =
        new FlowFit(this, rows, InputColumns.ofFields(rows.schema(), all, all), reading).run();
    return copyValues(new TableFlowModel(uid, files), ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    List<String> wanted = new ArrayList<>(List.of(getOrDefault(inputCols())));
    wanted.addAll(List.of(getOrDefault(contextCols())));
    InputColumns unused = InputColumns.ofFields(schema, wanted, wanted);
    return Scoring.explained(this).addedTo(schema, getOrDefault(problemCol()));
  }

  /** Sets the cells that may be given: {@code none} or {@code any}. */
  public TableFlow setConditioning(String cells) {
    return with(conditioning(), cells);
  }

  @Override
  public TableFlow copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<TableFlow> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was written. */
  public static TableFlow load(String path) {
    return read().load(path);
  }
}
