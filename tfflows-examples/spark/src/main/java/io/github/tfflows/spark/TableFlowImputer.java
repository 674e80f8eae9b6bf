package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.param.HasInputCols;
import io.github.tfflows.spark.param.HasSeed;
import io.github.tfflows.spark.row.Cells;
import io.github.tfflows.spark.row.Imputing;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Fills in missing values with draws from their joint distribution, given the present values of the
 * row. It needs a model that was fitted with the conditioning {@code any}. Draws have the types of
 * their columns.
 */
public final class TableFlowImputer extends FlowStage<TableFlowImputer>
    implements HasInputCols<TableFlowImputer>, HasSeed<TableFlowImputer> {
  private static final long serialVersionUID = 1;

  /** The prefix of temporary columns that hold draws. */
  private static final String DRAWN = "tfflows_drawn_";

  TableFlowImputer(String uid, ModelFiles files) {
    super(uid, files);
    setDefault(inputCols(), new String[0]);
    setDefault(outputCols(), new String[0]);
    setSeedDefault();
  }

  /** Returns the names of filled columns; if empty, input columns are filled in place. */
  public StringArrayParam outputCols() {
    return new StringArrayParam(
        this, "outputCols", "output column names; those of the input columns if empty");
  }

  /** Sets the names of filled columns; input columns are filled in place if empty. */
  public TableFlowImputer setOutputCols(String... value) {
    return with(outputCols(), value);
  }

  @Override
  InputColumns inputs(StructType schema) {
    return InputColumns.ofTable(schema, columns().written(), columns().all());
  }

  /** The names of result columns, by the place of the filled column among the model's columns. */
  private Map<Integer, String> filled(StructType schema) {
    List<String> written = columns().written().stream().map(TableColumn::name).toList();
    List<String> chosen = List.of(getOrDefault(inputCols()));
    List<String> there = inputs(schema).names();
    List<String> from = chosen.isEmpty() ? there : chosen;
    List<String> named = List.of(getOrDefault(outputCols()));
    List<String> to = named.isEmpty() ? from : named;
    if (to.size() != from.size() || !there.containsAll(from)) {
      throw new IllegalArgumentException(
          "expected columns of the model and a name for each result, got %s and %s; the model has %s"
              .formatted(Excerpt.of(from), Excerpt.of(to), Excerpt.of(there)));
    }
    Map<Integer, String> filled = new LinkedHashMap<>();
    IntStream.range(0, from.size())
        .forEach(i -> filled.put(written.indexOf(from.get(i)), to.get(i)));
    return filled;
  }

  @Override
  Outputs<?> outputs(StructType schema) {
    requireAnyCell();
    Outputs<Imputing.Imputed> draws = Outputs.of(new Imputing((long) getOrDefault(seed())));
    for (int place : filled(schema).keySet()) {
      TableColumn column = columns().written().get(place);
      draws =
          draws.withOptional(DRAWN + column.name(), Cells.type(column), rows -> rows.column(place));
    }
    return draws;
  }

  /**
   * Returns rows without missing values in the columns of the model. It is lazy, and works on
   * streams, too. Rows that do not suit the columns stay unchanged if they are kept. If the fit
   * required distinct keys, a single task fills all rows.
   *
   * @throws IllegalArgumentException if a column of the model is missing
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = dataset.schema();
    Map<String, Column> values = new LinkedHashMap<>();
    for (String name : transformSchema(schema).fieldNames()) {
      values.put(name, Cells.column(name));
    }
    filled(schema)
        .forEach(
            (place, result) -> {
              String name = columns().written().get(place).name();
              Column drawn = Cells.cast(Cells.column(DRAWN + name), schema.apply(name).dataType());
              values.put(result, functions.coalesce(drawn, Cells.column(name)).as(result));
            });
    Dataset<?> rows = model().draws().hasKeys() ? dataset.coalesce(1) : dataset;
    return super.transform(rows).select(values.values().toArray(Column[]::new));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    StructType all = schema;
    for (Map.Entry<Integer, String> each : filled(schema).entrySet()) {
      String name = columns().written().get(each.getKey()).name();
      if (!name.equals(each.getValue())) {
        all = Outputs.added(all, each.getValue(), schema.apply(name).dataType(), true);
      }
    }
    return Outputs.added(all, getOrDefault(problemCol()), DataTypes.StringType, false);
  }

  @Override
  public TableFlowImputer copy(ParamMap extra) {
    return copyValues(new TableFlowImputer(uid(), files()), extra).setParent(parent());
  }

  /** Returns a reader of such stages. */
  public static MLReader<TableFlowImputer> read() {
    return new ModelReader<>(TableFlowImputer.class, TableFlowImputer::new);
  }

  /** Loads a stage that was written, or creates a stage from any exported model of a table. */
  public static TableFlowImputer load(String path) {
    return read().load(path);
  }
}
