package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A command line that was run in this process.
 *
 * @param status its exit code
 * @param out what it printed
 * @param errors what it said was wrong
 */
public record CommandRun(int status, String out, String errors) {
  public static CommandRun of(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    String[] line = new String[words.length];
    for (int i = 0; i < line.length; i++) {
      line[i] = words[i].toString();
    }
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true));
    int status = Main.run(command, line);
    return new CommandRun(status, out.toString(), errors.toString());
  }

  /** The same, which must succeed. */
  public static CommandRun succeeded(Object... words) {
    CommandRun run = of(words);
    assertEquals(0, run.status, run.errors);
    return run;
  }

  /** Fits one member of one layer, of which any cell can be given. */
  public static CommandRun fittedToAny(Path data, Path model, int steps, Object... more) {
    List<Object> words = new ArrayList<>(List.of("fit", data, "--out", model));
    words.addAll(List.of("--conditioning", "any", "--steps", steps, "--members", 1, "--layers", 1));
    words.addAll(List.of(more));
    return succeeded(words.toArray());
  }
}
