package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.recipe.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The losses of a training in order, which are exported with the description of a model. */
public record LossCurve(List<Point> points) {
  /** The key of the curve in a model's description. */
  public static final String KEY = "loss_curve";

  private static final String NONE = "-";
  private static final int MOST = 500;

  /**
   * A report.
   *
   * @param step the number of steps of the member so far
   * @param loss the mean loss of the steps since the report before, in nats a row
   * @param heldOutLoss the loss of the rows kept from training, if there are any
   */
  public record Point(int step, double loss, OptionalDouble heldOutLoss) {
    /** Returns the losses of a report, whose steps count on from one member to the next. */
    public static Point of(Progress progress, int memberSteps) {
      int step = 1 + (progress.step() - 1) % memberSteps;
      return new Point(step, progress.loss(), progress.heldOutLoss());
    }
  }

  public LossCurve {
    points = List.copyOf(points);
  }

  /**
   * Reads the curve from the description of a model.
   *
   * @throws IllegalArgumentException if the text is not a curve
   */
  public static Optional<LossCurve> read(ModelDescription description) {
    String text = description.entries().getOrDefault(KEY, "");
    if (text.isBlank()) {
      return Optional.empty();
    }
    List<Point> points = new ArrayList<>();
    for (String entry : text.split(";", -1)) {
      points.add(point(entry.strip()));
    }
    return Optional.of(new LossCurve(points));
  }

  private static Point point(String entry) {
    String[] parts = entry.split(" ", -1);
    try {
      return new Point(
          Integer.parseInt(parts[0]),
          Double.parseDouble(parts[1]),
          parts[2].equals(NONE)
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.parseDouble(parts[2])));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "expected a step and two losses in the model's %s, got \"%s\"".formatted(KEY, entry), e);
    }
  }

  /** Returns the curve of each member, which begins where the steps do. */
  public List<LossCurve> members() {
    List<LossCurve> members = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= points.size(); i++) {
      if (i == points.size() || points.get(i).step() <= points.get(i - 1).step()) {
        members.add(new LossCurve(points.subList(begin, i)));
        begin = i;
      }
    }
    return members;
  }

  /** The first report of each validation of a member after the initial one. */
  public List<Point> validated() {
    List<Point> validated = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      OptionalDouble loss = points.get(i).heldOutLoss();
      if (loss.isPresent() && !loss.equals(points.get(i - 1).heldOutLoss())) {
        validated.add(points.get(i));
      }
    }
    return validated;
  }

  /**
   * Returns step, loss and held-out loss of each report as text; thinned out where there are very
   * many.
   */
  public String text() {
    int stride = 1 + points.size() / MOST;
    List<String> entries = new ArrayList<>();
    for (int i = (points.size() - 1) % stride; i < points.size(); i += stride) { // with the last
      entries.add(text(points.get(i)));
    }
    return String.join("; ", entries);
  }

  private static String text(Point point) {
    String heldOut =
        point.heldOutLoss().isPresent()
            ? String.format(Locale.ROOT, "%.5f", point.heldOutLoss().getAsDouble())
            : NONE;
    return String.format(Locale.ROOT, "%d %.5f %s", point.step(), point.loss(), heldOut);
  }
}
