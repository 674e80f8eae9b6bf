package io.github.tfflows.spark.row;

import io.github.tfflows.spark.param.ScoringParams;
import io.github.tfflows.spark.row.RowScoring.Added;
import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that scoring adds.
 *
 * @param byName their contents by their names
 */
public record Outputs(Map<String, Added> byName) {
  public static Outputs of(ScoringParams<?> params) {
    Map<String, Added> byName = new LinkedHashMap<>();
    byName.put(params.getOrDefault(params.logDensityCol()), Added.LOG_DENSITY);
    byName.put(params.getOrDefault(params.pValueCol()), Added.P_VALUE);
    byName.put(params.getOrDefault(params.predictionCol()), Added.PREDICTION);
    byName.put(params.getOrDefault(params.problemCol()), Added.PROBLEM);
    byName.remove(""); // none is wanted
    return new Outputs(byName);
  }

  public List<Added> added() {
    return List.copyOf(byName.values());
  }

  /** Returns the schema with these columns. */
  public StructType addedTo(StructType schema) {
    StructType all = schema;
    for (Map.Entry<String, Added> column : byName.entrySet()) {
      if (Arrays.asList(schema.fieldNames()).contains(column.getKey())) {
        throw new IllegalArgumentException(
            "the dataset has a column \"%s\" already; name the output column otherwise"
                .formatted(Excerpt.of(column.getKey())));
      }
      boolean isText = column.getValue() == Added.PROBLEM;
      all = all.add(column.getKey(), isText ? DataTypes.StringType : DataTypes.DoubleType, false);
    }
    return all;
  }
}
