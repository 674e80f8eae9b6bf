package io.github.tfflows.cli.report;

import io.github.tfflows.cli.compare.Comparison;
import io.github.tfflows.cli.compare.Contestant;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.text.Excerpt;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A comparison in lines. */
public final class ComparisonText {
  private static final String NAME = "%-27s";

  private final PrintWriter out;

  public ComparisonText(PrintWriter out) {
    this.out = out;
  }

  public void data(String file, int rows, List<Data.Split> splits) {
    String members = splits.size() == 1 ? "" : ", others for each of %d members";
    print(
        "Data      %s: %,d rows, of which %,d are held out"
            + members.formatted(splits.size())
            + "%n",
        file,
        rows,
        splits.get(0).heldOut().count());
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
          one.fitted().name(),
          one.logProb(),
          comparison.behind(one).value() == 0 ? "" : comparison.behind(one),
          one.fitted().parameters(),
          one.fitted().seconds(),
          one.drawsPerSecond().isPresent()
              ? String.format(Locale.ROOT, "%,.0f", one.drawsPerSecond().getAsDouble())
              : "");
    }
    comparison.failures().forEach((name, why) -> print(NAME + " failed: %s%n", name, why));
  }

  /** Prints the meaning of the numbers. */
  public void scope(Comparison comparison) {
    print(
        "(nats a row of the rows held out, as fit reports them: fit --flow NAME with the same options"
            + " builds the same model)%n");
    if (!comparison.apart().isEmpty()) {
      print(
          "(point masses of %s count as probabilities in some of these models, and as densities in"
              + " others: --repeats density makes them comparable)%n",
          Excerpt.of(comparison.apart()));
    }
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
