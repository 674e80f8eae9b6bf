package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import java.util.List;

/**
 * The result of a {@link TableFit}.
 *
 * @param model the model, which is closed with this
 * @param heldOut the rows held out, as they were read; none where the share to hold out is zero. Of
 *     a model of several members, each has held out others of them, and learned from the rest
 * @param logProb the log-densities of held-out rows, each by a member that has not learned from it,
 *     member by member and at most 100,000 of each
 * @param notes sentences about columns, such as those that were left out and why
 * @param outcome how the training ended
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FittedTable(
    TableModel model, Data heldOut, float[] logProb, List<String> notes, FitOutcome outcome)
    implements AutoCloseable {
  /** Copies the notes. */
  public FittedTable {
    notes = List.copyOf(notes);
  }

  @Override
  public void close() {
    model.close();
  }
}
