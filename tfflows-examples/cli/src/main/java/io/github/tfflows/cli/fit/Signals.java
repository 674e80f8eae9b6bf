package io.github.tfflows.cli.fit;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK's class for them is in its module {@code
 * jdk.unsupported}: the compiler warns about every use, so reflection finds it.
 */
final class Signals implements AutoCloseable {
  private final Runnable restore;

  private Signals(Runnable restore) {
    this.restore = restore;
  }

  /**
   * Runs an action, in a thread of its own, whenever a signal ({@code INT}, {@code TERM} or {@code
   * HUP}) arrives, until this is closed. A signal that cannot be handled, or is ignored already,
   * keeps its effect.
   */
  static Signals handle(String name, Runnable action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, values) -> {
                action.run();
                return null;
              });
      Object theirs = set(name, handler, ours);
      return new Signals(() -> reset(name, handler, theirs));
    } catch (ReflectiveOperationException e) {
      return new Signals(() -> {});
    }
  }

  private static Object set(String name, Class<?> handler, Object action)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Object signal = type.getConstructor(String.class).newInstance(name);
    return type.getMethod("handle", type, handler).invoke(null, signal, action);
  }

  private static void reset(String name, Class<?> handler, Object previous) {
    try {
      set(name, handler, previous);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the signal " + name + " was handled before", e);
    }
  }

  @Override
  public void close() {
    restore.run();
  }
}
