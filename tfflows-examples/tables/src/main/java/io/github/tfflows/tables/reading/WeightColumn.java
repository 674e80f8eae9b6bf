package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;

/** The column of row weights of a fit. */
public record WeightColumn(String name) {
  /**
   * Returns a table without the rows of weight zero; reading it checks all weights.
   *
   * @throws IllegalArgumentException if the table lacks this column
   */
  public TableSource counting(TableSource table) {
    if (!table.columns().contains(name)) {
      throw new IllegalArgumentException(
          "%s has no column \"%s\" of weights; it has %s"
              .formatted(table.name(), Excerpt.of(name), Excerpt.of(table.columns())));
    }
    return new CountedRows(table, name);
  }

  /**
   * Checks that this is not a column of a model.
   *
   * @throws IllegalArgumentException if it is
   */
  public void requireNoneOf(TableSchema schema) {
    if (schema.written().stream().anyMatch(column -> column.name().equals(name))) {
      throw new IllegalArgumentException(
          "the model has the column \"%s\"; expected another column of weights"
              .formatted(Excerpt.of(name)));
    }
  }

  /** Returns the weighted rows of a chunk from a reader of such a table. */
  public static Data weighted(TableChunk chunk) {
    return chunk.data().weighted(weights(chunk));
  }

  /** Returns the weights of a chunk from a reader of such a table. */
  public static float[] weights(TableChunk chunk) {
    float[] weights = new float[chunk.kept().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = CountedRows.weight(chunk.kept().get(i).get(0));
    }
    return weights;
  }
}
