package io.github.tfflows.testing;

import io.github.tfflows.core.model.CompiledDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test that exports a model which {@link CompiledDistribution#load} refuses: the export
 * itself only logs a warning. {@code META-INF/services} registers it for all tests.
 */
public final class ExportWarnings extends Handler implements AfterEachCallback, AfterAllCallback {
  private static final List<String> LOGGED = new ArrayList<>();
  private static final Logger LOGGER = Logger.getLogger(CompiledDistribution.class.getName());

  static {
    LOGGER.addHandler(new ExportWarnings());
  }

  /** Returns the warnings since the last call, for a test that expects some. */
  public static List<String> take() {
    synchronized (LOGGED) {
      List<String> taken = List.copyOf(LOGGED);
      LOGGED.clear();
      return taken;
    }
  }

  @Override
  public void publish(LogRecord record) {
    synchronized (LOGGED) {
      LOGGED.add(new SimpleFormatter().formatMessage(record));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> warnings = take();
    if (!warnings.isEmpty()) {
      throw new AssertionError("exports that load refuses: " + warnings);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    afterEach(context);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
