package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.synthetic.ColumnShape;
import io.github.tfflows.cli.synthetic.Copies;
import io.github.tfflows.cli.synthetic.PairTrend;
import io.github.tfflows.cli.synthetic.QualityScores;
import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.cli.synthetic.TargetScore;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints the quality of draws as synthetic data. */
final class SyntheticText {
  private static final int LOWEST = 5;
  private static final String LINE = "  %-48s %10s %10s%n";

  private final PrintWriter out;
  private final Notation notation = new Notation();

  SyntheticText(PrintWriter out) {
    this.out = out;
  }

  void print(SyntheticQuality quality) {
    print("%nDraws as synthetic data, beside real rows in place of the draws%n");
    print(LINE, "", "draws", "real rows");
    scores(quality.scores());
    quality
        .classifier()
        .ifPresent(
            one ->
                print(
                    LINE,
                    "AUROC of a forest that tells them from rows",
                    notation.score(one.auroc().draws().value()),
                    notation.score(one.auroc().real().value())));
    closeness(quality);
    quality.target().ifPresent(this::target);
    print("  (scores of %,d draws and as many real rows", quality.rows());
    quality.classifier().ifPresent(one -> print(", the forest of %,d", one.rows()));
    print("; distances of %,d", quality.closeness().rows());
    print(" to %,d%s)%n", quality.closeness().among(), among(quality));
    lowest(quality.scores());
  }

  private static String among(SyntheticQuality quality) {
    return quality.copies().isPresent() ? " training rows" : ", none of them training rows";
  }

  private void scores(SyntheticQuality.Pair<QualityScores> scores) {
    QualityScores draws = scores.draws();
    QualityScores real = scores.real();
    line("quality, overall", draws.overall(), real.overall());
    line("column shapes", draws.columnShapes(), real.columnShapes());
    line(
        "column pair trends, of %d strong pairs".formatted(draws.strong().size()),
        draws.columnPairTrends(),
        real.columnPairTrends());
    line("column pair trends, of all pairs", draws.allPairTrends(), real.allPairTrends());
  }

  private void closeness(SyntheticQuality quality) {
    var distances = quality.closeness().distances();
    line("closest row, median distance", distances.draws().median(), distances.real().median());
    line("closest row, distance at 5 %", distances.draws().low(), distances.real().low());
    line("closest row, distance at 1 %", distances.draws().lowest(), distances.real().lowest());
    line("share that equals a row", distances.draws().copies(), distances.real().copies());
    quality.copies().ifPresent(this::copies);
  }

  private void copies(Copies copies) {
    line(
        "share closer to %,d training than unseen rows".formatted(copies.rows()),
        copies.draws(),
        copies.real());
  }

  private void target(TargetScore score) {
    line(
        "%s of %s by a forest of them".formatted(score.measure(), score.column()),
        score.draws(),
        score.real());
    print(
        "  (%s without any column; forests of %,d draws and %,d rows, measured on %,d)%n",
        notation.score(score.trivial()), score.drawsRows(), score.realRows(), score.testRows());
  }

  private void lowest(SyntheticQuality.Pair<QualityScores> scores) {
    print("%nLowest scores of columns and of strong pairs%n");
    print(LINE, "", "draws", "real rows");
    List<ColumnShape> shapes = scores.draws().shapes();
    shapes.stream()
        .filter(one -> !Double.isNaN(one.score()))
        .sorted(Comparator.comparing(ColumnShape::score))
        .limit(LOWEST)
        .forEach(
            one ->
                line(
                    one.column(),
                    one.score(),
                    scores.real().shapes().get(shapes.indexOf(one)).score()));
    List<PairTrend> trends = scores.draws().trends();
    scores.draws().strong().stream()
        .filter(one -> !Double.isNaN(one.score()))
        .sorted(Comparator.comparing(PairTrend::score))
        .limit(LOWEST)
        .forEach(
            one ->
                line(
                    one.first() + ", " + one.second(),
                    one.score(),
                    scores.real().trends().get(trends.indexOf(one)).score()));
  }

  private void line(String name, double draws, double real) {
    print(LINE, name, notation.score(draws), notation.score(real));
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
