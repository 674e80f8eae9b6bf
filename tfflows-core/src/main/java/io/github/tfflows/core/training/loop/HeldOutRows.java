package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rows for validation, without rows of weight zero. */
public record HeldOutRows(Data rows, Execution execution) {
  private static final int VALIDATION_ROWS = 4096;

  /** The most values of a row in a text. */
  private static final int SHOWN = 10;

  public HeldOutRows {
    rows = rows.withoutZeroWeights();
  }

  public Optional<HeldOutLoss> loss(TrainingGraph graph) {
    return rows.count() == 0
        ? Optional.empty()
        : Optional.of(HeldOutLoss.ofRows(losses(graph), rows));
  }

  /** Returns the first row whose density is zero, as a text with its values. */
  public Optional<String> impossible(TrainingGraph graph) {
    double[] losses = losses(graph);
    return IntStream.range(0, losses.length)
        .filter(row -> losses[row] == Double.POSITIVE_INFINITY)
        .mapToObj(row -> text(rows.x(), row) + given(row))
        .findFirst();
  }

  private String given(int row) {
    return rows.context().size() == 0 ? "" : " given " + text(rows.context(), row);
  }

  private static String text(Rows from, int row) {
    int shown = Math.min(from.size(), SHOWN);
    String values = Arrays.toString(from.slice(row, row + 1).columns(0, shown).values());
    return shown == from.size() ? values : values.replace("]", ", …]");
  }

  private double[] losses(TrainingGraph graph) {
    double[] losses = new double[rows.count()];
    Parts.shared(losses.length, VALIDATION_ROWS, execution)
        .forEach(
            (from, to) -> {
              try (Feed feed = Feed.of(rows.slice(from, to), execution.precision())) {
                System.arraycopy(graph.losses(feed.tensors()), 0, losses, from, to - from);
              }
            });
    return losses;
  }
}
