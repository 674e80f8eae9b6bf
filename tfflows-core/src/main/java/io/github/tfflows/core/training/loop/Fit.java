package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.training.checkpoint.Resumable;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Optional;

/** A training: its loss, where it starts, its steps and its validation. */
public interface Fit extends Resumable {
  /**
   * Steps that were taken.
   *
   * @param count how many
   * @param loss their mean loss
   */
  record Advance(int count, double loss) {}

  /** Returns how it is trained. */
  Recipe recipe();

  /** Returns the text that tells it from other trainings. */
  String identity();

  /** Returns the loss of a batch. */
  BatchLoss loss();

  /** Returns the weights before the first batch. */
  Weights start();

  /**
   * Returns the batch that data-dependent parameters are computed from, to be closed; empty where
   * the weights have them.
   */
  Optional<Feed> first();

  /** Takes a step of a number, and perhaps some of those after it. */
  Advance advance(TrainingGraph graph, int step, int most);

  /** Returns the loss of the current weights; empty where nothing is held out. */
  Optional<HeldOutLoss> validate(TrainingGraph graph);

  /** Returns the Gaussian to compare with, if there is one. */
  default Optional<TrainingReview.Reference> reference() {
    return Optional.empty();
  }

  /** Returns what may help where the loss is not finite. */
  default String advice() {
    return "try a smaller learning rate, and look for extreme values in the data";
  }

  /** Saves nothing where batches follow from the number of the step. */
  @Override
  default void save(Snapshot snapshot) {}

  @Override
  default void resume(Snapshot snapshot) {}
}
