package io.github.tfflows.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line {@code tfflows}. */
@Command(
    name = "tfflows",
    version = "tfflows 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Fits, evaluates and exports normalizing flows on tables.",
    subcommands = {
      FitCommand.class,
      ScoreCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      DescribeCommand.class,
      ExportCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:the work failed: data or a model are wrong, or a file could not be read or written",
      "2:the command line was not understood",
      "130:interrupted; fit has written the best weights so far"
    })
public final class Main {
  private static final String NATIVE_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the command and its options
   */
  public static void main(String... args) {
    if (System.getProperty(NATIVE_LIMIT) == null) {
      System.setProperty(NATIVE_LIMIT, "0"); // by default a multiple of the heap
    }
    int status = commandLine().execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Makes the command line, which can be executed more than once. */
  static CommandLine commandLine() {
    System.setProperty("java.awt.headless", "true"); // pictures go to files only
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::reject)
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int reject(ParameterException mistake, String... unused) {
    CommandLine command = mistake.getCommandLine();
    command.getErr().println("Error: " + mistake.getMessage());
    command.getErr().println("Try '--help', before or after the name of a command.");
    return CommandLine.ExitCode.USAGE;
  }

  /** One line where the message is made for the user, all the details otherwise. */
  private static int explain(Exception failure, CommandLine command, ParseResult unused) {
    PrintWriter errors = command.getErr();
    if (failure instanceof FileSystemException file) { // its message is the path alone
      errors.println("Error: " + file.getFile() + ": " + reason(file));
    } else if (failure instanceof IOException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException) {
      errors.println("Error: " + failure.getMessage());
    } else {
      failure.printStackTrace(errors);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String reason(FileSystemException failure) {
    if (failure.getReason() != null) {
      return failure.getReason();
    }
    return failure instanceof NoSuchFileException
        ? "there is no such file"
        : failure.getClass().getSimpleName();
  }
}
