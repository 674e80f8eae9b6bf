package io.github.tfflows.core.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Serializes the first run of each set of outputs. Otherwise TensorFlow would optimize the graph
 * once in each concurrent thread, and keep one result.
 */
public final class FirstRuns {
  private final Set<Object> ended = ConcurrentHashMap.newKeySet();

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
