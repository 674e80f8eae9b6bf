package io.github.tfflows.quality;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The weights during a training, with their times. */
final class Trace implements Consumer<Progress> {
  private record Seen(double seconds, Weights weights) {}

  private final long began;
  private final List<Seen> all = new ArrayList<>();
  private double loss = Double.NaN;

  private Trace(long began) {
    this.began = began;
  }

  /**
   * Fits the default. Returns seconds since the process began and the loss of the test rows with
   * the weights of that time, in turn; the losses are computed after the training.
   */
  static double[] of(Rows rows, Rows test, long seed, long began, Consumer<Progress> listener) {
    Trace trace = new Trace(began);
    try (CompiledDistribution model =
        DefaultFit.fit(rows.toArrays(), seed, trace.andThen(listener))) {
      trace.all.add(new Seen(trace.seconds(), model.weights()));
      return trace.losses(model.description().definition(), test);
    }
  }

  /** Keeps the weights of each validation. */
  @Override
  public void accept(Progress progress) {
    double now = progress.heldOutLoss().orElse(Double.NaN);
    if (Double.compare(now, loss) != 0) {
      loss = now;
      all.add(new Seen(seconds(), progress.weights()));
    }
  }

  private double seconds() {
    return (System.currentTimeMillis() - began) / 1e3;
  }

  private double[] losses(Distribution definition, Rows test) {
    double[] values = new double[2 * all.size()];
    for (int i = 0; i < all.size(); i++) {
      values[2 * i] = all.get(i).seconds();
      try (CompiledDistribution model =
          CompiledDistribution.compile(definition, 0, all.get(i).weights(), Execution.defaults())) {
        values[2 * i + 1] = -QualityRuns.mean(model.logProb(test));
      }
    }
    return values;
  }
}
