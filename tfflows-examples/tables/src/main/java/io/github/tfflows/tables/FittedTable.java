package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import java.util.List;

/**
 * The result of a {@link TableFit}.
 *
 * @param model the model, which is closed with this
 * @param heldOut the held-out rows, as read; none if the held-out share is zero. Below 5,000 rows,
 *     each member of an ensemble holds out a different part of them, and learns from the other
 *     parts
 * @param logProb the log-densities of held-out rows in nats, member by member, at most 100,000 for
 *     each. A member did not learn from the rows that it scores. If all members hold out the same
 *     rows, the whole model scores them
 * @param notes sentences about columns, such as why some were left out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FittedTable(
    TableModel model, Data heldOut, float[] logProb, List<String> notes, FitOutcome outcome)
    implements AutoCloseable {
  public FittedTable {
    notes = List.copyOf(notes);
  }

  @Override
  public void close() {
    model.close();
  }
}
