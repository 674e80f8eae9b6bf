package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.text.FailureMessage;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.text.Numbers;
import java.io.PrintWriter;
import java.util.Locale;

/** Reports the rows of a table that a model cannot use. */
public final class SkippedReport {
  /** Prints them in lines; nothing where there are none. */
  public static void print(PrintWriter errors, String table, SkippedRows skipped) {
    if (skipped.missing() > 0) {
      errors.printf(
          Locale.ROOT,
          "%s: %s left out for a missing value%n",
          table,
          Numbers.counted(skipped.missing(), "row"));
    }
    if (skipped.unsuitable() > 0) {
      errors.printf(
          Locale.ROOT,
          "%s: %s not suiting the columns:%n",
          table,
          Numbers.counted(skipped.unsuitable(), "row"));
      skipped.reasons().forEach(reason -> errors.println(FailureMessage.shortened(reason)));
      long more = skipped.unsuitable() - skipped.reasons().size();
      errors.print(more > 0 ? String.format(Locale.ROOT, "and %,d more%n", more) : "");
    }
    errors.flush();
  }

  /** Adds their numbers, and the first reasons, to a summary. */
  public static void write(ObjectNode summary, SkippedRows skipped) {
    summary.put("dropped_rows", skipped.missing()).put("unsuitable_rows", skipped.unsuitable());
    ArrayNode problems = summary.putArray("problems");
    skipped.reasons().forEach(problems::add);
  }

  private SkippedReport() {}
}
