package io.github.tfflows.testing;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A Java process of its own that runs a class of the tests. */
public final class ChildJvm {
  /** What the process printed, standard error included, and how it ended. */
  public record Outcome(int status, List<String> lines) {}

  /** Runs a main class on those entries of this class path that are wanted. */
  public static Outcome run(Class<?> main, Predicate<String> wanted, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(main, wanted, arguments);
    List<String> lines;
    try (var output = process.inputReader()) {
      lines = output.lines().toList();
    }
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), lines);
  }

  /** Starts a main class on those entries of this class path that are wanted. */
  public static Process start(Class<?> main, Predicate<String> wanted, String... arguments)
      throws IOException {
    return new ProcessBuilder(command(main, wanted, arguments)).redirectErrorStream(true).start();
  }

  /** Returns the command that starts a main class. */
  public static List<String> command(Class<?> main, Predicate<String> wanted, String... arguments) {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(wanted)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote", // of classes that the compiler has just written
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                path,
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private ChildJvm() {}
}
