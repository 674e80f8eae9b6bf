package io.github.tfflows.core.training;

/** A part of a training whose state a checkpoint holds. */
interface Resumable {
  /** Copies the state into a snapshot. */
  void save(Snapshot snapshot);

  /** Goes back to the state of a snapshot. */
  void resume(Snapshot snapshot);
}
