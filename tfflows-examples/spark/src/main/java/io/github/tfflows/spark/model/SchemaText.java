package io.github.tfflows.spark.model;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.column.TableSchema;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * The columns of a model in a form that travels to executors.
 *
 * @param entries the entries of a model's description
 */
public record SchemaText(Map<String, String> entries) implements Serializable {
  public static SchemaText of(TableSchema schema) {
    return new SchemaText(new TreeMap<>(schema.entries()));
  }

  public TableSchema schema() {
    return TableSchema.of(new ModelDescription(entries));
  }
}
