package io.github.tfflows.tables.reading;

import java.util.List;
import java.util.Map;

/**
 * The rows of a chunk, with draws in place of missing values.
 *
 * @param rows the values of each row; none if no draw meets the requirements of the fit
 * @param problems the reason why a row has none, by its index in the chunk
 */
public record ImputedRows(List<List<Object>> rows, Map<Integer, String> problems) {}
