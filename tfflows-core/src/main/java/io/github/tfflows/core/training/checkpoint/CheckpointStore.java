package io.github.tfflows.core.training.checkpoint;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The checkpoints of one training. */
public interface CheckpointStore extends AutoCloseable {
  /** Keeps none. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public OptionalInt every() {
          return OptionalInt.empty();
        }

        @Override
        public void save(int step, Supplier<Snapshot> state) {}

        @Override
        public Optional<Snapshot> newest() {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  /** Returns the number of steps between checkpoints; empty for none. */
  OptionalInt every();

  /** Writes a checkpoint and deletes those that are no longer kept. */
  void save(int step, Supplier<Snapshot> state);

  /**
   * Reads the newest checkpoint that is whole; empty if there is none.
   *
   * @throws IllegalArgumentException if it is of another training
   * @throws java.io.UncheckedIOException if there are some, and none can be read
   */
  Optional<Snapshot> newest();

  @Override
  void close();
}
