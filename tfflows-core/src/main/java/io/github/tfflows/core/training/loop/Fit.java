package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.training.checkpoint.CheckpointFolder;
import io.github.tfflows.core.training.checkpoint.CheckpointStore;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A training from first weights or from the newest checkpoint on. */
public interface Fit extends TrainingLoop.Source {
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

  /** Trains to an end, in a graph of its own. */
  default TrainingOutcome run(Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    Weights start = start();
    try (TrainingGraph graph = TrainingGraph.open(loss(), recipe(), start)) {
      return run(graph, start, listener);
    }
  }

  /** Trains to an end, in a graph of this loss. */
  default TrainingOutcome run(TrainingGraph graph, Weights start, Consumer<Progress> listener) {
    try (CheckpointStore checkpoints = checkpoints()) {
      graph.begin(start);
      first()
          .ifPresent(
              batch -> {
                try (Feed fed = batch) {
                  graph.initialize(fed.tensors());
                }
              });
      return new TrainingLoop(recipe(), graph, this, listener, checkpoints).run();
    }
  }

  private CheckpointStore checkpoints() {
    return recipe()
        .checkpoints()
        .<CheckpointStore>map(
            choice ->
                CheckpointFolder.open(
                    choice.directory(), choice.every(), choice.keep(), identity()))
        .orElse(CheckpointStore.NONE);
  }
}
