package io.github.tfflows.gallery.shuttle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures how long the stages of a job take, one after another. */
final class Stopwatch {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long since = System.nanoTime();

  /** Ends the stage that ran until now. */
  void lap(String stage) {
    long now = System.nanoTime();
    seconds.merge(stage, (now - since) / 1e9, Double::sum);
    since = now;
  }

  /** The seconds each stage took, in order. */
  Map<String, Double> seconds() {
    return Collections.unmodifiableMap(seconds);
  }

  double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
