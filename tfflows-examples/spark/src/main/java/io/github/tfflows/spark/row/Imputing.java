package io.github.tfflows.spark.row;

import io.github.tfflows.tables.RowDraws;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.CompletedRows;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws for the missing cells of rows, given the others. */
public record Imputing(long seed) implements ChunkWork<Imputing.Imputed> {
  /**
   * A draw for each missing cell, null for all others, and the problems of rows without draws, by
   * their index.
   */
  public record Imputed(List<List<@Nullable Object>> draws, Map<Integer, String> problems) {
    public List<?> column(int place) {
      return Arrays.asList(draws.stream().map(row -> row.get(place)).toArray());
    }
  }

  @Override
  public Pass<Imputed> begin(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    SplittableRandom seeds = ChunkWork.seeds(seed);
    RowDraws draws = model.draws();
    return new Pass<>(
        TableReader.ofGaps(rows, model.schema(), reading),
        chunk ->
            drawn(chunk, draws.imputed(chunk.suitable(), seeds.nextLong(), reading.unsuitable())));
  }

  @Override
  public Map<Integer, String> problems(TableChunk chunk, Imputed results) {
    return results.problems;
  }

  private static Imputed drawn(TableChunk chunk, CompletedRows suitable) {
    Map<Integer, String> problems = new HashMap<>(chunk.problems());
    List<List<@Nullable Object>> draws = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < chunk.rows().size(); i++) {
      List<String> texts = chunk.kept().get(i);
      List<? extends Object> cells = texts;
      if (!chunk.problems().containsKey(i)) {
        Optional<String> problem = Optional.ofNullable(suitable.problems().get(next));
        cells = problem.isPresent() ? texts : suitable.rows().get(next);
        int row = i;
        problem.ifPresent(reason -> problems.put(row, reason));
        next++;
      }
      draws.add(draws(texts, cells));
    }
    return new Imputed(draws, problems);
  }

  private static List<@Nullable Object> draws(List<String> texts, List<? extends Object> cells) {
    List<@Nullable Object> row = new ArrayList<>();
    for (int cell = 0; cell < texts.size(); cell++) {
      row.add(texts.get(cell).isEmpty() ? Cells.of(cells.get(cell)) : null);
    }
    return row;
  }
}
