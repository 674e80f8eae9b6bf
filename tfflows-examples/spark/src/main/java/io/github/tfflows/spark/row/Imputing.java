package io.github.tfflows.spark.row;

import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws for the missing cells of rows, given the others.
 *
 * @param seed the seed of the draws
 */
public record Imputing(long seed) implements ChunkWork<List<List<@Nullable Object>>> {
  @Override
  public Pass<List<List<@Nullable Object>>> begin(
      TableModel model, TableSource rows, Reading reading) throws IOException {
    SplittableRandom seeds = ChunkWork.seeds(seed);
    return new Pass<>(
        TableReader.ofGaps(rows, model.schema(), reading),
        chunk -> drawn(chunk, model.imputed(chunk.suitable(), seeds.nextLong())));
  }

  /** A draw for each missing cell; null for all others. */
  private static List<List<@Nullable Object>> drawn(TableChunk chunk, List<List<Object>> suitable) {
    Iterator<List<Object>> completed = suitable.iterator();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < chunk.rows().size(); i++) {
      List<String> texts = chunk.kept().get(i);
      List<? extends Object> cells = chunk.problems().containsKey(i) ? texts : completed.next();
      List<@Nullable Object> row = new ArrayList<>();
      for (int cell = 0; cell < texts.size(); cell++) {
        row.add(texts.get(cell).isEmpty() ? Cells.of(cells.get(cell)) : null);
      }
      rows.add(row);
    }
    return rows;
  }
}
