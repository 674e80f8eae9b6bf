package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import java.util.List;

/**
 * The result of a {@link TableFit}.
 *
 * @param model the model, which is closed with this
 * @param heldOut the rows held out, as they were read; none where the share to hold out is zero. Of
 *     a model of several members, each has held out others of them, and learned from the rest
 * @param notes sentences about columns, such as those that were left out and why
 * @param outcome how the training ended
 */
public record FittedTable(TableModel model, Data heldOut, List<String> notes, FitOutcome outcome)
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
