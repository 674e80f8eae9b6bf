package io.github.tfflows.serve.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The requests that have no answer yet, for which the end of the server waits. */
final class Running {
  private int count;
  private boolean isClosing;

  synchronized void begin() {
    count++;
  }

  synchronized void end() {
    count--;
    notifyAll();
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
