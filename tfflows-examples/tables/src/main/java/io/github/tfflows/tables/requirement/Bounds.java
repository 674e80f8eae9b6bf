package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.requirement.Requirement.Order;
import io.github.tfflows.tables.requirement.Requirement.Side;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Comparisons as distances from bounds. In a group of columns that are compared with each other,
 * each column follows from the columns below it, or each from the columns above it. Given columns
 * follow from no other.
 */
record Bounds(List<Order> orders, Set<String> given) {
  /** The side of the columns that follow from others. */
  private enum Way {
    UP,
    DOWN;

    Side bound(Order order) {
      return this == UP ? order.lower() : order.upper();
    }

    Side column(Order order) {
      return this == UP ? order.upper() : order.lower();
    }

    Relation.Comparison comparison(Order order) {
      if (this == UP) {
        return order.isStrict() ? Relation.Comparison.ABOVE : Relation.Comparison.AT_LEAST;
      }
      return order.isStrict() ? Relation.Comparison.BELOW : Relation.Comparison.AT_MOST;
    }

    String distance(String column, List<String> bounds) {
      String all = String.join(", ", bounds);
      String farthest =
          bounds.size() == 1 ? all : (this == UP ? "max(%s)" : "min(%s)").formatted(all);
      return this == UP ? column + " - " + farthest : farthest + " - " + column;
    }
  }

  /** The rules of the columns that have bounds. */
  Map<String, Relation.Beyond> rules() {
    Map<String, Relation.Beyond> rules = new LinkedHashMap<>();
    for (Set<String> group : groups()) {
      Way way =
          Stream.of(Way.values())
              .filter(each -> pairs(group).stream().allMatch(pair -> suits(pair, each)))
              .findFirst()
              .orElseThrow(() -> contradiction(group));
      rules.putAll(rules(group, way));
    }
    for (Order order : orders) {
      Way way = order.lower().isColumn() ? Way.DOWN : Way.UP;
      String column = way.column(order).text();
      if (!isPair(order) && !given.contains(column) && !between().containsKey(column)) {
        String constant = way.bound(order).text();
        Relation.Beyond rule =
            new Relation.Beyond(
                List.of(),
                way.distance(column, List.of(constant)),
                way.comparison(order),
                constant);
        if (rules.putIfAbsent(column, rule) != null) {
          throw contradiction(Set.of(column));
        }
      }
    }
    return rules;
  }

  private static IllegalArgumentException contradiction(Set<String> columns) {
    return new IllegalArgumentException(
        "the requirements of %s bound them from several sides; expected bounds from below alone, or"
                .formatted(Excerpt.of(List.copyOf(columns)))
            + " from above alone, by given columns and constants");
  }

  /** The kinds of columns between two numbers. */
  Map<String, ColumnKind> between() {
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    for (Order low : orders) {
      for (Order high : orders) {
        boolean isOne = low.upper().isColumn() && low.upper().equals(high.lower());
        if (isOne && low.lower().isNumber() && high.upper().isNumber()) {
          kinds.merge(
              low.upper().text(),
              new ColumnKind.Bounded(low.lower().constant(), high.upper().constant()),
              Bounds::both);
        }
      }
    }
    kinds.keySet().removeAll(given);
    return kinds;
  }

  /** The numbers that are between the bounds of two kinds. */
  private static ColumnKind both(ColumnKind one, ColumnKind other) {
    return new ColumnKind.Bounded(
        Math.max(one.low(), other.low()), Math.min(one.high(), other.high()));
  }

  /** The comparisons of columns in a group, except those of two given columns. */
  private List<Order> pairs(Set<String> group) {
    return orders.stream()
        .filter(Bounds::isPair)
        .filter(order -> group.contains(order.lower().text()))
        .filter(order -> !(isGiven(order.lower()) && isGiven(order.upper())))
        .toList();
  }

  private boolean isGiven(Side side) {
    return given.contains(side.text());
  }

  private static boolean isPair(Order order) {
    return order.lower().isColumn() && order.upper().isColumn();
  }

  /** Whether a column can follow from its bound: it is not given, and no constant bounds it. */
  private boolean suits(Order pair, Way way) {
    Side column = way.column(pair);
    return !isGiven(column)
        && orders.stream()
            .filter(order -> order.lower().equals(column) || order.upper().equals(column))
            .allMatch(Bounds::isPair);
  }

  /**
   * The rules of a group. The rules of bounds come before the rules of the columns that they bound.
   */
  private Map<String, Relation.Beyond> rules(Set<String> group, Way way) {
    Map<String, Relation.Beyond> rules = new LinkedHashMap<>();
    Set<String> done = new LinkedHashSet<>();
    for (Optional<String> next = free(group, done, way); next.isPresent(); ) {
      String column = next.get();
      List<Order> own = own(group, column, way);
      if (own.stream().map(Order::isStrict).distinct().count() > 1) {
        throw new IllegalArgumentException(
            "the column %s is bounded with and without equality; expected the same for all bounds"
                .formatted(Excerpt.of(column)));
      }
      if (!own.isEmpty()) {
        List<String> bounds = own.stream().map(pair -> way.bound(pair).text()).distinct().toList();
        rules.put(
            column,
            new Relation.Beyond(
                bounds, way.distance(column, bounds), way.comparison(own.get(0)), ""));
      }
      done.add(column);
      next = free(group, done, way);
    }
    if (done.size() < group.size()) {
      throw new IllegalArgumentException(
          "the requirements of %s go round in a circle".formatted(Excerpt.of(List.copyOf(group))));
    }
    return rules;
  }

  /** A column whose bounds all have their rules. */
  private Optional<String> free(Set<String> group, Set<String> done, Way way) {
    return group.stream()
        .filter(column -> !done.contains(column))
        .filter(
            column ->
                own(group, column, way).stream()
                    .allMatch(pair -> done.contains(way.bound(pair).text())))
        .findFirst();
  }

  private List<Order> own(Set<String> group, String column, Way way) {
    return pairs(group).stream().filter(pair -> way.column(pair).text().equals(column)).toList();
  }

  private List<Set<String>> groups() {
    List<Set<String>> groups = new ArrayList<>();
    for (Order order : orders) {
      if (isPair(order)) {
        Set<String> merged = new LinkedHashSet<>();
        merged.add(order.lower().text());
        merged.add(order.upper().text());
        for (Set<String> group : List.copyOf(groups)) {
          if (group.contains(order.lower().text()) || group.contains(order.upper().text())) {
            merged.addAll(group);
            groups.remove(group);
          }
        }
        groups.add(merged);
      }
    }
    return groups;
  }
}
