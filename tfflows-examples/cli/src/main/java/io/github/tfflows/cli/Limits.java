package io.github.tfflows.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the numbers of a command line must keep to; checked before any work. */
final class Limits {
  /**
   * Checks a number.
   *
   * @param command whose option it is
   * @param option the name of the option
   * @param least the smallest number allowed
   * @param given the number
   * @throws ParameterException if it is smaller
   */
  public static void atLeast(CommandSpec command, String option, int least, int given) {
    if (given < least) {
      throw rejected(command, "%s must be at least %d, got %d".formatted(option, least, given));
    }
  }

  /**
   * Checks a number.
   *
   * @param command whose option it is
   * @param option the name of the option
   * @param given the number
   * @throws ParameterException if it is not positive and finite
   */
  public static void positive(CommandSpec command, String option, double given) {
    if (!(given > 0 && Double.isFinite(given))) {
      throw rejected(command, "%s must be positive, got %s".formatted(option, given));
    }
  }

  /**
   * Makes the error of a wrong command line.
   *
   * @param command whose line it is
   * @param message what is wrong
   * @return the error, to be thrown
   */
  public static ParameterException rejected(CommandSpec command, String message) {
    CommandLine line = command.commandLine();
    return new ParameterException(line, message);
  }

  private Limits() {}
}
