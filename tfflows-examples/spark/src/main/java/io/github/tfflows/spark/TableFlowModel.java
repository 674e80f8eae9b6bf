package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.ExplanationParams;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.spark.row.Scoring;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/** A fitted density of columns of any kind. */
public final class TableFlowModel extends ScoringModel<TableFlowModel>
    implements ExplanationParams<TableFlowModel> {
  private static final long serialVersionUID = 1;

  TableFlowModel(String uid, ModelFiles files) {
    super(uid, files);
    setExplanationDefaults();
  }

  @Override
  InputColumns inputs(StructType schema) {
    return InputColumns.ofTable(schema, columns().written(), columns().all());
  }

  @Override
  Outputs<?> outputs(StructType schema) {
    if (isExplaining()) {
      requireAnyCell();
    }
    return Scoring.explained(this);
  }

  /** Returns a stage that predicts columns by this model, together if there are several. */
  public TableFlowPredictorModel predictor(String... targets) {
    return new TableFlowPredictorModel(uid() + "_predictor", files()).setTargetCols(targets);
  }

  /** Returns a stage that fills in missing values by this model. */
  public TableFlowImputer imputer() {
    return new TableFlowImputer(uid() + "_imputer", files());
  }

  @Override
  public TableFlowModel copy(ParamMap extra) {
    return copyValues(new TableFlowModel(uid(), files()), extra).setParent(parent());
  }

  public static MLReader<TableFlowModel> read() {
    return new ModelReader<>(TableFlowModel.class, TableFlowModel::new);
  }

  /**
   * Loads a model from any file system of Hadoop: one that Spark wrote, or an exported model of a
   * table.
   */
  public static TableFlowModel load(String path) {
    return read().load(path);
  }
}
