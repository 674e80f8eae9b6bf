package io.github.tfflows.spark;

import io.github.tfflows.core.model.CompiledDistribution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows of a partition with their scores, computed a batch at a time as they are asked for. */
final class ScoredRows implements Iterator<Row> {
  /** How many rows go through the model at once: a partition need not fit into memory. */
  static final int BATCH = 4096;

  private final Iterator<Row> rows;
  private final CompiledDistribution model;
  private final int[] indices;
  private final Queue<Row> scored = new ArrayDeque<>();

  ScoredRows(Iterator<Row> rows, CompiledDistribution model, int[] indices) {
    this.rows = rows;
    this.model = model;
    this.indices = indices;
  }

  @Override
  public boolean hasNext() {
    return !scored.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all rows of the partition are scored");
    }
    if (scored.isEmpty()) {
      scoreBatch();
    }
    return scored.remove();
  }

  private void scoreBatch() {
    List<Row> batch = new ArrayList<>();
    while (rows.hasNext() && batch.size() < BATCH) {
      batch.add(rows.next());
    }
    float[][] x = batch.stream().map(this::features).toArray(float[][]::new);
    float[] logProb = model.logProb(x);
    for (int i = 0; i < logProb.length; i++) {
      scored.add(extended(batch.get(i), logProb[i]));
    }
  }

  private float[] features(Row row) {
    float[] features = new float[indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (!(row.get(indices[i]) instanceof Number entry)) {
        throw new IllegalArgumentException(
            "expected a number in column " + row.schema().fieldNames()[indices[i]] + " of " + row);
      }
      features[i] = entry.floatValue();
    }
    return features;
  }

  private static Row extended(Row row, float logProb) {
    Object[] entries = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      entries[i] = row.get(i);
    }
    entries[row.size()] = logProb;
    return RowFactory.create(entries);
  }
}
