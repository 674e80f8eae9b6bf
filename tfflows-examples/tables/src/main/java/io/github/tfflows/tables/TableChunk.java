package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import java.util.List;

/**
 * A chunk of neighbouring rows.
 *
 * @param data the rows as numbers for the flow
 * @param rows the number of each row in its table, from 1
 * @param kept the further values of each row, as text
 */
public record TableChunk(Data data, List<Long> rows, List<List<String>> kept) {}
