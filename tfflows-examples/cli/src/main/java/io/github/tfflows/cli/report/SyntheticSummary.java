package io.github.tfflows.cli.report;

import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.cli.text.Notation;
import io.github.tfflows.tables.synthetic.Closeness;
import io.github.tfflows.tables.synthetic.Copies;
import io.github.tfflows.tables.synthetic.QualityScores;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The quality of draws as synthetic data in lines for people. */
public final class SyntheticSummary {
  private final List<Line> lines = new ArrayList<>();
  private final Notation notation = new Notation();

  /**
   * A number for draws, for real rows in their place, and for perfect draws. The last is a dash if
   * it is the number for real rows.
   */
  public record Line(String name, String draws, String real, String ideal) {}

  private SyntheticSummary(SyntheticQuality quality) {
    scores(quality.scores());
    quality
        .classifier()
        .ifPresent(
            one ->
                add(
                    "AUROC of a forest that separates them from rows",
                    one.auroc().draws().toString(),
                    one.auroc().real().toString(),
                    "0.5"));
    closeness(quality.closeness().distances());
    quality.copies().ifPresent(this::copies);
    quality
        .target()
        .ifPresent(
            one ->
                add(
                    "%s of %s by a forest of them".formatted(one.measure(), one.column()),
                    notation.score(one.draws()),
                    notation.score(one.real()),
                    "–"));
  }

  static List<Line> lines(SyntheticQuality quality) {
    return new SyntheticSummary(quality).lines;
  }

  /** Returns the numbers of rows and the meaning of the distances. */
  static String note(SyntheticQuality quality) {
    boolean isTraining = quality.copies().isPresent();
    StringBuilder note = new StringBuilder();
    write(note, "Scores of %,d draws and as many real rows", quality.rows());
    quality.classifier().ifPresent(one -> write(note, ", the forest of %,d of each", one.rows()));
    write(note, "; distances of %,d", quality.closeness().rows());
    write(note, " to %,d %s rows", quality.closeness().among(), isTraining ? "training" : "unseen");
    note.append(isTraining ? "." : "; without training rows, copies cannot be detected.");
    quality
        .target()
        .ifPresent(
            one ->
                write(
                    note,
                    " Forests of %,d draws and %,d rows predict %s, measured on %,d rows; %s is %s"
                        + " without any column.",
                    one.drawsRows(),
                    one.realRows(),
                    one.column(),
                    one.testRows(),
                    one.measure(),
                    new Notation().score(one.trivial())));
    return note.toString();
  }

  private static void write(StringBuilder note, String format, Object... values) {
    note.append(String.format(Locale.ROOT, format, values));
  }

  private void scores(SyntheticQuality.Pair<QualityScores> scores) {
    QualityScores draws = scores.draws();
    QualityScores real = scores.real();
    add("quality, overall", draws.overall(), real.overall(), "1");
    add("column shapes", draws.columnShapes(), real.columnShapes(), "1");
    add(
        "column pair trends, " + Numbers.counted(draws.strong().size(), "strong pair"),
        draws.columnPairTrends(),
        real.columnPairTrends(),
        "1");
    add("column pair trends, all pairs", draws.allPairTrends(), real.allPairTrends(), "1");
  }

  private void closeness(SyntheticQuality.Pair<Closeness> distances) {
    Closeness draws = distances.draws();
    Closeness real = distances.real();
    add("distance to the closest row, median", draws.median(), real.median(), "–");
    add("distance to the closest row, 5 %", draws.low(), real.low(), "–");
    add("distance to the closest row, 1 %", draws.lowest(), real.lowest(), "–");
    add("share that equals a row", draws.copies(), real.copies(), "–");
  }

  private void copies(Copies copies) {
    add(
        String.format(Locale.ROOT, "share closer to %,d training than unseen rows", copies.rows()),
        copies.draws(),
        copies.real(),
        "0.5");
  }

  private void add(String name, double draws, double real, String ideal) {
    add(name, notation.score(draws), notation.score(real), ideal);
  }

  private void add(String name, String draws, String real, String ideal) {
    lines.add(new Line(name, draws, real, ideal));
  }
}
