package io.github.tfflows.quality;

import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Draws of a model of a table, with the defaults. */
final class SyntheticFit {
  private static final long OTHER_SEED = 100;

  /**
   * Fits a model to a file of rows, and writes as many draws.
   *
   * @param kinds a file with the declared kinds, {@code name=kind} in a line
   * @return the seconds, and the CPU seconds
   */
  static double[] measure(
      Path training, Path kinds, Path draws, long seed, Consumer<Progress> listener)
      throws IOException {
    TableFit fit =
        TableFit.of(Tables.open(training))
            .withTraining(usual -> usual.withSeed(seed))
            .listening(FitListener.ofTraining(listener));
    for (String line : Files.readAllLines(kinds)) {
      int end = line.lastIndexOf('=');
      fit = fit.withKind(line.substring(0, end), ColumnKind.parse(line.substring(end + 1)));
    }
    int count = Tables.cells(Tables.open(training)).size();
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      List<String> names = model.schema().written().stream().map(TableColumn::name).toList();
      List<String> lines = new ArrayList<>(List.of(String.join(",", names)));
      for (Map<String, Object> row : model.draw(count, seed + OTHER_SEED)) {
        lines.add(String.join(",", row.values().stream().map(SyntheticFit::text).toList()));
      }
      Files.write(draws, lines);
      return watch.read();
    }
  }

  private static String text(Object cell) {
    return cell instanceof Double number && number.isNaN() ? "" : cell.toString();
  }

  private SyntheticFit() {}
}
