package io.github.tfflows.core.training.checkpoint;

/** A part of a training with state in checkpoints. */
public interface Resumable {
  void save(Snapshot snapshot);

  void resume(Snapshot snapshot);
}
