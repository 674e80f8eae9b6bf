package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Optional;

/** The rows for validation, without rows of weight zero. */
public record HeldOutRows(Data rows, Execution execution) {
  private static final int VALIDATION_ROWS = 4096;

  public HeldOutRows {
    rows = rows.withoutZeroWeights();
  }

  public Optional<HeldOutLoss> loss(TrainingGraph graph) {
    int count = rows.count();
    if (count == 0) {
      return Optional.empty();
    }
    double[] losses = new double[count];
    Parts.shared(count, VALIDATION_ROWS, execution)
        .forEach(
            (from, to) -> {
              try (Feed feed = Feed.of(rows.slice(from, to), execution.precision())) {
                System.arraycopy(graph.losses(feed.tensors()), 0, losses, from, to - from);
              }
            });
    return Optional.of(HeldOutLoss.ofRows(losses, rows));
  }
}
