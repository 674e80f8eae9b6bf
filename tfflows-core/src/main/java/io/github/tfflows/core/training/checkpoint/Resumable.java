package io.github.tfflows.core.training.checkpoint;

/** A part of a training whose state a checkpoint holds. */
public interface Resumable {
  /** Copies the state into a snapshot. */
  void save(Snapshot snapshot);

  /** Goes back to the state of a snapshot. */
  void resume(Snapshot snapshot);
}
