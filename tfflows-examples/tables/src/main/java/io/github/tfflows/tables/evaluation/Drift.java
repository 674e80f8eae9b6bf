package io.github.tfflows.tables.evaluation;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tests of whether new rows have the distribution of the rows of the fit. One test is for each
 * column, and one for the strangeness of rows, which detects changed dependence between columns.
 *
 * @param strangeness the agreement of the strangeness of new rows and of held-out rows
 * @param columns the agreement of each column, by name
 */
public record Drift(
    int rows, ColumnProfile.Agreement strangeness, Map<String, ColumnProfile.Agreement> columns) {
  public Drift {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * Returns the joint p-value of all tests: the smallest p-value times the number of tests, at most
   * one (Bonferroni).
   */
  public double pValue() {
    double least =
        Stream.concat(Stream.of(strangeness), columns.values().stream())
            .mapToDouble(ColumnProfile.Agreement::pValue)
            .min()
            .orElseThrow();
    return Math.min(1, least * (columns.size() + 1));
  }

  /**
   * Returns the columns that have changed, the most certain one first. The rate is the probability
   * of at least one column without a change.
   */
  public Map<String, ColumnProfile.Agreement> changed(double falseAlarmRate) {
    double most = falseAlarmRate / (columns.size() + 1);
    Map<String, ColumnProfile.Agreement> changed = new LinkedHashMap<>();
    columns.entrySet().stream()
        .filter(column -> column.getValue().pValue() <= most)
        .sorted(
            Comparator.comparingDouble(
                (Map.Entry<String, ColumnProfile.Agreement> column) -> column.getValue().pValue()))
        .forEach(column -> changed.put(column.getKey(), column.getValue()));
    return changed;
  }
}
