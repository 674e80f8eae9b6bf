package io.github.tfflows.tables;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.density.TableDensity.Conditioning;

/**
 * The conditional probabilities of the cells of rows, from a model of which any cell can be given.
 *
 * @param distribution the model
 * @param schema its columns
 */
record CellConditional(CompiledDistribution distribution, TableSchema schema) {
  CellConditional {
    if (schema.conditioning() != Conditioning.ANY) {
      throw new IllegalArgumentException(
          "the model was not fitted so that any cell can be given; fit one with the conditioning ANY");
    }
  }

  /** The log-probability of the modelled cells of events, given the others. */
  float[] logProb(Rows x, RowLayout.States states) {
    return distribution.given(schema.layout().context(x, states)).logProb(x);
  }

  /** Draws of the modelled cells of events, beside the given ones. */
  private Draws sample(Rows x, RowLayout.States states, long seed) {
    return distribution.given(schema.layout().context(x, states)).sampleAndLogProb(x.count(), seed);
  }

  /** Whole rows. */
  Draws sample(int count, long seed) {
    RowLayout layout = schema.layout();
    float[] none = new float[Math.multiplyExact(count, layout.eventSize())];
    return sample(Rows.of(none, layout.eventSize()), (row, column) -> State.MODELLED, seed);
  }

  /** Each row with draws in place of its missing values. */
  Rows impute(Rows x, long seed) {
    RowLayout layout = schema.layout();
    RowLayout.States states =
        (row, column) -> layout.isMissing(x, row, column) ? State.PRESENT : State.GIVEN;
    return sample(x, states, seed).x();
  }

  /** The log-probability of a cell of each row, given all others of the row. */
  float[] explain(Rows x, int cell) {
    return logProb(x, (row, column) -> column == cell ? State.MODELLED : State.GIVEN);
  }
}
