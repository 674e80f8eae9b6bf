package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.HasFeaturesCol;
import io.github.tfflows.spark.param.HasInputCols;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/** A fitted density of vectors, or of columns of numbers. */
public final class NormalizingFlowModel extends ScoringModel<NormalizingFlowModel>
    implements HasFeaturesCol<NormalizingFlowModel>, HasInputCols<NormalizingFlowModel> {
  private static final long serialVersionUID = 1;

  NormalizingFlowModel(String uid, ModelFiles files) {
    super(uid, files);
    setDefault(featuresCol(), "features");
    setDefault(inputCols(), new String[0]);
  }

  @Override
  InputColumns inputs(StructType schema) {
    List<TableColumn> all = columns().written(); // those of the density come first
    int first = columns().given().isEmpty() ? all.size() : all.indexOf(columns().given().get(0));
    List<String> names = all.subList(0, first).stream().map(TableColumn::name).toList();
    List<String> context = columns().given().stream().map(TableColumn::name).toList();
    String[] fields = getOrDefault(inputCols());
    if (fields.length == 0) {
      columns().modelled().forEach(NormalizingFlowModel::requireNumbers);
    }
    InputColumns modelled =
        fields.length == 0
            ? InputColumns.ofVector(schema, getOrDefault(featuresCol()), names)
            : InputColumns.ofFields(schema, List.of(fields), names);
    return modelled.followedBy(InputColumns.ofFields(schema, context, context));
  }

  private static void requireNumbers(TableColumn column) {
    if (column.isText()) {
      throw new IllegalArgumentException(
          "the model's column %s is of the kind %s, which no vector has; expected numbers, or the model as a TableFlowModel"
              .formatted(Excerpt.of(column.name()), column.kind().text()));
    }
  }

  @Override
  public NormalizingFlowModel copy(ParamMap extra) {
    return copyValues(new NormalizingFlowModel(uid(), files()), extra).setParent(parent());
  }

  public static MLReader<NormalizingFlowModel> read() {
    return new ModelReader<>(NormalizingFlowModel.class, NormalizingFlowModel::new);
  }

  /**
   * Loads a model from any file system of Hadoop: one that Spark wrote, or an exported model of a
   * table of numbers.
   */
  public static NormalizingFlowModel load(String path) {
    return read().load(path);
  }
}
