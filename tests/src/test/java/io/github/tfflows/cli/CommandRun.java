package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command line that was run in this process.
 *
 * @param status its exit code
 * @param out what it printed
 * @param errors what it said was wrong
 */
public record CommandRun(int status, String out, String errors) {
  private static final Pattern WORD = Pattern.compile("([^ ']|'[^']*')+");

  /**
   * Runs a line. Texts hold words with spaces between them, and quotes around a word with spaces in
   * it; lists hold parts of the line; other objects are a word each.
   */
  public static CommandRun of(Object... parts) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true));
    int status = Main.run(command, words(parts).toArray(String[]::new));
    return new CommandRun(status, out.toString(), errors.toString());
  }

  static Stream<String> words(Object part) {
    if (part instanceof Object[] parts) {
      return Stream.of(parts).flatMap(CommandRun::words);
    }
    if (part instanceof Collection<?> parts) {
      return parts.stream().flatMap(CommandRun::words);
    }
    return part instanceof String text
        ? WORD.matcher(text).results().map(word -> word.group().replace("'", ""))
        : Stream.of(part.toString());
  }

  /** The same, which must succeed. */
  public static CommandRun succeeded(Object... parts) {
    CommandRun run = of(parts);
    assertEquals(0, run.status, run.errors);
    return run;
  }

  /** Asserts that it failed with an exit code and for a reason. */
  public CommandRun fails(int code, String reason) {
    assertEquals(code, status, errors);
    return says(reason);
  }

  /** Asserts that a text is on the error stream. */
  public CommandRun says(String text) {
    assertTrue(errors.contains(text), () -> "expected " + text + " in: " + errors);
    return this;
  }

  /** Asserts that a text is on the standard output. */
  public CommandRun prints(String text) {
    assertTrue(out.contains(text), () -> "expected " + text + " in: " + out);
    return this;
  }

  /** Returns the standard output as JSON. */
  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError(out, e);
    }
  }

  /** Returns the mean of a column of the table on the standard output. */
  public double mean(int column) {
    return out.lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
        .average()
        .orElseThrow();
  }

  /** Fits one member of one layer, of which any cell can be given. */
  public static CommandRun fittedToAny(Path data, Path model, int steps, Object... more) {
    String settings = "--conditioning any --members 1 --layers 1 --steps";
    return succeeded("fit", data, "--out", model, settings, steps, more);
  }
}
