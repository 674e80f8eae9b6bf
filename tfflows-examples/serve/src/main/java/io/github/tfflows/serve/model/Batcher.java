package io.github.tfflows.serve.model;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.tensor.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * Joins the requests for one signature that wait while a call runs. A request to an idle model runs
 * at once, alone; with more requests, each call has more rows.
 */
final class Batcher {
  /** A request that waits. */
  private record Waiting(
      Map<String, Values> inputs,
      int rows,
      long since,
      CompletableFuture<Map<String, Values>> answer) {}

  private final String name;
  private final RequestLimits limits;
  private final Executor workers;
  private final UnaryOperator<Map<String, Values>> model;
  private final IntConsumer batches;
  private final Compilation compilation;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int queuedRows;
  private boolean isRunning;

  /**
   * Creates a batcher.
   *
   * @param name the name of the signature, for messages
   * @param workers where calls run
   * @param model the call of the signature
   * @param batches receives the rows of each call
   * @param compilation under XLA each number of rows is compiled: copies of the last row fill calls
   *     up to a power of two
   */
  Batcher(
      String name,
      RequestLimits limits,
      Executor workers,
      UnaryOperator<Map<String, Values>> model,
      IntConsumer batches,
      Compilation compilation) {
    this.name = name;
    this.limits = limits;
    this.workers = workers;
    this.model = model;
    this.batches = batches;
    this.compilation = compilation;
  }

  /**
   * Adds a request.
   *
   * @param inputs arrays that suit the signature
   * @param rows their number of rows
   * @return its outputs; cancelled once it has waited longer than its time limit
   * @throws RejectedExecutionException if too many rows wait
   */
  CompletableFuture<Map<String, Values>> call(Map<String, Values> inputs, int rows) {
    Waiting request = new Waiting(inputs, rows, System.nanoTime(), new CompletableFuture<>());
    lock.lock();
    try {
      if (queuedRows > 0 && queuedRows + request.rows > limits.queuedRows()) {
        throw new RejectedExecutionException(
            "%s rows wait for %s already; try again later".formatted(queuedRows, name));
      }
      queue.add(request);
      queuedRows += request.rows;
      arrived.signal();
      if (!isRunning) {
        isRunning = true;
        workers.execute(this::runNext);
      }
    } finally {
      lock.unlock();
    }
    return request.answer;
  }

  /** Runs one batch, and lets others use the thread before the next. */
  private void runNext() {
    try {
      List<Waiting> batch = next();
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
        workers.execute(this::runNext);
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

  /** Takes requests from the queue, in their order, up to the size of a batch. */
  private List<Waiting> next() {
    lock.lock();
    try {
      awaitMore();
      List<Waiting> batch = new ArrayList<>();
      int rows = 0;
      while (!queue.isEmpty()) {
        Waiting first = queue.element();
        boolean isGone = isLate(first);
        if (!isGone && rows > 0 && rows + first.rows > limits.batchRows()) {
          break;
        }
        queue.remove();
        queuedRows -= first.rows;
        if (!isGone) {
          batch.add(first);
          rows += first.rows;
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the client no longer waits for the answer. */
  private boolean isLate(Waiting request) {
    if (System.nanoTime() - request.since > limits.time().toNanos()) {
      request.answer.cancel(false);
    }
    return request.answer.isDone();
  }

  private void awaitMore() {
    long delay = limits.batchDelay().toNanos();
    try {
      while (!queue.isEmpty() && queuedRows < limits.batchRows()) {
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

  private void run(List<Waiting> batch) {
    try {
      int rows = batch.stream().mapToInt(Waiting::rows).sum();
      batches.accept(rows);
      Map<String, Values> outputs = model.apply(joined(batch, size(rows)));
      int at = 0;
      for (Waiting request : batch) {
        request.answer.complete(slice(outputs, at, at + request.rows));
        at += request.rows;
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      batch.forEach(request -> request.answer.completeExceptionally(e));
    }
  }

  /** The rows of a call for some rows of requests. */
  private int size(int rows) {
    boolean isCompiled = compilation == Compilation.XLA && rows > 1;
    return isCompiled ? Integer.highestOneBit(rows - 1) << 1 : rows;
  }

  private static Map<String, Values> joined(List<Waiting> batch, int size) {
    Map<String, Values> joined = new TreeMap<>();
    for (String input : batch.get(0).inputs.keySet()) {
      Values rows = Values.joined(batch.stream().map(each -> each.inputs.get(input)).toList());
      joined.put(input, rows.padded(size));
    }
    return joined;
  }

  private static Map<String, Values> slice(Map<String, Values> outputs, int from, int to) {
    Map<String, Values> part = new TreeMap<>();
    outputs.forEach((name, values) -> part.put(name, values.slice(from, to)));
    return part;
  }
}
