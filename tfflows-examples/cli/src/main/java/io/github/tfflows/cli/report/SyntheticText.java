package io.github.tfflows.cli.report;

import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.cli.text.Notation;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints the quality of draws as synthetic data. */
final class SyntheticText {
  private static final int LOWEST = 5;
  private static final String LINE = "  %-50s %15s %15s   %s%n";

  private final PrintWriter out;
  private final Notation notation = new Notation();

  SyntheticText(PrintWriter out) {
    this.out = out;
  }

  void print(SyntheticQuality quality) {
    print("%nDraws as synthetic data, beside real rows in place of the draws%n");
    print(LINE, "", "draws", "real rows", "ideal");
    SyntheticSummary.lines(quality)
        .forEach(one -> print(LINE, one.name(), one.draws(), one.real(), one.ideal()));
    print("  (%s)%n", SyntheticSummary.note(quality));
    print("%nLowest scores of columns and of strong pairs%n");
    quality
        .lowestColumns(LOWEST)
        .forEach(one -> line(one.draws().column(), one.draws().score(), one.real().score()));
    quality
        .lowestPairs(LOWEST)
        .forEach(
            one ->
                line(
                    one.draws().first() + ", " + one.draws().second(),
                    one.draws().score(),
                    one.real().score()));
  }

  private void line(String name, double draws, double real) {
    print(LINE, name, notation.score(draws), notation.score(real), "");
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
