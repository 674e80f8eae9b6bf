package io.github.tfflows.core.training;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.training.checkpoint.CheckpointFolder;
import io.github.tfflows.core.training.checkpoint.CheckpointStore;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A training in a graph of its own, from first weights or the newest checkpoint on. */
interface Fit extends TrainingLoop.Source {
  /** Returns how it is trained. */
  Training recipe();

  /** Returns what tells it from other trainings. */
  TrainingIdentity identity();

  /** Returns the loss of a batch. */
  BatchLoss loss();

  /** Returns the weights before the first batch. */
  Weights start();

  /** Returns the batch that data-dependent parameters are computed from, to be closed. */
  Feed first();

  /** Trains to an end. */
  default TrainingOutcome run(Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    try (CheckpointStore checkpoints = checkpoints(recipe(), this::identity);
        TrainingGraph graph = TrainingGraph.open(loss(), recipe(), start());
        Feed first = first()) {
      graph.initialize(first.tensors());
      return new TrainingLoop(recipe(), graph, this, listener, checkpoints).run();
    }
  }

  /** Opens the checkpoints of a training, or none. */
  static CheckpointStore checkpoints(Training recipe, Supplier<TrainingIdentity> training) {
    return recipe
        .checkpoints()
        .<CheckpointStore>map(
            choice ->
                CheckpointFolder.open(
                    choice.directory(), choice.every(), choice.keep(), training.get().toString()))
        .orElse(CheckpointStore.NONE);
  }
}
