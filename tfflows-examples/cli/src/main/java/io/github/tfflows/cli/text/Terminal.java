package io.github.tfflows.cli.text;

import java.io.Console;

/** The terminal of the error stream. */
final class Terminal {
  /**
   * The property with the number of its columns, which the start script sets; zero if the error
   * stream goes elsewhere.
   */
  private static final String COLUMNS = "tfflows.columns";

  private static final int USUAL = 80;

  static int columns() {
    return Integer.getInteger(COLUMNS, isConsole() ? USUAL : 0);
  }

  /**
   * Returns whether standard input and output are a terminal. Before Java 22 there is a console
   * only then; since 22 the console has a method to ask.
   */
  @SuppressWarnings("SystemConsoleNull") // asked below where it is never null
  private static boolean isConsole() {
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
