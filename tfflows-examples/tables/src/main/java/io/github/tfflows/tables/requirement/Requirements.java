package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Reach;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.requirement.Requirement.Equation;
import io.github.tfflows.tables.requirement.Requirement.Order;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The requirements of a table whose rows meet them.
 *
 * @param relations the rules of the columns that follow from others, or have bounds
 * @param kinds the kinds of distances, and of columns with constant bounds
 * @param keys the groups of columns whose values together occur in one row only
 */
public record Requirements(
    Map<String, Relation> relations, Map<String, ColumnKind> kinds, List<List<String>> keys) {
  public static final Requirements NONE = new Requirements(Map.of(), Map.of(), List.of());

  /**
   * Reads requirements, and checks them in a pass over a table.
   *
   * @param texts one or more requirements each, for {@link Requirement#parse}
   * @param given the columns that follow from no other
   * @throws IllegalArgumentException if a text is not a requirement, they contradict each other, or
   *     a row does not meet one
   */
  public static Requirements of(List<String> texts, TableSource table, Set<String> given)
      throws IOException {
    if (texts.isEmpty()) {
      return NONE;
    }
    List<Requirement> all =
        texts.stream()
            .flatMap(text -> Requirement.parse(text, table.columns()).stream())
            .distinct()
            .toList();
    Bounds bounds = new Bounds(of(all, Order.class), given);
    List<RuleScan> scans = new ArrayList<>();
    bounds.rules().forEach((column, rule) -> scans.add(new RuleScan(column, rule, table)));
    List<RowCheck> checks = RowCheck.all(all, table);
    check(table, checks, scans);
    Map<String, Relation> relations = new LinkedHashMap<>();
    Map<String, ColumnKind> kinds = new LinkedHashMap<>(bounds.between());
    for (RuleScan scan : scans) {
      kinds.put(scan.measured(), scan.kind());
      if (!scan.isFromZero()) {
        relations.put(scan.column(), scan.rule());
      }
    }
    of(all, Equation.class).forEach(one -> add(one, relations, given));
    for (RowCheck.Unique key : of(checks, RowCheck.Unique.class)) {
      String column = key.columns().get(0);
      key.numbered()
          .filter(rule -> !given.contains(column) && isUnrelated(column, relations))
          .filter(rule -> !(kinds.get(column) instanceof ColumnKind.Bounded))
          .ifPresent(rule -> relations.put(column, rule));
    }
    List<List<String>> keys =
        of(all, Requirement.Key.class).stream().map(Requirement.Key::columns).toList();
    return new Requirements(relations, kinds, keys);
  }

  /** Returns whether a column neither follows from others nor determines one. */
  public static boolean isUnrelated(String column, Map<String, Relation> relations) {
    return !relations.containsKey(column)
        && relations.values().stream().noneMatch(rule -> rule.sources().contains(column));
  }

  /**
   * Adds an equation; a sum is solved for a column that is neither given nor follows from others.
   */
  private static void add(Equation one, Map<String, Relation> relations, Set<String> given) {
    Map<String, Relation> forms = new LinkedHashMap<>(Map.of(one.column(), one.rule()));
    if (one.rule() instanceof Relation.Linear sum) {
      for (int i = 0; i < sum.sources().size(); i++) {
        forms.put(sum.sources().get(i), sum.solved(one.column(), i));
      }
    }
    for (Map.Entry<String, Relation> form : forms.entrySet()) {
      List<String> sources = form.getValue().sources();
      boolean isGiven = given.contains(form.getKey()) && !given.containsAll(sources);
      if (!isGiven && Reach.isFree(form.getKey(), sources, relations)) {
        relations.put(form.getKey(), form.getValue());
        return;
      }
    }
    throw new IllegalArgumentException(
        "the requirement that column %s %s: %s; expected one that does not"
            .formatted(
                Excerpt.of(one.column()),
                Excerpt.of(one.rule().words()),
                one.rule() instanceof Relation.Linear
                    ? "each of its columns is given, has a bound or follows from others already"
                    : "this column is given, has a bound, follows from others or determines one already"));
  }

  private static <R> List<R> of(List<?> all, Class<R> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static void check(TableSource table, List<RowCheck> checks, List<RuleScan> scans)
      throws IOException {
    try (RowCursor row = table.open()) {
      while (row.next()) {
        try {
          checks.forEach(check -> check.add(row));
          scans.forEach(scan -> scan.add(row));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s, %s, %s".formatted(table.name(), row.place(), row.reason(table.name(), e)), e);
        }
      }
    }
  }
}
