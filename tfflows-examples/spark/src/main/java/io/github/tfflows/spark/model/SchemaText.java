package io.github.tfflows.spark;

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
record SchemaText(Map<String, String> entries) implements Serializable {
  static SchemaText of(TableSchema schema) {
    return new SchemaText(new TreeMap<>(schema.entries()));
  }

  TableSchema schema() {
    return TableSchema.of(new ModelDescription(entries));
  }
}
