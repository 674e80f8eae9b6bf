package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import java.util.List;

/**
 * Neighbouring rows of a table.
 *
 * @param data what the flow takes
 * @param rows the number of each row in its file, the first being 1
 * @param kept the values of each row that are passed on as they are
 */
public record TablePiece(Data data, List<Long> rows, List<List<String>> kept) {}
