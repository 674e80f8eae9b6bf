package io.github.tfflows.cli;

import java.io.Console;

/** Where the output goes. */
final class Terminal {
  /**
   * Returns whether someone watches. Before Java 22 there is a console on a terminal only; since
   * then it can be asked.
   *
   * @return false where output goes to a file or another program
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
