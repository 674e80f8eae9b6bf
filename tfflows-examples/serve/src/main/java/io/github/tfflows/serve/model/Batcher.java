package io.github.tfflows.serve.model;

import io.github.tfflows.core.execution.Compilation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Joins requests of the same kind that wait while a call runs. A request to an idle model runs at
 * once, alone; with more requests, each call has more rows.
 *
 * @param <A> its answer
 */
final class Batcher<Q, A> {
  /** A call of a model for several requests. */
  interface Call<Q, A> {
    /**
     * Answers each request. A call has {@code rows} rows; if the requests have fewer, copies of the
     * last row fill it.
     */
    List<A> answers(List<Q> requests, int rows);
  }

  /** A request that waits. */
  private record Waiting<Q, A>(
      Q request, Object kind, int rows, long since, CompletableFuture<A> answer) {}

  private final String name;
  private final CallPolicy policy;
  private final Call<Q, A> model;
  private final IntConsumer batches;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Waiting<Q, A>> queue = new ArrayDeque<>();
  private int queuedRows;
  private boolean isRunning;

  /**
   * Creates a batcher.
   *
   * @param name the name of the calls, for messages
   * @param policy the execution and the limits. Under XLA each number of rows is compiled, so that
   *     copies of the last row fill calls up to a power of two
   * @param batches receives the rows of each call
   */
  Batcher(String name, CallPolicy policy, Call<Q, A> model, IntConsumer batches) {
    this.name = name;
    this.policy = policy;
    this.model = model;
    this.batches = batches;
  }

  /** Adds a request of the only kind. */
  CompletableFuture<A> call(Q of, int rows) {
    return call(of, name, rows);
  }

  /**
   * Adds a request.
   *
   * @param kind a key that is equal for requests that may share a call
   * @param rows its number of rows
   * @return its answer; cancelled once it has waited longer than its time limit
   * @throws RejectedExecutionException if too many rows wait
   */
  CompletableFuture<A> call(Q of, Object kind, int rows) {
    Waiting<Q, A> request =
        new Waiting<>(of, kind, rows, System.nanoTime(), new CompletableFuture<>());
    lock.lock();
    try {
      if (queuedRows > 0 && queuedRows + request.rows > policy.limits().queuedRows()) {
        throw new RejectedExecutionException(
            "%s rows wait for %s already; try again later".formatted(queuedRows, name));
      }
      queue.add(request);
      queuedRows += request.rows;
      arrived.signal();
      if (!isRunning) {
        isRunning = true;
        policy.workers().execute(this::runNext);
      }
    } finally {
      lock.unlock();
    }
    return request.answer;
  }

  /** Runs one batch, and lets others use the thread before the next. */
  private void runNext() {
    try {
      List<Waiting<Q, A>> batch = next();
      if (!batch.isEmpty()) {
        run(batch);
      }
    } finally {
      goOn();
    }
  }

  private void goOn() {
    lock.lock();
    try {
      isRunning = !queue.isEmpty();
      if (isRunning) {
        policy.workers().execute(this::runNext);
      }
    } catch (RejectedExecutionException e) { // the server ends
      queue.forEach(request -> request.answer.completeExceptionally(e));
      queue.clear();
      queuedRows = 0;
      isRunning = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes requests from the queue in their order: the first one, and others of the same kind, up to
   * the size of a batch.
   */
  private List<Waiting<Q, A>> next() {
    lock.lock();
    try {
      awaitMore();
      List<Waiting<Q, A>> batch = new ArrayList<>();
      int rows = 0;
      for (Iterator<Waiting<Q, A>> waiting = queue.iterator(); waiting.hasNext(); ) {
        Waiting<Q, A> next = waiting.next();
        boolean isGone = isLate(next);
        boolean isOther = !isGone && !batch.isEmpty() && !next.kind.equals(batch.get(0).kind);
        if (isOther) {
          continue;
        }
        if (!isGone && rows > 0 && rows + next.rows > policy.limits().batchRows()) {
          break;
        }
        waiting.remove();
        queuedRows -= next.rows;
        if (!isGone) {
          batch.add(next);
          rows += next.rows;
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the client no longer waits for the answer. */
  private boolean isLate(Waiting<Q, A> request) {
    if (System.nanoTime() - request.since > policy.limits().time().toNanos()) {
      request.answer.cancel(false);
    }
    return request.answer.isDone();
  }

  private void awaitMore() {
    long delay = policy.limits().batchDelay().toNanos();
    try {
      while (!queue.isEmpty() && queuedRows < policy.limits().batchRows()) {
        long left = queue.element().since + delay - System.nanoTime();
        if (left <= 0) {
          return;
        }
        long unused = arrived.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server ends: waiting requests run now
    }
  }

  /** Answers requests; if their common call fails, each in a separate call. */
  private void run(List<Waiting<Q, A>> batch) {
    try {
      int rows = batch.stream().mapToInt(Waiting::rows).sum();
      batches.accept(rows);
      List<A> answers = model.answers(batch.stream().map(Waiting::request).toList(), size(rows));
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer.complete(answers.get(i));
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      if (batch.size() > 1) {
        batch.forEach(request -> run(List.of(request)));
      } else {
        batch.get(0).answer.completeExceptionally(e);
      }
    }
  }

  /** The number of rows of a call, for a number of rows of requests. */
  private int size(int rows) {
    boolean isCompiled = policy.execution().compilation() == Compilation.XLA && rows > 1;
    return isCompiled ? Integer.highestOneBit(rows - 1) << 1 : rows;
  }
}
