package io.github.tfflows.cli.option;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Words that are neither results nor errors: progress, notes and summaries. */
public final class Notes {
  /** The option of all commands that leaves them out. */
  public static final String QUIET = "--quiet";

  /** The option of commands that train, for the numbers of the training. */
  static final String VERBOSE = "--verbose";

  /** Returns whether the user wants them. */
  public static boolean areWanted(CommandSpec command) {
    return !Boolean.TRUE.equals(command.findOption(QUIET).getValue());
  }

  /** Returns whether the user wants the numbers of a training that only compare within it. */
  public static boolean areDetailed(CommandSpec command) {
    OptionSpec verbose = command.findOption(VERBOSE);
    return verbose != null && Boolean.TRUE.equals(verbose.getValue());
  }

  /** Returns the error stream, or a writer to nowhere. */
  public static PrintWriter of(CommandSpec command) {
    return of(command, command.commandLine().getErr());
  }

  /** Returns an output for them, or a writer to nowhere. */
  public static PrintWriter of(CommandSpec command, PrintWriter out) {
    return areWanted(command) ? out : new PrintWriter(PrintWriter.nullWriter());
  }

  private Notes() {}
}
