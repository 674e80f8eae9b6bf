package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.Rows;
import io.github.tfflows.gallery.plot.Chart;
import io.github.tfflows.gallery.plot.Distributions;
import io.github.tfflows.gallery.plot.Group;
import io.github.tfflows.gallery.plot.PairGrid;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Panel;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The pictures of rows, draws and losses. */
final class Figures {
  static final int MOST_PAIRED = 6;

  private static final int POINTS = 1500;
  private static final int MOST_MARGINALS = 24;
  private static final int BINS = 50;
  private static final int CELL = 150;
  private static final double LATENT_LIMIT = 3.6;
  private static final int WIDE = 720;
  private static final int HIGH = 380;

  /** The losses, without the first report, from which they fall too far to show the rest. */
  static Figure loss(LossCurve curve) {
    List<LossCurve.Point> all = curve.points();
    List<LossCurve.Point> shown = all.subList(Math.min(1, all.size() - 1), all.size());
    Chart chart =
        new Chart("Loss while training", "step", "negative log-likelihood, nats a row")
            .horizontal(new Range(0, all.get(all.size() - 1).step()))
            .legend(LegendPosition.InsideNE)
            .line(
                "training",
                shown.stream().mapToDouble(LossCurve.Point::step).toArray(),
                shown.stream().mapToDouble(LossCurve.Point::loss).toArray(),
                Palette.LATENT);
    List<LossCurve.Point> validated = curve.validated();
    if (!validated.isEmpty()) {
      chart.line(
          "validation",
          validated.stream().mapToDouble(LossCurve.Point::step).toArray(),
          validated.stream().mapToDouble(point -> point.heldOutLoss().orElseThrow()).toArray(),
          Palette.ACCENT);
    }
    return Figure.of(
        "loss",
        "The loss while the model was trained; the model is that of the lowest validation loss.",
        new Picture("", List.of(chart), 1, WIDE, HIGH));
  }

  /** The columns against each other, the most different ones where they are too many. */
  static Figure pairs(Evidence evidence, List<Marginal> marginals) {
    int[] chosen = mostDifferent(marginals.stream().mapToDouble(Marginal::distance).toArray());
    Rows rows = evidence.test().data().x();
    Rows draws = evidence.draws().x();
    List<String> names = IntStream.of(chosen).mapToObj(i -> marginals.get(i).column()).toList();
    List<Group> groups =
        List.of(
            new Group("rows", picked(rows, chosen), Palette.DATA),
            new Group("draws", picked(draws, chosen), Palette.DRAWN));
    String which =
        chosen.length == marginals.size()
            ? "Each column against each other"
            : "The %d columns of %d whose rows and draws differ most"
                .formatted(chosen.length, marginals.size());
    return Figure.of(
        "pairs",
        which + ". Where the model is right, both colours cover the same places.",
        grid(
            names,
            IntStream.range(0, chosen.length).mapToObj(i -> range(i, groups)).toList(),
            groups));
  }

  /** Where the model sends the rows, against draws of its base. */
  static Figure latent(Rows latent, long seed, Calibration calibration) {
    int[] chosen =
        mostDifferent(
            calibration.coordinates().stream().mapToDouble(Uniformity::distance).toArray());
    List<String> names =
        IntStream.of(chosen).mapToObj(i -> calibration.coordinates().get(i).what()).toList();
    String which =
        chosen.length == latent.size()
            ? ""
            : "; the %d coordinates of %d that are farthest from it"
                .formatted(chosen.length, latent.size());
    return Figure.of(
        "latent",
        "Rows in the latent space, which would be draws of a standard normal if the model were"
            + " right%s.".formatted(which),
        grid(
            names,
            Collections.nCopies(names.size(), Range.around0(LATENT_LIMIT)),
            List.of(
                new Group("standard normal", normal(chosen.length, seed), Palette.FAINT),
                new Group("rows", picked(latent, chosen), Palette.LATENT))));
  }

  /** Each column of rows and draws. */
  static Figure marginals(Evidence evidence, List<Marginal> marginals) {
    Rows rows = evidence.test().data().x();
    Rows draws = evidence.draws().x();
    int count = Math.min(MOST_MARGINALS, marginals.size());
    List<Group> groups =
        List.of(
            new Group("rows", List.of(rows.toArrays()), Palette.DATA),
            new Group("draws", List.of(draws.toArrays()), Palette.DRAWN));
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      panels.add(new Distributions(marginals.get(i).column(), i, range(i, groups), BINS, groups));
    }
    String which = count == marginals.size() ? "" : " The first %d columns.".formatted(count);
    return Figure.of(
        "marginals",
        "Each column on its own, the middle 99 %: dark the rows, orange the draws." + which,
        new Picture("", panels, Math.min(3, count), 330, 220));
  }

  private static Picture grid(List<String> names, List<Range> ranges, List<Group> groups) {
    int side = 140 + CELL * names.size();
    return new Picture("", List.of(new PairGrid(names, ranges, groups)), 1, side, side - 60);
  }

  private static List<float[]> normal(int columns, long seed) {
    Random random = new Random(seed);
    float[] values = new float[POINTS * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return List.of(Rows.of(values, columns).toArrays());
  }

  private static Range range(int column, List<Group> groups) {
    float[] all = new float[0];
    for (Group group : groups) {
      float[] more = group.column(column);
      int length = all.length;
      all = Arrays.copyOf(all, length + more.length);
      System.arraycopy(more, 0, all, length, more.length);
    }
    return Range.ofMost(all);
  }

  /** Some columns of the first rows. */
  private static List<float[]> picked(Rows rows, int... columns) {
    return IntStream.range(0, Math.min(POINTS, rows.count()))
        .mapToObj(
            row -> {
              float[] point = new float[columns.length];
              for (int i = 0; i < columns.length; i++) {
                point[i] = rows.values()[row * rows.size() + columns[i]];
              }
              return point;
            })
        .toList();
  }

  /** The columns of the largest distances, in their order. */
  private static int[] mostDifferent(double... distances) {
    return IntStream.range(0, distances.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -distances[i]))
        .limit(MOST_PAIRED)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private Figures() {}
}
