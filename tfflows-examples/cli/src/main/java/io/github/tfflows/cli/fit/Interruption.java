package io.github.tfflows.cli.fit;

import java.util.HashMap;
import java.util.Map;
import org.jline.utils.Signals;

/**
 * Ctrl-C and the other signals to end, as a request: the first one lets the work finish early, a
 * second one ends the process at once. A signal that cannot be handled, or is ignored already,
 * keeps its effect.
 */
public final class Interruption implements AutoCloseable {
  /** The exit statuses after a signal, as in shells: 128 plus its number. */
  private static final Map<String, Integer> STATUS = Map.of("HUP", 129, "INT", 130, "TERM", 143);

  /** The handlers before this one, by the signal. */
  private final Map<String, Object> previous = new HashMap<>();

  private volatile int status;
  private volatile Runnable action = () -> {};

  private Interruption() {
    STATUS.forEach((name, code) -> previous.put(name, Signals.register(name, () -> request(code))));
  }

  public static Interruption open() {
    return new Interruption();
  }

  /** Runs an action at the first signal, in a thread of its own. */
  public void whenRequested(Runnable first) {
    action = first;
    if (requested()) {
      first.run();
    }
  }

  void request(int exitCode) {
    if (requested()) {
      System.exit(exitCode);
    }
    status = exitCode;
    action.run();
  }

  boolean requested() {
    return status != 0;
  }

  /** The exit code of the process; zero if nothing was requested. */
  public int status() {
    return status;
  }

  /** Restores the effect of the signals. */
  @Override
  public void close() {
    previous.forEach(Signals::unregister);
  }
}
