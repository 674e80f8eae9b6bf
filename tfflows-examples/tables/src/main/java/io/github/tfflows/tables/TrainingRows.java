package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.RandomStates;

/**
 * The rows of a table for training: values with a step get noise as wide as the step, and in a
 * model of any cell, each pass draws the given cells. One seed determines both the noise and the
 * given cells.
 */
public record TrainingRows(TableSchema schema, long seed) {
  /** Seeds of parts are far apart, since users often choose consecutive ones. */
  private static final long STRIDE = 0x9E3779B97F4A7C15L;

  /** Returns the rows of one of several trainings or parts, by its number. */
  public TrainingRows ofPart(int number) {
    return new TrainingRows(schema, seed + number * STRIDE);
  }

  /** Returns training rows, with fresh randomness in each pass. */
  public DataSource training(DataSource rows) {
    DataSource noisy = rows.dequantized(schema.spacing(), seed);
    return schema.conditioning() == Conditioning.NONE
        ? noisy
        : new RandomStates(schema.layout(), noisy, seed);
  }

  /** Returns validation rows, the same in every call. */
  public Data validation(Data rows) {
    long other = -seed - 1;
    Data noisy = rows.dequantized(schema.spacing(), other);
    return schema.conditioning() == Conditioning.NONE
        ? noisy
        : new RandomStates(schema.layout(), DataSource.of(noisy), other)
            .pass(0)
            .findFirst()
            .orElseThrow();
  }
}
