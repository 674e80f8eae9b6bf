package io.github.tfflows.tables;

import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.SkippedRows;
import java.util.Optional;

/**
 * The rows of a fit.
 *
 * @param table the name of the table
 * @param schema the columns of the model
 * @param count the number of rows, those to be held out among them
 * @param kept how many of them are kept, drawn at random where these are not all: at least as many
 *     as the steps of the training visit
 * @param weights the column of weights, if rows count differently
 * @param skipped the rows that were left out
 */
public record FitRows(
    String table,
    TableSchema schema,
    int count,
    int kept,
    Optional<String> weights,
    SkippedRows skipped) {}
