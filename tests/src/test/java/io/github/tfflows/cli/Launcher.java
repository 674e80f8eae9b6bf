package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The assembled tool, started by its script in a process of its own. */
final class Launcher {
  private static final Path TOOL =
      Path.of("../tfflows-examples/cli/target/tfflows").toAbsolutePath().normalize();

  private static final Path SCRIPT = TOOL.resolve("bin/tfflows");

  private static final Path JAR = TOOL.resolve("tfflows.jar");

  /**
   * How a process ended.
   *
   * @param status its exit code
   * @param out the first lines that it printed
   * @param errors its lines on the error stream
   */
  record Outcome(int status, List<String> out, List<String> errors) {}

  /** Runs a command and reads all its output. */
  static Outcome run(Object... words) throws IOException, InterruptedException {
    return run(ProcessBuilder.Redirect.PIPE, words);
  }

  /** Runs a command with its standard output sent elsewhere. */
  static Outcome run(ProcessBuilder.Redirect out, Object... words)
      throws IOException, InterruptedException {
    return ended(builder(words).redirectOutput(out));
  }

  /** Runs a command with a limit on the size of each file that it writes, in KiB. */
  static Outcome withFilesUpTo(int kibibytes, Object... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("bash", "-c"));
    line.add("ulimit -f %d; exec \"$0\" \"$@\"".formatted(kibibytes));
    line.addAll(builder(words).command());
    return ended(new ProcessBuilder(line));
  }

  /** A file in the directory of the tool. */
  static Path file(String name) {
    return TOOL.resolve(name);
  }

  /** Prepares a process. */
  static ProcessBuilder builder(Object... words) {
    return builder(new ArrayList<>(List.of(SCRIPT.toString())), words);
  }

  /** Prepares a process by {@code java -jar}, without the script. */
  static ProcessBuilder jar(Object... words) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return builder(new ArrayList<>(List.of(java.toString(), "-jar", JAR.toString())), words);
  }

  private static ProcessBuilder builder(List<String> line, Object... words) {
    assertTrue(Files.exists(SCRIPT), "mvn package assembles " + SCRIPT);
    for (Object word : words) {
      line.add(word.toString());
    }
    return new ProcessBuilder(line);
  }

  /** Runs a process and reads all its output. */
  static Outcome ended(ProcessBuilder builder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      List<String> out;
      try (var lines = process.inputReader()) {
        out = lines.lines().toList();
      }
      return ended(process, out, errors);
    } finally {
      Files.delete(errors);
    }
  }

  private static Outcome ended(Process process, List<String> out, Path errors)
      throws IOException, InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the process hangs");
    }
    return new Outcome(process.exitValue(), out, Files.readAllLines(errors));
  }

  private Launcher() {}
}
