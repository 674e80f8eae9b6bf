package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.tables.column.TableColumn;
import java.util.Arrays;
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
    List<TableColumn> required = columns().all();
    List<String> fields = Arrays.asList(schema.fieldNames());
    List<String> names =
        columns().written().stream()
            .filter(column -> required.contains(column) || fields.contains(column.name()))
            .map(TableColumn::name)
            .toList();
    return InputColumns.ofFields(schema, names, names);
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
