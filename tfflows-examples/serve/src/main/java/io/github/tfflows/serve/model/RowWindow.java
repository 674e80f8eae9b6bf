package io.github.tfflows.serve.model;

import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.evaluation.Drift;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows of requests, and compares them with the rows of the fit, a thousand at a time. Rows
 * that arrive during a comparison are left out, and so are rows whose comparison the workers
 * refuse.
 */
final class RowWindow {
  /** The rows of a comparison. */
  static final int SIZE = 1_000;

  private static final System.Logger LOG = System.getLogger(RowWindow.class.getName());

  private final String name;
  private final Function<List<Map<String, @Nullable Object>>, Drift> comparison;
  private final Executor workers;
  private final Consumer<Drift> drifts;
  private List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private boolean isComparing;
  private boolean hasFailed;

  /**
   * Creates an empty window.
   *
   * @param name the name of the model, for messages
   * @param comparison compares rows with the rows of the fit
   * @param workers where comparisons run
   * @param drifts receives the results of comparisons
   */
  RowWindow(
      String name,
      Function<List<Map<String, @Nullable Object>>, Drift> comparison,
      Executor workers,
      Consumer<Drift> drifts) {
    this.name = name;
    this.comparison = comparison;
    this.workers = workers;
    this.drifts = drifts;
  }

  /** Compares those rows that suit the columns of a model with the rows of its fit. */
  static Drift drift(TableModel model, List<Map<String, @Nullable Object>> rows) {
    TableSource source = TableSources.ofMaps("the requests", rows);
    try (TableReader reader =
        TableReader.open(source, model.schema(), Reading.whole(rows.size()))) {
      return model.drift(reader.next().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds rows; once there are enough, the workers compare them. */
  void add(List<Map<String, @Nullable Object>> more) {
    List<Map<String, @Nullable Object>> full;
    synchronized (this) {
      if (isComparing) {
        return;
      }
      rows.addAll(more);
      if (rows.size() < SIZE) {
        return;
      }
      full = rows;
      rows = new ArrayList<>();
      isComparing = true;
    }
    try {
      workers.execute(() -> compare(full));
    } catch (RejectedExecutionException e) { // busy, or the server ends
      end();
    }
  }

  private synchronized void end() {
    isComparing = false;
  }

  private void compare(List<Map<String, @Nullable Object>> full) {
    try {
      drifts.accept(comparison.apply(full));
    } catch (RuntimeException | OutOfMemoryError e) {
      report(e);
    } finally {
      end();
    }
  }

  /** Logs the first failure; further ones are most often the same. */
  private void report(Throwable failure) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "%s: its requests cannot be compared with the rows of the fit".formatted(name),
          failure);
    }
  }
}
