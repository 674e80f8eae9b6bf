package io.github.tfflows.serve.option;

import io.github.tfflows.core.graph.Require;
import java.time.Duration;

/**
 * The limits of a server.
 *
 * @param bodyBytes the longest body of a request
 * @param rows the most rows in a request, and in its draws
 * @param queuedRows the most rows that wait for one signature of a model
 * @param time the longest time of a request, from its first byte to its answer
 * @param batchRows the most rows that are joined in one call of a model
 * @param batchDelay how long a call waits for more rows; zero to join only rows that wait already
 */
public record RequestLimits(
    int bodyBytes, int rows, int queuedRows, Duration time, int batchRows, Duration batchDelay) {
  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a number or the time is not positive, or the delay negative
   */
  public RequestLimits {
    Require.atLeast("bodyBytes", bodyBytes, 1);
    Require.atLeast("rows", rows, 1);
    Require.atLeast("queuedRows", queuedRows, 1);
    Require.atLeast("batchRows", batchRows, 1);
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("expected a positive time limit, got " + time);
    }
    if (batchDelay.isNegative()) {
      throw new IllegalArgumentException("expected a delay of zero or more, got " + batchDelay);
    }
  }

  /**
   * Returns the usual limits: bodies of 16 MiB, 10,000 rows a request, 20,000 waiting ones, 30
   * seconds, and 256 rows a call without a delay.
   */
  public static RequestLimits defaults() {
    return new RequestLimits(16 << 20, 10_000, 20_000, Duration.ofSeconds(30), 256, Duration.ZERO);
  }

  public RequestLimits ofRequests(int mostBytes, int mostRows) {
    return new RequestLimits(mostBytes, mostRows, queuedRows, time, batchRows, batchDelay);
  }

  public RequestLimits ofQueuedRows(int most) {
    return new RequestLimits(bodyBytes, rows, most, time, batchRows, batchDelay);
  }

  public RequestLimits within(Duration longest) {
    return new RequestLimits(bodyBytes, rows, queuedRows, longest, batchRows, batchDelay);
  }

  public RequestLimits joining(int mostRows, Duration delay) {
    return new RequestLimits(bodyBytes, rows, queuedRows, time, mostRows, delay);
  }
}
