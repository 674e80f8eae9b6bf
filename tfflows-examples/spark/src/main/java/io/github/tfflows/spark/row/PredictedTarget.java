package io.github.tfflows.spark.row;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** A column to predict, with the form of its predictions, from which their types follow. */
public record PredictedTarget(String name, Form form) implements Serializable {
  /** The form of predictions. */
  public enum Form {
    /** Quantiles that are numbers. */
    NUMBER,

    /** Quantiles that are the texts of dates or times. */
    TIME,

    /** Probabilities of names. */
    NAME,

    /** No predictions on its own, since values on a circle have no order. */
    CIRCLE
  }

  /** Returns a target that a model predicts. */
  public static PredictedTarget of(TableColumn column) {
    ColumnKind kind = column.kind();
    if (kind.isNamed()) {
      return new PredictedTarget(column.name(), Form.NAME);
    }
    if (kind.cycle().isPresent()) {
      return new PredictedTarget(column.name(), Form.CIRCLE);
    }
    boolean isText = Cells.type(column).equals(DataTypes.StringType);
    return new PredictedTarget(column.name(), isText ? Form.TIME : Form.NUMBER);
  }

  /**
   * Returns a target before the fit, of its declared kind, or of the kind that the type of the
   * field suggests.
   *
   * @param schema the schema of the rows
   * @param declared the texts of declared kinds by column
   */
  public static PredictedTarget expected(
      StructType schema, String name, Map<String, String> declared) {
    DataType type = schema.apply(name).dataType();
    boolean isNamed = ColumnKind.parse(declared.getOrDefault(name, "real")).isNamed();
    if (isNamed || type.equals(DataTypes.StringType) || type.equals(DataTypes.BooleanType)) {
      return new PredictedTarget(name, Form.NAME);
    }
    return new PredictedTarget(name, type instanceof NumericType ? Form.NUMBER : Form.TIME);
  }

  boolean isOrdered() {
    return form == Form.NUMBER || form == Form.TIME;
  }

  boolean isNamed() {
    return form == Form.NAME;
  }

  /** The type of quantiles and of likeliest names. */
  DataType type() {
    return form == Form.NUMBER ? DataTypes.DoubleType : DataTypes.StringType;
  }
}
