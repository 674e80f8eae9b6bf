package io.github.tfflows.gallery;

import io.github.tfflows.core.runtime.NativeLog;
import io.github.tfflows.gallery.architectures.ArchitecturesCommand;
import io.github.tfflows.gallery.image.ImageCommand;
import io.github.tfflows.gallery.shuttle.ShuttleCommand;
import io.github.tfflows.gallery.toy.OneDimensional;
import io.github.tfflows.gallery.toy.TwoDimensional;
import io.github.tfflows.gallery.worked.WorkedCommand;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The command line of the examples. Without arguments it runs {@code shuttle}. */
@Command(
    name = "gallery",
    mixinStandardHelpOptions = true,
    description = "Runs an example. Without a command: shuttle.",
    subcommands = {
      ShuttleCommand.class,
      OneDimensional.class,
      TwoDimensional.class,
      WorkedCommand.class,
      ArchitecturesCommand.class,
      ImageCommand.class,
      HelpCommand.class
    })
public final class Main {
  private static final String NATIVE_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Main() {}

  /**
   * Runs an example, or the main job if there are no arguments, and ends the process with its exit
   * code.
   */
  public static void main(String... args) {
    System.setProperty("java.awt.headless", "true"); // pictures go to files only
    if (System.getProperty(NATIVE_LIMIT) == null) {
      System.setProperty(NATIVE_LIMIT, "0"); // by default a multiple of the heap
    }
    Optional<NativeLog> log = NativeLog.hold();
    CommandLine line =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler(Main::explain);
    int status = line.execute(args.length == 0 ? new String[] {"shuttle"} : args);
    log.ifPresent(NativeLog::close);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Rethrows a defect of the program; prints the message of any other failure. */
  private static int explain(Exception failure, CommandLine command, ParseResult unused)
      throws Exception {
    if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
      command.getErr().println("Error: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
