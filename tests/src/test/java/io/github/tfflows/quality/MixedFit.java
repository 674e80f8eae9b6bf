package io.github.tfflows.quality;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.function.Consumer;

/** Fits of a table of known probability, by the defaults of the tool. */
final class MixedFit {
  private static final int TEST_ROWS = 20_000;

  /** Returns the mean log-probability of complete rows, the true one, seconds, and CPU seconds. */
  static double[] measure(String kind, int rows, long seed, Consumer<Progress> listener)
      throws IOException {
    KnownTable table = new KnownTable(gaps(kind));
    TableSource source = table.training(rows, seed);
    Conditioning conditioning = kind.equals("any") ? Conditioning.ANY : Conditioning.NONE;
    TableFit fit =
        TableFit.of(source)
            .withConditioning(conditioning)
            .withTraining(usual -> usual.withSeed(seed))
            .listening(FitListener.ofTraining(listener));
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      double[] seconds = watch.read();
      long testSeed = -seed - 1;
      Data test =
          TableReader.readAll(table.test(TEST_ROWS, testSeed), model.schema(), Missing.MODEL);
      double truth = table.truth(TEST_ROWS, testSeed);
      double found = QualityRuns.mean(model.logProb(test));
      return new double[] {found, truth, seconds[0], seconds[1]};
    }
  }

  private static KnownTable.Gaps gaps(String kind) {
    return switch (kind) {
      case "complete", "any" -> KnownTable.Gaps.NONE;
      case "missing_at_random" -> KnownTable.Gaps.AT_RANDOM;
      case "missing_by_name" -> KnownTable.Gaps.BY_NAME;
      default -> throw new IllegalArgumentException("no table is named " + kind);
    };
  }

  private MixedFit() {}
}
