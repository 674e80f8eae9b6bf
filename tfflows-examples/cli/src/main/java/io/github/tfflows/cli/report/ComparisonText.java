package io.github.tfflows.cli.report;

import io.github.tfflows.cli.compare.Comparison;
import io.github.tfflows.cli.compare.Contest;
import io.github.tfflows.cli.compare.Contestant;
import java.io.PrintWriter;
import java.util.Locale;

/** A comparison in lines. */
public final class ComparisonText {
  private static final String NAME = "%-27s";

  private final PrintWriter out;

  public ComparisonText(PrintWriter out) {
    this.out = out;
  }

  public void data(String file, Contest.Parts parts) {
    print(
        "Data      %s: %,d rows to fit to, %,d to validate with, %,d to measure on%n",
        file, parts.training().count(), parts.validation().count(), parts.test().count());
  }

  public void table(Comparison comparison) {
    print(
        "%n" + NAME + " %19s %17s %11s %10s %10s%n",
        "",
        "log-likelihood",
        "behind the best",
        "parameters",
        "seconds",
        "draws/s");
    for (Contestant one : comparison.contestants()) {
      print(
          NAME + " %19s %17s %,11d %10.1f %10s%n",
          one.name(),
          one.logLikelihood(),
          one.behind().value() == 0 ? "" : one.behind(),
          one.parameters(),
          one.fitting(),
          one.drawsPerSecond().isPresent()
              ? String.format(Locale.ROOT, "%,.0f", one.drawsPerSecond().getAsDouble())
              : "");
    }
    comparison.failures().forEach((name, why) -> print(NAME + " failed: %s%n", name, why));
  }

  /** Says what the numbers are of. */
  public void scope(Contest.Parts parts) {
    print(
        "(nats a row of the %,d rows to measure on, as score counts; fit builds other models: of all"
            + " rows, of several flows, with repeated numbers as point masses)%n",
        parts.test().count());
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }
}
