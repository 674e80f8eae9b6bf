package io.github.tfflows.cli.text;

import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.stream.Collectors;

/** The message of a failure in a few short lines, with long values shortened. */
public final class FailureMessage {
  /** The system property that adds stack traces to messages. */
  public static final String TRACE = "tfflows.trace";

  private static final int MOST_LINES = 12;
  private static final int LONGEST = 500;
  private static final String GAP = " … ";

  /** Returns the message of a failure: one that the user can correct, or a defect of tfflows. */
  public static String of(Throwable failure) {
    return shortened(isExpected(failure) ? text(failure) : unexpected(failure));
  }

  /** Whether the user can correct it: data, a model, a file or the command are wrong. */
  public static boolean isExpected(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof OutOfMemoryError;
  }

  private static String text(Throwable failure) {
    if (failure instanceof FileSystemException file) { // its message is the path alone
      return file.getFile() + ": " + reason(file);
    }
    if (failure instanceof OutOfMemoryError) {
      return String.format(
          Locale.ROOT,
          "out of memory with a heap of %,d MB; JAVA_OPTS=-Xmx8g makes one of 8 GB (%s)",
          Runtime.getRuntime().maxMemory() >> 20,
          failure.getMessage());
    }
    String message = failure.getMessage();
    Throwable cause = failure.getCause();
    if (message != null && (cause == null || !message.equals(cause.toString()))) {
      return message;
    }
    return cause == null ? failure.getClass().getSimpleName() : text(cause);
  }

  /** Returns the reason of a failure, without the name of the file where that is separate. */
  public static String reason(IOException failure) {
    return failure instanceof FileSystemException file ? reason(file) : text(failure);
  }

  private static String reason(FileSystemException failure) {
    if (failure.getReason() != null) {
      return failure.getReason();
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "there is a file or a directory already";
    }
    return failure instanceof NotDirectoryException
        ? "is not a directory"
        : failure.getClass().getSimpleName();
  }

  private static String unexpected(Throwable failure) {
    return "a defect of tfflows, %s: %s\nJAVA_OPTS=-D%s=true prints its stack trace for a report."
        .formatted(failure.getClass().getSimpleName(), failure.getMessage(), TRACE);
  }

  /** Cuts the middle of long lines: the place is at the beginning, the expectation at the end. */
  public static String shortened(String message) {
    return message
        .lines()
        .limit(MOST_LINES)
        .map(FailureMessage::line)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String line(String text) {
    String visible = Excerpt.visible(text);
    int part = (LONGEST - GAP.length()) / 2;
    return Excerpt.begin(visible, LONGEST).equals(visible)
        ? visible
        : Excerpt.begin(visible, part)
            + GAP
            + visible.substring(visible.offsetByCodePoints(visible.length(), -part));
  }

  private FailureMessage() {}
}
