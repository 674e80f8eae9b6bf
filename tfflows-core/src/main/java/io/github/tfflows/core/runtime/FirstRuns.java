package io.github.tfflows.core.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets the first run of some outputs end before others of them begin. TensorFlow optimizes the
 * graph at the first run, once for each thread that arrives meanwhile, and keeps one result.
 */
public final class FirstRuns {
  private final Set<Object> ended = ConcurrentHashMap.newKeySet();

  /**
   * Runs.
   *
   * @param outputs the outputs that are fetched, or a name for them
   */
  public <T> T run(Object outputs, Supplier<T> run) {
    if (!ended.contains(outputs)) {
      synchronized (ended) {
        if (!ended.contains(outputs)) {
          T result = run.get();
          ended.add(outputs);
          return result;
        }
      }
    }
    return run.get();
  }
}
