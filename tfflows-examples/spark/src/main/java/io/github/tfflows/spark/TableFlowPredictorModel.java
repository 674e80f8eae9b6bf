package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.PredictionParams;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.spark.row.PredictedColumns;
import io.github.tfflows.spark.row.PredictedTarget;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/**
 * Predicts columns given others of the row: by a model of the targets given all other columns, or
 * by a model of any cell given the columns that the rows have. Several targets are predicted
 * together by draws. Each column of predictions then holds rows with a field for each target.
 * Values have the type of the target; dates and times are texts.
 */
public final class TableFlowPredictorModel extends FlowStage<TableFlowPredictorModel>
    implements PredictionParams<TableFlowPredictorModel> {
  private static final long serialVersionUID = 1;

  TableFlowPredictorModel(String uid, ModelFiles files) {
    super(uid, files);
    setPredictionDefaults();
  }

  /**
   * Returns the names that the only target can have, in the order of their probabilities.
   *
   * @throws IllegalArgumentException if there are several targets
   */
  public String[] labels() {
    List<TableColumn> all = targets();
    if (all.size() > 1) {
      throw new IllegalArgumentException(
          "expected the name of one of the targets %s for its labels".formatted(names(all)));
    }
    return labelsOf(all.get(0).name());
  }

  /** Returns the names that a target can have, in the order of their probabilities. */
  public String[] labelsOf(String target) {
    return column(target).names().toArray(String[]::new);
  }

  private TableColumn column(String target) {
    return columns()
        .derived(target)
        .map(DerivedColumn::column)
        .orElseGet(() -> columns().modelled().get(columns().place(target)));
  }

  private static String names(List<TableColumn> columns) {
    return Excerpt.of(columns.stream().map(TableColumn::name).toList());
  }

  private List<TableColumn> targets() {
    List<String> names = List.of(getOrDefault(targetCols()));
    List<TableColumn> modelled = columns().modelled();
    if (names.isEmpty() && modelled.size() > 1 && columns().conditioning() == Conditioning.ANY) {
      throw new IllegalArgumentException("expected targetCols, of " + names(modelled));
    }
    List<TableColumn> targets =
        names.isEmpty() ? modelled : names.stream().map(this::column).toList();
    requirePredicted(targets.stream().map(TableColumn::name).toList());
    return targets;
  }

  /** Requires targets that the model predicts. */
  private void requirePredicted(List<String> names) {
    if (names.size() == 1) {
      var unused = model().predict(names.get(0));
    } else {
      String[] more = names.subList(2, names.size()).toArray(String[]::new);
      var unused = model().predict(names.get(0), names.get(1), more);
    }
  }

  /** Whether rows have values of all targets, and an output column needs them. */
  private boolean isObserved(StructType schema) {
    boolean isWanted =
        !getOrDefault(logProbCol()).isEmpty() || !getOrDefault(insideCol()).isEmpty();
    boolean isObserved =
        isWanted
            && Arrays.asList(schema.fieldNames())
                .containsAll(targets().stream().map(TableColumn::name).toList());
    if (isObserved && !columns().modelled().containsAll(targets())) {
      throw new IllegalArgumentException(
          "%s follows from other columns, and draws give no density of it; expected neither logProbCol nor insideCol"
              .formatted(names(targets())));
    }
    return isObserved;
  }

  @Override
  InputColumns inputs(StructType schema) {
    List<TableColumn> targets = isObserved(schema) ? List.of() : targets();
    List<TableColumn> read =
        columns().written().stream().filter(column -> !targets.contains(column)).toList();
    return InputColumns.ofTable(schema, read, columns().given());
  }

  @Override
  Outputs<?> outputs(StructType schema) {
    List<PredictedTarget> targets = targets().stream().map(PredictedTarget::of).toList();
    return new PredictedColumns(this, targets).of(isObserved(schema));
  }

  @Override
  public TableFlowPredictorModel copy(ParamMap extra) {
    return copyValues(new TableFlowPredictorModel(uid(), files()), extra).setParent(parent());
  }

  /** Returns a reader of such stages. */
  public static MLReader<TableFlowPredictorModel> read() {
    return new ModelReader<>(TableFlowPredictorModel.class, TableFlowPredictorModel::new);
  }

  /** Loads a stage that was written, or creates a stage from any exported model of a table. */
  public static TableFlowPredictorModel load(String path) {
    return read().load(path);
  }
}
