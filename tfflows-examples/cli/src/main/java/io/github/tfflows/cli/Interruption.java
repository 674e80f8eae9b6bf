package io.github.tfflows.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C as a request instead of an end: while it is open, the process waits for the work to come
 * to its own end.
 */
final class Interruption implements AutoCloseable {
  /** The status of a process that was interrupted, as shells have it: 128 and SIGINT's 2. */
  static final int EXIT_CODE = 130;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "tfflows-interruption");
  private volatile boolean requested;

  private Interruption() {}

  static Interruption open() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void request() {
    requested = true;
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean requested() {
    return requested;
  }

  /** Lets the process end. */
  @Override
  public void close() {
    done.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) { // it has begun just now, and the hook will not wait
        requested = true;
      }
    }
  }
}
