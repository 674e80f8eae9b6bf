package io.github.tfflows.core.serving;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The running calls of a model, which its end waits for. */
public final class Calls {
  /** Calls are its readers, and the end is its writer. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile boolean isClosed;

  /**
   * Runs a call.
   *
   * @throws IllegalStateException if the model is closed
   */
  public <T> T run(Supplier<T> call) {
    requireOpen(); // a reader would wait for a writer that waits for others
    lock.readLock().lock();
    try {
      requireOpen();
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  /** Refuses new calls from now on, and closes the model once the running ones have ended. */
  void end(Runnable close) {
    isClosed = true;
    lock.writeLock().lock();
    try {
      close.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
