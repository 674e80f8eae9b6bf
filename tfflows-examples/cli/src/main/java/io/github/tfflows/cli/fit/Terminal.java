package io.github.tfflows.cli.fit;

import java.io.Console;

/** The terminal, if there is one. */
final class Terminal {
  /**
   * Returns whether standard input and output are a terminal. Before Java 22 there is a console
   * only then; since 22 the console has a method to ask.
   */
  @SuppressWarnings("SystemConsoleNull") // asked below where it is never null
  public static boolean isThere() {
    Console console = System.console();
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private Terminal() {}
}
