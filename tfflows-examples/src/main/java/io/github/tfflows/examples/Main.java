package io.github.tfflows.examples;

import io.github.tfflows.examples.command.CompareCommand;
import io.github.tfflows.examples.command.DescribeCommand;
import io.github.tfflows.examples.command.EvaluateCommand;
import io.github.tfflows.examples.command.ExportCommand;
import io.github.tfflows.examples.command.FitCommand;
import io.github.tfflows.examples.command.SampleCommand;
import io.github.tfflows.examples.command.ScoreCommand;
import io.github.tfflows.examples.shuttle.ShuttleCommand;
import io.github.tfflows.examples.toy.OneDimensional;
import io.github.tfflows.examples.toy.TwoDimensional;
import io.github.tfflows.examples.worked.WorkedCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line. Without arguments it runs {@code shuttle}. */
@Command(
    name = "tfflows",
    version = "tfflows 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Fits, evaluates and exports normalizing flows. Without a command: shuttle.",
    subcommands = {
      FitCommand.class,
      ScoreCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      DescribeCommand.class,
      ExportCommand.class,
      ShuttleCommand.class,
      OneDimensional.class,
      TwoDimensional.class,
      WorkedCommand.class,
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
   * Runs an example. On failure it leaves the process with a non-zero exit code; inside Maven,
   * which shares its process, it throws instead, so that the build fails.
   *
   * @param args a command and its options; none for the main job
   * @throws IllegalStateException if the example fails inside Maven
   */
  public static void main(String... args) {
    if (System.getProperty(NATIVE_LIMIT) == null) {
      System.setProperty(NATIVE_LIMIT, "0"); // by default a multiple of the heap
    }
    StringWriter errors = new StringWriter();
    int exitCode = run(new PrintWriter(errors, true), args);
    if (exitCode != 0 && System.getProperty("maven.home") != null) {
      throw new IllegalStateException(errors.toString().strip());
    }
    System.err.print(errors);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs an example and returns its exit code; what went wrong is written to {@code errors}. */
  static int run(PrintWriter errors, String... args) {
    return commandLine().setErr(errors).execute(args.length == 0 ? new String[] {"shuttle"} : args);
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
