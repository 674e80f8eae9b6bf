package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of a fit that say how its rows count, and are neither modelled nor given.
 *
 * @param weights the column of row weights, if any
 * @param groups the column of the groups that are held out as a whole, if any. A row in which it is
 *     missing is a group of its own
 */
public record RowColumns(Optional<String> weights, Optional<String> groups) {
  /** No such columns: all rows count equally, and on their own. */
  public static final RowColumns NONE = new RowColumns(Optional.empty(), Optional.empty());

  /** Returns the names of the columns. */
  public List<String> names() {
    return Stream.concat(weights.stream(), groups.stream()).distinct().toList();
  }

  /** Returns these columns or, where there is none, another one. */
  public RowColumns or(RowColumns others) {
    return new RowColumns(weights.or(others::weights), groups.or(others::groups));
  }

  /** Returns the column of groups alone, if a table has it. */
  public RowColumns groupsOf(TableSource table) {
    return new RowColumns(Optional.empty(), groups.filter(table.columns()::contains));
  }

  /**
   * Returns a table without the rows of weight zero; reading it checks all weights.
   *
   * @throws IllegalArgumentException if the table lacks one of these columns, or one has both roles
   */
  public TableSource counting(TableSource table) {
    weights.filter(name -> groups.filter(name::equals).isPresent()).ifPresent(RowColumns::refuse);
    weights.ifPresent(name -> requireColumn(table, name, "weights"));
    groups.ifPresent(name -> requireColumn(table, name, "groups"));
    return weights.<TableSource>map(name -> new CountedRows(table, name)).orElse(table);
  }

  private static void refuse(String name) {
    throw new IllegalArgumentException(
        "the column \"%s\" is that of the weights and that of the groups; expected a column for each"
            .formatted(Excerpt.of(name)));
  }

  private static void requireColumn(TableSource table, String name, String role) {
    if (!table.columns().contains(name)) {
      throw new IllegalArgumentException(
          "%s has no column \"%s\" of %s; it has %s"
              .formatted(table.name(), Excerpt.of(name), role, Excerpt.of(table.columns())));
    }
  }

  /**
   * Checks that none of these is among the columns of a model.
   *
   * @throws IllegalArgumentException if one is
   */
  public void requireNoneOf(List<String> columns) {
    weights.ifPresent(name -> requireNot(columns, name, "weights"));
    groups.ifPresent(name -> requireNot(columns, name, "groups"));
  }

  private static void requireNot(List<String> columns, String name, String role) {
    if (columns.contains(name)) {
      throw new IllegalArgumentException(
          "the model has the column \"%s\"; expected another column of %s"
              .formatted(Excerpt.of(name), role));
    }
  }

  /**
   * Checks that rows have no column of groups, or are of several groups.
   *
   * @throws IllegalArgumentException if all are of one group
   */
  public void requireGroups(TableSource table, Data rows) {
    if (groups.isPresent() && rows.count() > 0 && !rows.isOfSeveralGroups()) {
      throw new IllegalArgumentException(
          "%s, column %s: all %s are of one group; expected several, since groups are held out as a whole"
              .formatted(
                  table.name(),
                  Excerpt.of(groups.orElseThrow()),
                  Numbers.counted(rows.count(), "row")));
    }
  }

  /** Returns a reading that keeps these columns, for {@link #data}. */
  public Reading keptBy(Reading reading) {
    return reading.keeping(names());
  }

  /** Returns the rows of a chunk from a reader that {@linkplain #keptBy keeps} these columns. */
  public Data data(TableChunk chunk) {
    Data rows = chunk.data();
    Data weighted = weights.isPresent() ? rows.weighted(weights(chunk)) : rows;
    return groups.isPresent() ? weighted.grouped(groups(chunk)) : weighted;
  }

  private static float[] weights(TableChunk chunk) {
    float[] weights = new float[chunk.kept().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = CountedRows.weight(chunk.kept().get(i).get(0));
    }
    return weights;
  }

  private int[] groups(TableChunk chunk) {
    int place = names().size() - 1;
    int[] groups = new int[chunk.kept().size()];
    for (int i = 0; i < groups.length; i++) {
      String group = chunk.kept().get(i).get(place);
      groups[i] = group.isEmpty() ? Long.hashCode(-chunk.rows().get(i)) : group.hashCode();
    }
    return groups;
  }
}
