package io.github.tfflows.core.serving;

import io.github.tfflows.core.runtime.Sessions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.RunOptions;

/**
 * The deadline of a call.
 *
 * @param limit its time limit; null for none
 * @param end the end, by {@link System#nanoTime}
 */
public record Deadline(@Nullable Duration limit, long end) {
  static final Deadline NONE = new Deadline(null, 0);

  public static Deadline of(Optional<Duration> limit) {
    return limit.map(each -> new Deadline(each, System.nanoTime() + nanos(each))).orElse(NONE);
  }

  private static long nanos(Duration limit) {
    return TimeUnit.NANOSECONDS.convert(limit); // at most 292 years
  }

  /**
   * Runs a part of the call. TensorFlow can only stop a run that is in another thread than the
   * caller's.
   *
   * @throws CancellationException if the time is over before its end
   */
  Result run(Session.Runner runner, int rows) {
    if (limit == null) {
      return rows > ModelSessions.FEW_ROWS
          ? runner.run()
          : Sessions.inTheCallersThread(runner).run();
    }
    long millis = 1 + TimeUnit.NANOSECONDS.toMillis(remaining());
    if (isOver()) {
      throw exceeded(null);
    }
    try {
      return runner.setOptions(RunOptions.newBuilder().setTimeoutInMs(millis).build()).run();
    } catch (TensorFlowException e) {
      throw isOver() ? exceeded(e) : e;
    }
  }

  private boolean isOver() {
    return remaining() <= 0;
  }

  private long remaining() {
    return end - System.nanoTime();
  }

  private CancellationException exceeded(@Nullable TensorFlowException cause) {
    CancellationException exceeded =
        new CancellationException("the call took longer than its time limit of " + limit);
    exceeded.initCause(cause);
    return exceeded;
  }
}
