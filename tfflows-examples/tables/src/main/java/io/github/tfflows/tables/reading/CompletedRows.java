package io.github.tfflows.tables.reading;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows with draws in place of cells that are missing, or not given.
 *
 * @param rows the values of each row; none if no draw meets the requirements of the fit
 * @param problems the reason why a row has none, by its index
 */
public record CompletedRows(List<List<Object>> rows, Map<Integer, String> problems) {
  /**
   * Returns the problems by the numbers of rows in their table.
   *
   * @param numbers the number of each row, the same for several draws of a row
   */
  public Map<Long, String> problemsOf(List<Long> numbers) {
    Map<Long, String> byNumber = new TreeMap<>();
    problems.forEach((row, problem) -> byNumber.putIfAbsent(numbers.get(row), problem));
    return byNumber;
  }
}
