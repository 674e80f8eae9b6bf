package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A chunk of consecutive rows.
 *
 * @param data the rows as numbers for the flow
 * @param rows the number of each row in its table, from 1
 * @param kept the further values of each row, as text
 * @param problems the reasons why rows do not suit the columns, by the index of the row in the
 *     chunk; the numbers of these rows are fillers
 * @param suiting the event and then the context of each of these rows, with NaN for unsuitable
 *     values
 */
public record TableChunk(
    Data data,
    List<Long> rows,
    List<List<String>> kept,
    Map<Integer, String> problems,
    Map<Integer, float[]> suiting) {
  /**
   * Returns the last texts of each row; empty in rows that do not suit the columns.
   *
   * @param names the names of their columns
   * @param left the names of those to leave empty
   */
  public List<List<String>> texts(List<String> names, Set<String> left) {
    return IntStream.range(0, kept.size())
        .mapToObj(
            row ->
                IntStream.range(0, names.size())
                    .mapToObj(
                        i ->
                            problems.containsKey(row) || left.contains(names.get(i))
                                ? ""
                                : kept.get(row).get(kept.get(row).size() - names.size() + i))
                    .toList())
        .toList();
  }

  /**
   * Returns the texts of {@link TableSchema#written} that are given in each row, and empty ones.
   *
   * @param columns the names of the given columns of the model
   * @param targets the names of columns that are not given
   */
  public List<List<String>> texts(TableSchema schema, Set<String> columns, Set<String> targets) {
    Set<String> left = new HashSet<>(targets);
    schema.modelled().stream()
        .map(TableColumn::name)
        .filter(name -> !columns.contains(name))
        .forEach(left::add);
    return texts(schema.written().stream().map(TableColumn::name).toList(), left);
  }

  /** Returns the rows with NaN for unsuitable values. */
  public Data withoutFillers() {
    return problems.isEmpty()
        ? data
        : new Data(suiting(data.x(), 0), suiting(data.context(), data.x().size()));
  }

  private Rows suiting(Rows filled, int from) {
    float[] values = filled.values().clone();
    suiting.forEach(
        (row, numbers) ->
            System.arraycopy(numbers, from, values, row * filled.size(), filled.size()));
    return new Rows(values, filled.eventShape(), filled.count());
  }

  /**
   * Returns the chunk with problems of further rows.
   *
   * @param found the reasons by the index of the row
   * @param treatment the treatment of such rows
   * @throws IllegalArgumentException if there is one, and it is refused
   */
  public TableChunk with(Map<Integer, String> found, Unsuitable treatment) {
    if (treatment == Unsuitable.REFUSE && !found.isEmpty()) {
      Map.Entry<Integer, String> first = found.entrySet().iterator().next();
      throw new IllegalArgumentException(
          "row %s: %s".formatted(rows.get(first.getKey()), first.getValue()));
    }
    Map<Integer, String> all = new TreeMap<>(found);
    all.putAll(problems);
    return new TableChunk(data, rows, kept, all, suiting);
  }

  /** Returns the rows that suit the columns. */
  public TableChunk suitable() {
    if (problems.isEmpty()) {
      return this;
    }
    return select(
        IntStream.range(0, rows.size()).filter(row -> !problems.containsKey(row)).toArray());
  }

  /**
   * Returns each row several times in a row.
   *
   * @throws IllegalArgumentException if not all rows suit the columns
   */
  public TableChunk repeated(int times) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "%s rows do not suit the columns; expected suitable ones".formatted(problems.size()));
    }
    return times == 1
        ? this
        : select(
            IntStream.range(0, Math.multiplyExact(times, rows.size()))
                .map(i -> i / times)
                .toArray());
  }

  private TableChunk select(int[] places) {
    return new TableChunk(
        data.select(places),
        IntStream.of(places).mapToObj(rows::get).toList(),
        IntStream.of(places).mapToObj(kept::get).toList(),
        Map.of(),
        Map.of());
  }
}
