package io.github.tfflows.core.serving;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The running calls of a model, which its end waits for. */
public final class Calls {
  /** Added to the number of running calls once no more are to begin. */
  private static final int CLOSED = 1 << 30;

  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Runs a call.
   *
   * @throws IllegalStateException if the model is closed
   */
  public <T> T run(Supplier<T> call) {
    if (running.getAndUpdate(count -> count >= CLOSED ? count : count + 1) >= CLOSED) {
      throw new IllegalStateException("the model is closed");
    }
    try {
      return call.get();
    } finally {
      if (running.decrementAndGet() == CLOSED) {
        ended.countDown();
      }
    }
  }

  /** Refuses new calls from now on, and returns once the running ones have ended. */
  void end() {
    if (running.getAndUpdate(count -> count | CLOSED) == 0) {
      ended.countDown();
    }
    boolean isInterrupted = false;
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
