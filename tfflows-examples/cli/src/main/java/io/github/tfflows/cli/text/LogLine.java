package io.github.tfflows.cli.text;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Formats a record as one line, the same in every language and time zone: the instant in UTC, the
 * level and the message. The trace of an exception follows.
 */
public final class LogLine extends Formatter {
  private static final String CHOSEN = "java.util.logging.SimpleFormatter.format";

  /** Formats the records of all loggers, unless the user has chosen a format. */
  public static void use() {
    if (System.getProperty(CHOSEN, LogManager.getLogManager().getProperty(CHOSEN)) == null) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        if (handler.getFormatter() instanceof SimpleFormatter) {
          handler.setFormatter(new LogLine());
        }
      }
    }
  }

  @Override
  public String format(LogRecord record) {
    StringWriter line = new StringWriter();
    PrintWriter out = new PrintWriter(line);
    out.println(record.getInstant() + " " + record.getLevel() + " " + formatMessage(record));
    if (record.getThrown() != null) {
      record.getThrown().printStackTrace(out);
    }
    return line.toString();
  }
}
