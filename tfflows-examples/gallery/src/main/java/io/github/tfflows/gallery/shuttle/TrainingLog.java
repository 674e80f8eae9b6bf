package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.training.recipe.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Records the progress of a training, and prints a line after each tenth of the steps. */
final class TrainingLog implements Consumer<Progress> {
  private static final int PARTS = 10;

  private final List<Progress> history = new ArrayList<>();
  private int printed;

  /** The reports so far. */
  List<Progress> history() {
    return List.copyOf(history);
  }

  @Override
  public void accept(Progress progress) {
    history.add(progress);
    int part = progress.step() * PARTS / progress.steps();
    if (part > printed) {
      printed = part;
      System.out.printf(
          Locale.ROOT,
          "          step %5d of %d  loss %.3f  validation %.3f  (%.0f s)%n",
          progress.step(),
          progress.steps(),
          progress.loss(),
          progress.heldOutLoss().orElse(Double.NaN),
          progress.seconds());
    }
  }
}
