package io.github.tfflows.spark;

import io.github.tfflows.tables.TableColumn;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/** A fitted density of columns of any kind. */
public final class TableFlowModel extends ScoringModel<TableFlowModel> {
  private static final long serialVersionUID = 1;

  TableFlowModel(String uid, ModelFiles files) {
    super(uid, files);
  }

  @Override
  InputColumns inputs(StructType schema) {
    List<String> names = columns().all().stream().map(TableColumn::name).toList();
    return InputColumns.ofFields(schema, names, names);
  }

  /** Sets the share of ordinary rows that may be predicted to be anomalies. */
  public TableFlowModel setFalseAlarmRate(double rate) {
    set(falseAlarmRate(), (Object) rate);
    return this;
  }

  /** Sets the treatment of rows that do not suit the columns: {@code error} or {@code keep}. */
  public TableFlowModel setHandleInvalid(String treatment) {
    set(handleInvalid(), treatment);
    return this;
  }

  /** Sets the column of reasons why rows do not suit the columns. */
  public TableFlowModel setProblemCol(String name) {
    set(problemCol(), name);
    return this;
  }

  @Override
  public TableFlowModel copy(ParamMap extra) {
    return copyValues(new TableFlowModel(uid(), files()), extra).setParent(parent());
  }

  /** Returns a reader of models. */
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
