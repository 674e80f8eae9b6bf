package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

final class ChunkBuilder {
  private static final int FIRST = 1 << 10;

  private final int modelled;
  private final int given;
  private final List<Long> rows = new ArrayList<>();
  private final List<List<String>> kept = new ArrayList<>();
  private final Map<Integer, String> problems = new LinkedHashMap<>();
  private final Map<Integer, float[]> suiting = new LinkedHashMap<>();
  private float[] x = {};
  private float[] context = {};

  /** Begins a chunk, with the sizes of events and of contexts. */
  ChunkBuilder(int modelled, int given) {
    this.modelled = modelled;
    this.given = given;
  }

  int size() {
    return rows.size();
  }

  void add(long row, float[] numbers, List<String> texts) {
    int at = rows.size();
    if (at * modelled == x.length && at * given == context.length) {
      int capacity = Math.max(FIRST, 2 * at);
      x = Arrays.copyOf(x, capacity * modelled);
      context = Arrays.copyOf(context, capacity * given);
    }
    System.arraycopy(numbers, 0, x, at * modelled, modelled);
    System.arraycopy(numbers, modelled, context, at * given, given);
    rows.add(row);
    kept.add(texts);
  }

  /**
   * Adds the reason why the next row does not suit the columns, with its event and context.
   * Unsuitable values are NaN; the numbers of the row are to fill its place.
   */
  void addProblem(String reason, float[] numbers) {
    problems.put(rows.size(), reason);
    suiting.put(rows.size(), numbers);
  }

  TableChunk build() {
    int count = rows.size();
    Rows events = new Rows(Arrays.copyOf(x, count * modelled), Shape.of(modelled), count);
    Rows contexts = new Rows(Arrays.copyOf(context, count * given), Shape.of(given), count);
    return new TableChunk(new Data(events, contexts), rows, kept, problems, suiting);
  }
}
