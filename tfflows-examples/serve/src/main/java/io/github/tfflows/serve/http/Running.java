package io.github.tfflows.serve.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The requests without an answer yet, and the memory of their bodies. The server waits for them at
 * its end.
 */
final class Running {
  /**
   * The share of the heap that the bodies of all requests may fill together: one part in this many.
   */
  private static final int HEAP_PART = 4;

  private final long mostBytes = Runtime.getRuntime().maxMemory() / HEAP_PART;
  private long bytes;
  private int count;
  private boolean isClosing;

  synchronized void begin() {
    count++;
  }

  /** Ends a request: it is answered, or its client is gone. */
  synchronized void end() {
    count--;
    notifyAll();
  }

  /**
   * Adds to the bytes of bodies.
   *
   * @throws RejectedExecutionException if they would fill the memory
   */
  synchronized void add(int ofBody) {
    if (bytes + ofBody > mostBytes) {
      throw new RejectedExecutionException(
          "the requests have %s bytes together, the limit of memory; try again later"
              .formatted(bytes));
    }
    bytes += ofBody;
  }

  /** Subtracts the bytes of a body that is no longer read. */
  synchronized void release(int ofBody) {
    bytes -= ofBody;
  }

  /** Returns the bytes of all bodies in use. */
  synchronized long bytes() {
    return bytes;
  }

  synchronized boolean isReady() {
    return !isClosing;
  }

  /** Says that the server ends, and waits for the answers. */
  synchronized void close(Duration longest) {
    isClosing = true;
    long end = System.nanoTime() + longest.toNanos();
    try {
      while (count > 0 && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
