package io.github.tfflows.spark.row;

import io.github.tfflows.spark.model.LoadedModels;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.source.Missing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Scores the rows of a partition lazily, one chunk at a time.
 *
 * @param key the key of the model among those of a JVM
 * @param files the model
 * @param inputs the places of its columns
 * @param falseAlarmRate the share of ordinary rows that may be called anomalies
 * @param unsuitable the treatment of rows that do not suit the columns
 * @param added the columns to add
 */
public record RowScoring(
    String key,
    Broadcast<ModelFiles> files,
    InputColumns inputs,
    double falseAlarmRate,
    Unsuitable unsuitable,
    List<Added> added)
    implements MapPartitionsFunction<Row, Row> {
  /** Rows that are scored at once: few enough to stay in the cache of a core. */
  private static final int CHUNK = 1 << 11;

  /** A column to add. */
  enum Added {
    LOG_DENSITY {
      @Override
      Object of(RowScore score, double falseAlarmRate) {
        return (double) score.logProb();
      }
    },
    P_VALUE {
      @Override
      Object of(RowScore score, double falseAlarmRate) {
        return score.pValue();
      }
    },
    PREDICTION {
      @Override
      Object of(RowScore score, double falseAlarmRate) {
        return score.isAnomaly(falseAlarmRate) ? 1.0 : 0.0;
      }
    },
    PROBLEM {
      @Override
      Object of(RowScore score, double falseAlarmRate) {
        return score.problem().orElse("");
      }
    };

    abstract Object of(RowScore score, double falseAlarmRate);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    return new Scored(rows);
  }

  /** The rows with their scores. */
  private final class Scored implements Iterator<Row> {
    private final TableModel model = LoadedModels.of(key, files.value());
    private final List<Row> read = new ArrayList<>();
    private final Queue<Row> scored = new ArrayDeque<>();
    private final TableReader reader;

    Scored(Iterator<Row> rows) throws IOException {
      Reading reading = Reading.of(Missing.MODEL).with(unsuitable).inChunksOf(CHUNK);
      PartitionRows source = new PartitionRows(inputs, rows, read::add);
      this.reader = TableReader.open(source, model.schema(), reading);
    }

    @Override
    public boolean hasNext() {
      if (scored.isEmpty()) {
        next(chunk());
      }
      return !scored.isEmpty();
    }

    private Optional<TableChunk> chunk() {
      try {
        return reader.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void next(Optional<TableChunk> chunk) {
      if (chunk.isPresent()) {
        List<RowScore> scores = model.score(chunk.get());
        for (int i = 0; i < scores.size(); i++) {
          scored.add(extended(read.get(i), scores.get(i)));
        }
        read.clear();
      }
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all rows of the partition are scored");
      }
      return scored.remove();
    }
  }

  private Row extended(Row row, RowScore score) {
    Object[] values = new Object[row.size() + added.size()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    for (int i = 0; i < added.size(); i++) {
      values[row.size() + i] = added.get(i).of(score, falseAlarmRate);
    }
    return RowFactory.create(values);
  }
}
