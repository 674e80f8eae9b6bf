package io.github.tfflows.tables.flow;

import io.github.tfflows.tables.cell.Attribute;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values that follow from the names of a column with a pool, such as the prices of products.
 * They are no cells of a row, and the outcome of the pool does not determine them, but other cells
 * may depend on them.
 */
final class NameAttributes {
  /** Rarer values share one encoding. */
  private static final int MOST_CLASSES = 128;

  /** The standard deviation of ranks from -1 to 1. */
  private static final double OF_RANKS = 1 / Math.sqrt(3);

  /** Returns the categories of a column of names with their attributes. */
  static CategoryCell categories(TableSchema schema, TableColumn column) {
    CategoryCell cell = column.categories();
    if (!(column.coding() instanceof NameCoding coding) || cell.pooled().isEmpty()) {
      return cell;
    }
    List<Attribute> attributes = new ArrayList<>();
    for (DerivedColumn derived : schema.derived()) {
      if (derived.relation() instanceof Relation.Renamed renamed
          && renamed.of().equals(column.name())) {
        List<String> values =
            coding.names().stream().map(name -> renamed.values().getOrDefault(name, "")).toList();
        attributes.add(
            derived.column().isText()
                ? classes(values, coding.counts())
                : ranks(values, coding.counts()));
      }
    }
    return cell.with(attributes);
  }

  private static Attribute classes(List<String> values, List<Long> counts) {
    Map<String, Long> rows = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      rows.merge(values.get(i), counts.get(i), Long::sum);
    }
    List<String> frequent =
        rows.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_CLASSES)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Integer> places = new HashMap<>();
    frequent.forEach(value -> places.put(value, places.size()));
    int other = frequent.size();
    return new Attribute(
        values.stream().map(value -> (double) places.getOrDefault(value, other)).toList(), other);
  }

  /**
   * Returns the standardized ranks of numbers among the rows, which equal numbers share; zero for a
   * missing one.
   */
  private static Attribute ranks(List<String> values, List<Long> counts) {
    List<Double> numbers = values.stream().map(Numbers::parse).toList();
    TreeMap<Double, Long> rows = new TreeMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      rows.merge(numbers.get(i), counts.get(i), Long::sum);
    }
    rows.remove(Double.NaN);
    double all = rows.values().stream().mapToLong(count -> count).sum();
    Map<Double, Double> ranks = new HashMap<>();
    long before = 0;
    for (Map.Entry<Double, Long> each : rows.entrySet()) {
      double middle = before + each.getValue() / 2.0;
      ranks.put(each.getKey(), (2 * middle / all - 1) / OF_RANKS);
      before += each.getValue();
    }
    return new Attribute(
        numbers.stream().map(number -> ranks.getOrDefault(number, 0.0)).toList(), 0);
  }

  private NameAttributes() {}
}
