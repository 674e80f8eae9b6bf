package io.github.tfflows.serve;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models of two columns of normal numbers, {@code a} and {@code b}. */
public final class NormalTable {
  private NormalTable() {}

  /** Exports a model of numbers around a mean of {@code a}, as the only version. */
  public static void export(double mean, Path directory) throws IOException {
    Random random = new Random(1);
    TableSource rows =
        Tables.of("a,b", 300, i -> List.of(mean + random.nextGaussian(), random.nextGaussian()));
    try (TableModel model =
        TableFit.of(rows)
            .withFlow("one layer", d -> Flows.realNvp(d))
            .withTraining(usual -> usual.withSteps(50).withMembers(1))
            .fit()) {
      model.export(directory, ExportOptions.defaults().replacing());
    }
  }

  /** Waits until a row is ordinary, by a newer version. */
  public static void awaitOrdinary(LiveTable model, Map<String, Object> row)
      throws InterruptedException {
    for (int i = 0; i < 1_000 && model.with(table -> table.score(row)).isAnomaly(0.05); i++) {
      Thread.sleep(10);
    }
  }
}
