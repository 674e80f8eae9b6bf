package io.github.tfflows.serve.model;

import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.evaluation.Drift;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers rows of requests, and compares them with those of the fit, a thousand at a time. */
final class RowWindow {
  /** The rows of a comparison. */
  static final int SIZE = 1_000;

  private final TableModel model;
  private List<Map<String, @Nullable Object>> rows = new ArrayList<>();

  RowWindow(TableModel model) {
    this.model = model;
  }

  /**
   * Adds rows that suit the columns.
   *
   * @return the comparison of all rows since the one before, once they are enough
   */
  Optional<Drift> add(List<Map<String, @Nullable Object>> more) {
    List<Map<String, @Nullable Object>> full;
    synchronized (this) {
      rows.addAll(more);
      if (rows.size() < SIZE) {
        return Optional.empty();
      }
      full = rows;
      rows = new ArrayList<>();
    }
    Reading whole = Reading.of(Missing.MODEL).reporting().inChunksOf(full.size());
    try (TableReader reader =
        TableReader.open(TableSources.ofMaps("the requests", full), model.schema(), whole)) {
      return Optional.of(model.drift(reader.next().orElseThrow()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
