package io.github.tfflows.tables;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.derived.AgreeingNumbers;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.serving.Imputation;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The density of some columns of a table given the others, from a model of any cell ({@link
 * TableFit#givenAny}). {@link TableModel#given} returns it.
 */
public final class TableConditional {
  /** The most cells that a call explains: networks read a whole row for each. */
  private static final int MOST_CELLS = 8192;

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowLayout layout;
  private final Set<Integer> given;

  private TableConditional(
      CompiledDistribution distribution, TableSchema schema, Set<Integer> given) {
    this.distribution = distribution;
    this.schema = schema;
    this.layout = schema.layout();
    this.given = given;
  }

  static TableConditional of(
      CompiledDistribution distribution, TableSchema schema, Set<String> names) {
    if (schema.conditioning() != Conditioning.ANY) {
      throw new IllegalArgumentException(
          "the model was not fitted so that any cell can be given; fit one with the conditioning ANY"
              + " (--conditioning any)");
    }
    Set<Integer> given = names.stream().map(schema::place).collect(Collectors.toSet());
    if (given.size() == schema.modelled().size()) {
      throw new IllegalArgumentException(
          "all columns are given; expected at least one that is not, of "
              + Excerpt.of(schema.modelled().stream().map(TableColumn::name).toList()));
    }
    return new TableConditional(distribution, schema, given);
  }

  /**
   * Returns the log-density of the cells that are not given.
   *
   * @param x events as {@link TableReader} reads them
   * @return one number for each row, in nats, per raw unit of numbers
   */
  public float[] logProb(Rows x) {
    return at(x).logProb(x);
  }

  /**
   * Draws the cells that are not given.
   *
   * @param x events with the given cells; the others may contain any values of their columns
   * @param seed equal seeds give equal draws
   * @return the events, with draws in place of the other cells, and the log-density of the draws
   */
  public Draws sample(Rows x, long seed) {
    return at(x).sampleAndLogProb(x.count(), seed);
  }

  /** Draws cells of each row several times; numbers that lead to given texts agree with these. */
  Draws sample(Rows x, IntFunction<List<String>> texts, int each, long seed) {
    AgreeingNumbers.Filled filled =
        new AgreeingNumbers(distribution, schema)
            .drawn(x, layout.given(x, given, column -> State.ABSENT), texts, each, seed);
    RowLayout.States states = layout.given(x, given, column -> State.MODELLED);
    return distribution
        .given(layout.context(filled.x(), filled.given(states)))
        .sampleAndLogProb(filled.x().count(), seed);
  }

  Rows impute(Rows x, long seed) {
    return new Imputation(distribution, schema, x).filled(seed);
  }

  /**
   * Returns the log-density of each cell of rows, given all others of its row: for each column one
   * number for each row.
   */
  List<float[]> explain(Rows x) {
    int columns = schema.modelled().size();
    List<float[]> cells = new ArrayList<>();
    IntStream.range(0, columns).forEach(column -> cells.add(new float[x.count()]));
    int atOnce = Math.max(1, MOST_CELLS / columns);
    for (int from = 0; from < x.count(); from += atOnce) {
      Rows part = x.slice(from, Math.min(from + atOnce, x.count()));
      Rows contexts = layout.context(part, (row, column) -> State.GIVEN);
      float[] each = distribution.given(contexts).fullConditionals(part).values();
      for (int i = 0; i < each.length; i++) {
        cells.get(i % columns)[from + i / columns] = each[i];
      }
    }
    return cells;
  }

  Draws sample(int count, long seed) {
    return sample(none(count), seed);
  }

  /** Returns rows of which no cell is given. */
  Rows none(int count) {
    return Rows.of(new float[Math.multiplyExact(count, layout.size())], layout.size());
  }

  private Density at(Rows x) {
    return distribution.given(layout.context(x, layout.given(x, given, column -> State.MODELLED)));
  }
}
