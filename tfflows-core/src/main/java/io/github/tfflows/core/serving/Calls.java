package io.github.tfflows.core.serving;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The running calls of a model; closing the model waits for them. */
public final class Calls {
  /** Calls are readers, closing is the writer. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile boolean isClosed;

  /** Runs a call, unless the model is closed. */
  public <T> T run(Supplier<T> call) {
    requireOpen(); // otherwise a new reader would wait for the writer
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

  /** Refuses new calls from now on, and closes the model when the running calls have ended. */
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
