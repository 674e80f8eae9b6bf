package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Optional;

/** A training: its loss, its start, its steps and its validation. */
public interface Fit {
  /**
   * Completed steps.
   *
   * @param count their number
   * @param loss their mean loss
   */
  record Advance(int count, double loss) {}

  Recipe recipe();

  /** Returns the text that identifies the training. */
  String identity();

  BatchLoss loss();

  Weights start();

  /**
   * Returns the batch for data-dependent parameters, to be closed; empty if the weights contain
   * them.
   */
  Optional<Feed> first();

  /** Takes the step of a number, and possibly following ones. */
  Advance advance(TrainingGraph graph, int step, int most);

  /** Returns the loss of the current weights; empty if no rows are held out. */
  Optional<HeldOutLoss> validate(TrainingGraph graph);

  /** Returns the loss of a Gaussian for comparison, if there is one. */
  default Optional<TrainingReview.Reference> reference() {
    return Optional.empty();
  }

  /**
   * Returns the values of a row whose density is zero, so that the loss is infinite; empty if there
   * is none among the last batch and the held-out rows.
   */
  default Optional<String> impossible(TrainingGraph graph) {
    return Optional.empty();
  }

  /** Returns advice for a loss that is not finite. */
  default String advice() {
    return "try a smaller learning rate, and look for values in the data that are extreme or out of"
        + " the flow's range";
  }

  /** Saves nothing by default: batches follow from the number of the step. */
  default void save(Snapshot snapshot) {}

  default void resume(Snapshot snapshot) {}
}
