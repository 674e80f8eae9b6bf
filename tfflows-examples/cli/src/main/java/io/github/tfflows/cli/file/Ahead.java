package io.github.tfflows.cli.file;

import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of a step that runs on its own thread until it returns none. It computes the next
 * result while the caller uses the last one.
 */
public final class Ahead<T> implements Closeable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread ahead = new Thread(work, "tfflows-ahead");
            ahead.setDaemon(true);
            return ahead;
          });
  private final Callable<Optional<T>> step;
  private Future<Optional<T>> next;

  public Ahead(Callable<Optional<T>> step) {
    this.step = step;
    this.next = thread.submit(step);
  }

  /** A use of a result. */
  @FunctionalInterface
  public interface Use<T> {
    void accept(T result) throws IOException;
  }

  /**
   * Uses the result of each chunk, in order. Reading, computation and use of three successive
   * chunks run at the same time.
   */
  public static <T> void forEach(TableReader rows, Function<TableChunk, T> computation, Use<T> use)
      throws IOException {
    try (Ahead<TableChunk> read = new Ahead<>(rows::next);
        Ahead<T> computed = new Ahead<>(() -> read.next().map(computation))) {
      computed.forEach(use);
    }
  }

  /** Uses all results that are left. */
  public void forEach(Use<T> use) throws IOException {
    for (Optional<T> result = next(); result.isPresent(); result = next()) {
      use.accept(result.get());
    }
  }

  /**
   * Waits for the next result, which is empty after the last one.
   *
   * @throws IOException if the step throws it
   */
  public Optional<T> next() throws IOException {
    try {
      Optional<T> result = next.get();
      if (result.isPresent()) {
        next = thread.submit(step);
      }
      return result;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      IOException failure = new InterruptedIOException("the command was interrupted");
      failure.initCause(e);
      throw failure;
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }

  /** Ends the thread, with a short wait for a step that waits for input. */
  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    try {
      boolean unused = thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
