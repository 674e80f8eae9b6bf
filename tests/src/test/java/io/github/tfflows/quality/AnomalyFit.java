package io.github.tfflows.quality;

import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The strangeness of rows, with the defaults. */
final class AnomalyFit {
  /**
   * The strangeness of rows.
   *
   * @param strangeness one number a row; infinite for one that does not suit the columns
   * @param seconds the seconds of the fit and of the scores, then the CPU seconds
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(float[] strangeness, double[] seconds) {}

  /** Fits a model to a file of rows, and scores those of another one. */
  static Found measure(Path training, Path test, long seed, Consumer<Progress> listener)
      throws IOException {
    TableFit fit =
        TableFit.of(Tables.open(training))
            .withTraining(usual -> usual.withSeed(seed))
            .listening(FitListener.ofTraining(listener));
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      List<RowScore> scores = model.score(Tables.open(test));
      float[] strangeness = new float[scores.size()];
      for (int i = 0; i < strangeness.length; i++) {
        strangeness[i] = scores.get(i).strangeness();
      }
      return new Found(strangeness, watch.read());
    }
  }

  private AnomalyFit() {}
}
