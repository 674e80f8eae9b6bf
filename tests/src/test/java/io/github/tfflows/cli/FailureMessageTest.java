package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailureMessageTest {
  @Test
  void namesTheFileAndTheReason() {
    assertEquals("a: permission denied", FailureMessage.of(new AccessDeniedException("a")));
    assertEquals("a: is not a directory", FailureMessage.of(new NotDirectoryException("a")));
    assertEquals("a: why", FailureMessage.of(new FileSystemException("a", null, "why")));
    assertEquals("disk full", FailureMessage.of(new IOException("disk full")));
  }

  @Test
  void neverSaysNull() {
    assertEquals("EOFException", FailureMessage.of(new EOFException()));
    assertEquals("why", FailureMessage.of(new IOException(null, new IOException("why"))));
    assertFalse(FailureMessage.of(new IOException((String) null)).contains("null"));
  }

  @Test
  void isShortAndVisibleWhateverItQuotes() {
    String begin = "a.csv, row 1, column x: got ";
    String end = ", expected a number";
    String message = FailureMessage.of(new IOException(begin + "7".repeat(1_000_000) + end));
    assertTrue(message.length() <= 500, message);
    assertTrue(message.startsWith(begin) && message.endsWith(end), message);
    assertEquals("\\u001b[2J", FailureMessage.of(new IOException("\u001b[2J")));
    assertEquals(12, FailureMessage.of(new IOException("line\n".repeat(99))).lines().count());
  }

  @Test
  void tellsADefectFromWrongData() {
    StringWriter errors = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .addSubcommand("fail", new Failing())
            .setErr(new PrintWriter(errors, true));
    assertEquals(70, Main.run(command, "fail"));
    String message = errors.toString();
    assertTrue(
        message.contains("an error of tfflows itself, ArithmeticException: by zero"), message);
    assertTrue(message.contains("-Dtfflows.trace=true"), message);
    assertEquals(2, message.lines().count(), message);
  }

  /** A command with a defect. */
  @CommandLine.Command(name = "fail")
  private static final class Failing implements Runnable {
    @Override
    public void run() {
      throw new ArithmeticException("by zero");
    }
  }
}
