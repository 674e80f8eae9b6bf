package io.github.tfflows.tables;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.scan.ScannedTable;
import java.util.function.Consumer;

/** Follows a {@link TableFit} through its stages, in the order of the methods. */
public interface FitListener {
  /** Returns a listener that follows the training alone. */
  static FitListener ofTraining(Consumer<Progress> follower) {
    return new FitListener() {
      @Override
      public void progressed(Progress progress) {
        follower.accept(progress);
      }
    };
  }

  /**
   * The columns are determined.
   *
   * @param table the columns, and notes about them, such as those that were left out
   */
  default void scanned(ScannedTable table) {}

  /** The rows are read. */
  default void read(FitRows rows) {}

  /**
   * The training begins.
   *
   * @param flow the flow in words
   * @param recipe the numbers of the training
   * @param heldOut the number of rows to validate with
   */
  default void begun(String flow, Training recipe, int heldOut) {}

  /**
   * Some steps were taken, or a validation was made.
   *
   * @param progress the losses until now; {@link Progress#stop} ends the training with the best
   *     weights so far
   */
  default void progressed(Progress progress) {}

  /** The training has ended, be it by a failure; the model is measured next. */
  default void ended() {}
}
