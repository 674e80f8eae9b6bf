package io.github.tfflows.tables;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.scan.ScannedTable;
import java.util.function.Consumer;

/** A listener of the stages of a {@link TableFit}, in the order of the methods. */
public interface FitListener {
  static FitListener ofTraining(Consumer<Progress> follower) {
    return new FitListener() {
      @Override
      public void progressed(Progress progress) {
        follower.accept(progress);
      }
    };
  }

  /** The columns are determined, with notes, such as those about columns that were left out. */
  default void scanned(ScannedTable table) {}

  /** The rows are read. */
  default void read(FitRows rows) {}

  /**
   * The training begins, or after it a longer one, whose progress counts from its own first step.
   *
   * @param flow a description of the flow
   * @param heldOut the number of held-out rows
   */
  default void begun(String flow, Training recipe, int heldOut) {}

  /** The training has made progress; {@link Progress#stop} ends it with the best weights so far. */
  default void progressed(Progress progress) {}

  /** The training has ended, successfully or not; next, the fit measures the model. */
  default void ended() {}
}
