package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A chunk of neighbouring rows.
 *
 * @param data the rows as numbers for the flow
 * @param rows the number of each row in its table, from 1
 * @param kept the further values of each row, as text
 * @param problems the reasons why rows do not suit the columns, by their place in the chunk; their
 *     numbers only fill the place
 */
public record TableChunk(
    Data data, List<Long> rows, List<List<String>> kept, Map<Integer, String> problems) {
  /** Returns the rows that suit the columns. */
  public TableChunk suitable() {
    if (problems.isEmpty()) {
      return this;
    }
    int[] places =
        IntStream.range(0, rows.size()).filter(row -> !problems.containsKey(row)).toArray();
    return new TableChunk(
        data.select(places),
        IntStream.of(places).mapToObj(rows::get).toList(),
        IntStream.of(places).mapToObj(kept::get).toList(),
        Map.of());
  }
}
