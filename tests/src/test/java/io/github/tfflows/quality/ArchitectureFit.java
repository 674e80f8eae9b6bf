package io.github.tfflows.quality;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.gallery.architectures.Architecture;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/** The fit of an architecture of the gallery, and its CPU time. */
final class ArchitectureFit implements Consumer<Progress> {
  private static final int DRAWS = 1000;

  private final Stopwatch watch = Stopwatch.start();
  private final int firstStep;
  private double firstSeconds;
  private int lastStep;
  private double lastSeconds;

  private ArchitectureFit(int firstStep) {
    this.firstStep = firstStep;
  }

  /**
   * Returns the mean log-likelihood of the test rows, milliseconds a training step, and
   * milliseconds for a thousand draws.
   *
   * @param flow the name of an {@link Architecture}, as its {@code toString} writes it
   */
  static double[] measure(QualitySettings settings, String data, String flow, long seed)
      throws IOException {
    Rows training = settings.rows(data, seed, "training");
    Rows validation = settings.rows(data, seed, "validation");
    Rows test = settings.rows(data, seed, "test");
    Distribution definition = named(flow).of(training.size());
    ArchitectureFit fit = new ArchitectureFit(settings.integer("validation_every"));
    try (CompiledDistribution model =
        new SizedFlows(settings).fit(definition, training, validation, seed, fit)) {
      double drawing = drawing(model, settings.number("drawing"));
      return new double[] {QualityRuns.mean(model.logProb(test)), fit.stepping(), drawing};
    }
  }

  private static Architecture named(String name) {
    return Architecture.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Counts the steps after the first validation, when the graph has been built. */
  @Override
  public void accept(Progress progress) {
    lastStep = progress.step();
    lastSeconds = watch.read()[1];
    if (lastStep <= firstStep) {
      firstSeconds = lastSeconds;
    }
  }

  private double stepping() {
    return 1e3 * (lastSeconds - firstSeconds) / (lastStep - firstStep);
  }

  /**
   * The time of draws, repeated for at least some seconds after a first call that does not count.
   */
  private static double drawing(CompiledDistribution model, double least) {
    model.sampleAndLogProb(DRAWS, 0);
    Stopwatch watch = Stopwatch.start();
    int repeats = 0;
    double seconds = 0;
    while (repeats == 0 || seconds < least) {
      repeats++;
      model.sampleAndLogProb(DRAWS, repeats);
      seconds = watch.read()[1];
    }
    return 1e3 * seconds / repeats;
  }
}
