package io.github.tfflows.serve.model;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Runs single calls of a model, not joined: draws, and questions about rows of a table. */
final class CallQueue {
  /** The most calls that run or wait: 64 for each core. */
  private static final int PLACES = 64 * Runtime.getRuntime().availableProcessors();

  private final Executor workers;
  private final Duration longest;
  private final Semaphore places = new Semaphore(PLACES);

  /** Creates a queue whose calls run on workers, and wait no longer than a time. */
  CallQueue(Executor workers, Duration longest) {
    this.workers = workers;
    this.longest = longest;
  }

  /**
   * Adds a call, whose answer is cancelled if it has waited longer than its time limit.
   *
   * @throws RejectedExecutionException if too many calls wait
   */
  <T> CompletableFuture<T> call(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException(
          "%s calls of the model run or wait already; try again later".formatted(PLACES));
    }
    long since = System.nanoTime();
    try {
      return CompletableFuture.supplyAsync(() -> run(work, since), workers)
          .whenComplete((answer, failure) -> places.release());
    } catch (RejectedExecutionException e) { // the server ends
      places.release();
      throw e;
    }
  }

  private <T> T run(Supplier<T> work, long since) {
    if (System.nanoTime() - since > longest.toNanos()) {
      throw new CancellationException(); // the client no longer waits
    }
    return work.get();
  }
}
