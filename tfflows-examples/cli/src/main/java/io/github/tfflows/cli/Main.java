package io.github.tfflows.cli;

import io.github.tfflows.cli.command.CompareCommand;
import io.github.tfflows.cli.command.DescribeCommand;
import io.github.tfflows.cli.command.EvaluateCommand;
import io.github.tfflows.cli.command.ExplainCommand;
import io.github.tfflows.cli.command.ExportCommand;
import io.github.tfflows.cli.command.FitCommand;
import io.github.tfflows.cli.command.ImputeCommand;
import io.github.tfflows.cli.command.InspectCommand;
import io.github.tfflows.cli.command.MonitorCommand;
import io.github.tfflows.cli.command.PredictCommand;
import io.github.tfflows.cli.command.RefitCommand;
import io.github.tfflows.cli.command.SampleCommand;
import io.github.tfflows.cli.command.ScoreCommand;
import io.github.tfflows.cli.command.ServeCommand;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.text.FailureMessage;
import io.github.tfflows.core.runtime.NativeLog;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.text.Nearest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code tfflows}. */
@Command(
    name = "tfflows",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "Fits, evaluates and exports normalizing flows on tables.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:wrong data, a wrong model or file, or an output that could not be written",
      "2:the command line was not understood",
      "70:a defect of tfflows: please report it",
      "129, 130, 143:ended by a signal; fit has written the best weights so far",
      "141:the reader of the standard output has closed it"
    })
public final class Main {
  /** The exit code of a defect, EX_SOFTWARE of sysexits.h. */
  private static final int DEFECT = 70;

  /** The commands, in the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          InspectCommand.class,
          FitCommand.class,
          RefitCommand.class,
          ScoreCommand.class,
          PredictCommand.class,
          ImputeCommand.class,
          ExplainCommand.class,
          SampleCommand.class,
          EvaluateCommand.class,
          CompareCommand.class,
          MonitorCommand.class,
          DescribeCommand.class,
          ExportCommand.class,
          ServeCommand.class);

  private static final List<Class<?>> OTHERS = List.of(GenerateCompletion.class, HelpCommand.class);

  /** The commands that are fast without TensorFlow, or load little of it. */
  private static final Set<Class<?>> LIGHT = Set.of(InspectCommand.class, DescribeCommand.class);

  private static final String NATIVE_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** The warnings about a training, which {@code fit} prints itself. */
  private static final Logger REVIEWS =
      Logger.getLogger("io.github.tfflows.core.training.TrainingReview");

  @Option(
      names = {"-q", Notes.QUIET},
      scope = ScopeType.INHERIT,
      description = "Print nothing but results and errors.")
  @SuppressWarnings("unused") // read by Notes
  private boolean quiet;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String... args) {
    if (System.getProperty(NATIVE_LIMIT) == null) {
      System.setProperty(NATIVE_LIMIT, "0"); // by default a multiple of the heap
    }
    InstalledLibrary.use();
    Optional<NativeLog> log = args.length > 1 ? NativeLog.hold() : Optional.empty();
    Optional<Thread> library =
        runsModel(args) ? Optional.of(InstalledLibrary.load()) : Optional.empty();
    StandardOutput output = StandardOutput.to(new FileOutputStream(FileDescriptor.out));
    CommandLine command = commandLine(args).setOut(output.printer());
    int status = output.end(run(command, args), command.getErr());
    library.ifPresent(Main::await); // loading a library while the process ends may crash
    log.ifPresent(NativeLog::close);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Whether a command runs a model, and does not only print help. */
  private static boolean runsModel(String... args) {
    List<String> words = List.of(args);
    return words.size() > 1
        && COMMANDS.stream().anyMatch(one -> isFirst(one, args) && !LIGHT.contains(one))
        && !words.contains("--help")
        && !words.contains("-h");
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a command and returns its exit code, whatever happens. */
  public static int run(CommandLine command, String... args) {
    try {
      return command.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      return explain(e, command);
    }
  }

  /** Makes the command line, which can be executed more than once. */
  public static CommandLine commandLine() {
    return commandLine(Stream.concat(COMMANDS.stream(), OTHERS.stream()).toList());
  }

  /**
   * Makes the command line with the first command of the arguments alone: building all commands
   * takes a tenth of a second.
   */
  private static CommandLine commandLine(String... args) {
    List<Class<?>> first = COMMANDS.stream().filter(one -> isFirst(one, args)).toList();
    return first.isEmpty() ? commandLine() : commandLine(first);
  }

  private static boolean isFirst(Class<?> command, String... args) {
    String name = command.getAnnotation(Command.class).name();
    return args.length > 0 && args[0].equals(name);
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    System.setProperty("java.awt.headless", "true"); // pictures go only to files
    ImageIO.setUseCache(false); // not to temporary files on the way
    REVIEWS.setLevel(Level.OFF);
    CommandLine command = new CommandLine(new Main());
    commands.forEach(command::addSubcommand);
    command.getSubcommands().values().forEach(one -> addHelp(one.getCommandSpec()));
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setHelpFactory(CommandHelp::new)
        .registerConverter(FlowFamily.class, Main::flow)
        .setParameterExceptionHandler(Main::reject)
        .setExpandAtFiles(false) // a name may begin with an @
        .setExecutionExceptionHandler((failure, one, unused) -> explain(failure, one));
  }

  private static void addHelp(CommandSpec command) {
    command
        .usageMessage()
        .sortOptions(false)
        .showDefaultValues(true)
        .synopsisHeading("%nUsage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%nParameters:%n")
        .optionListHeading("%n");
    if (!command.optionsMap().containsKey("--help")) {
      command.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help message and exit.")
              .build());
    }
  }

  private static FlowFamily flow(String text) {
    try {
      return FlowFamily.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int reject(ParameterException mistake, String... unused) {
    CommandLine command = mistake.getCommandLine();
    command.getErr().println("Error: " + FailureMessage.shortened(message(mistake)));
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String hint = hint(command, unmatched.getUnmatched().get(0));
      command.getErr().print(hint.isEmpty() ? "" : hint + System.lineSeparator());
    }
    command.getErr().println("Try '--help', before or after the name of a command.");
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(ParameterException mistake) {
    boolean isOfTool = !mistake.getCommandLine().getSubcommands().isEmpty();
    if (isOfTool && mistake instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (!word.startsWith("-")) {
        return "there is no command \"%s\"".formatted(word);
      }
    }
    return String.valueOf(mistake.getMessage());
  }

  private static String hint(CommandLine command, String unmatched) {
    String word = unmatched.split("=", 2)[0];
    return word.startsWith("-")
        ? Nearest.question(word, command.getCommandSpec().optionsMap().keySet())
        : Nearest.question(word, command.getSubcommands().keySet());
  }

  private static int explain(Throwable failure, CommandLine command) {
    if (Boolean.getBoolean(FailureMessage.TRACE)) {
      failure.printStackTrace(command.getErr());
    }
    boolean expected = FailureMessage.isExpected(failure);
    if (!expected || !command.getOut().checkError()) { // a failure of the output is said once
      command.getErr().println("Error: " + FailureMessage.of(failure));
    }
    return expected ? CommandLine.ExitCode.SOFTWARE : DEFECT;
  }
}
