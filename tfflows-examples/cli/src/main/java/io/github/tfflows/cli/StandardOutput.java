package io.github.tfflows.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/** The standard output, in UTF-8, line by line. It keeps failures that a printer would ignore. */
final class StandardOutput {
  /**
   * The exit status of a process whose reader has closed the pipe, as in shells: 128 plus SIGPIPE's
   * 13. The output is incomplete, though nothing failed.
   */
  static final int CLOSED_PIPE = 141;

  private final PrintWriter printer;
  private final Watched watched;

  private StandardOutput(OutputStream out) {
    this.watched = new Watched(out);
    this.printer =
        new PrintWriter(
            new OutputStreamWriter(
                new BufferedOutputStream(watched, 1 << 16), StandardCharsets.UTF_8),
            true);
  }

  static StandardOutput to(OutputStream out) {
    return new StandardOutput(out);
  }

  PrintWriter printer() {
    return printer;
  }

  /**
   * Writes the rest, and reports a failure. Returns the exit code of the command with regard to its
   * output.
   */
  int end(int status, PrintWriter errors) {
    printer.flush();
    if (watched.failure.isEmpty()) {
      return status;
    }
    IOException failure = watched.failure.get();
    if (isClosedPipe(failure)) {
      return status == 0 || status == CommandLine.ExitCode.SOFTWARE ? CLOSED_PIPE : status;
    }
    errors.println("Error: the standard output cannot be written: " + failure.getMessage());
    return status == 0 ? CommandLine.ExitCode.SOFTWARE : status;
  }

  /** Whether the pipe is closed, by the message of the system in several languages. */
  private static boolean isClosedPipe(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("pipe");
  }

  /** Keeps the first failure. */
  private static final class Watched extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }
  }
}
