package io.github.tfflows.gallery.architectures;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.shuttle.NormalRows;
import java.util.Locale;
import java.util.function.Consumer;
import org.hipparchus.stat.StatUtils;

/**
 * A trained flow, to be closed, with its quality and cost.
 *
 * @param heldOut the mean log-density of held-out rows, in nats
 * @param millisPerStep the time of a training step
 * @param millisPerThousandDraws the time of a thousand draws
 */
record Trial(
    CompiledDistribution model, double heldOut, double millisPerStep, double millisPerThousandDraws)
    implements AutoCloseable {
  private static final int DRAWS = 1_000;

  /** Trains the flow of an objective by a recipe, and measures it. */
  static Trial of(Objective objective, NormalRows rows, Training recipe) {
    StepTime steps = new StepTime();
    Data.Split split = Data.of(rows.training()).split(0.1, recipe.seed());
    CompiledDistribution model =
        recipe.fit(objective, DataSource.of(split.training()), split.heldOut(), steps);
    double heldOut = StatUtils.mean(Doubles.of(model.logProb(rows.test())));
    return new Trial(model, heldOut, steps.millis(), drawing(model));
  }

  private static double drawing(CompiledDistribution model) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 3; i++) {
      long begin = System.nanoTime();
      float[][] unused = model.sample(DRAWS, i);
      best = Math.min(best, (System.nanoTime() - begin) / 1e6);
    }
    return best;
  }

  /** The time of a step, without the first report's. */
  private static final class StepTime implements Consumer<Progress> {
    private int first;
    private double began;
    private int last;
    private double ended;

    @Override
    public void accept(Progress progress) {
      if (first == 0) {
        first = progress.step();
        began = progress.seconds();
      }
      last = progress.step();
      ended = progress.seconds();
    }

    double millis() {
      return 1e3 * (ended - began) / Math.max(1, last - first);
    }
  }

  String line(Architecture architecture, Target target) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.3f | %.2f | %.1f |",
        architecture,
        target,
        heldOut,
        millisPerStep,
        millisPerThousandDraws);
  }

  @Override
  public void close() {
    model.close();
  }
}
