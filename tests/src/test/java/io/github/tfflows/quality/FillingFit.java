package io.github.tfflows.quality;

import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Draws in place of missing values in the training rows of a model. */
final class FillingFit {
  /**
   * The filled tables.
   *
   * @param header the names of the columns
   * @param draws the rows of each table, in order; a row is a list of {@code Double} and text
   * @param seconds the seconds of the fit and of all draws, then the CPU seconds
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(List<String> header, List<List<List<Object>>> draws, double[] seconds) {}

  /** Fits a model to a file with gaps by the defaults, and fills them several times. */
  static Found measure(Path gaps, int draws, long seed, Consumer<Progress> listener)
      throws IOException {
    TableSource source = Tables.open(gaps);
    TableFit fit =
        TableFit.of(source)
            .givenAny()
            .withTraining(usual -> usual.withSeed(seed))
            .listening(FitListener.ofTraining(listener));
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      List<List<List<Object>>> filled = new ArrayList<>();
      for (int draw = 0; draw < draws; draw++) {
        filled.add(filled(model, source, 1_000 * seed + draw));
      }
      List<String> header = model.schema().written().stream().map(TableColumn::name).toList();
      return new Found(header, filled, watch.read());
    }
  }

  private static List<List<Object>> filled(TableModel model, TableSource source, long seed)
      throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    Reading reading = Reading.of(Missing.MODEL);
    try (TableReader reader = TableReader.ofGaps(source, model.schema(), reading)) {
      for (Optional<TableChunk> next = reader.next(); next.isPresent(); next = reader.next()) {
        rows.addAll(model.imputed(next.get(), seed));
      }
    }
    return rows;
  }

  private FillingFit() {}
}
