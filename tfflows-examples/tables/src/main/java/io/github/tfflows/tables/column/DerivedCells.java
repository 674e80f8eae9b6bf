package io.github.tfflows.tables.column;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cells of derived columns, in draws and in values given by name.
 *
 * @param columns the columns that they follow from
 * @param links the derived columns by their place
 */
public record DerivedCells(List<TableColumn> columns, List<Link> links) {
  /** The place of the source of a constant. */
  private static final int NONE = -1;

  /**
   * A derived column and its source.
   *
   * @param index the place of the source among {@link TableSchema#all}; -1 for a constant
   */
  public record Link(DerivedColumn derived, TableColumn source, int index) {
    Object value(List<Object> cells) {
      return derived.value(source, index == NONE ? "" : cells.get(index));
    }
  }

  /**
   * The derived columns that a table has.
   *
   * @param links the columns
   * @param places their places in a row
   */
  public record InRow(List<Link> links, List<Integer> places) {
    /** The columns that follow from some columns and are in a table. */
    public static InRow of(
        List<DerivedColumn> derived, List<TableColumn> columns, TableSource source) {
      List<Link> links =
          DerivedCells.links(derived, columns).stream()
              .filter(link -> source.columns().contains(link.derived.column().name()))
              .toList();
      return new InRow(
          links,
          links.stream()
              .map(link -> source.columns().indexOf(link.derived.column().name()))
              .toList());
    }

    private Object cell(RowCursor row, int link) {
      return links.get(link).derived.column().cell(row, places.get(link));
    }

    /** Whether others imply the values of a column. */
    public boolean imply(String column) {
      return links.stream().anyMatch(link -> link.source.name().equals(column));
    }

    /** The cell of a column that others imply; a missing one where they do not. */
    public Object implied(RowCursor row, TableColumn column) {
      for (int i = 0; i < links.size(); i++) {
        if (links.get(i).source.equals(column)) {
          Object value = links.get(i).derived.sourceOf(column, cell(row, i));
          if (!DerivedColumn.isMissing(value)) {
            return value;
          }
        }
      }
      return column.missing();
    }

    /** Whether a value is missing in a row. */
    public boolean lackValue(RowCursor row) {
      return IntStream.range(0, links.size()).anyMatch(i -> DerivedColumn.isMissing(cell(row, i)));
    }

    /**
     * Checks that the cells of a row agree with those that they follow from.
     *
     * @param sources the cells of these by place
     * @param isFilled whether a missing value is none of the rule
     */
    public void requireAgreement(RowCursor row, IntFunction<Object> sources, boolean isFilled) {
      for (int i = 0; i < links.size(); i++) {
        Link link = links.get(i);
        Object cell = cell(row, i);
        Object of = link.index == NONE ? "" : sources.apply(link.index);
        boolean isOpen = isFilled && DerivedColumn.isMissing(cell);
        if (!isOpen && !link.derived.agree(link.source, of, cell)) {
          throw new IllegalArgumentException(broken(link, cell, of));
        }
      }
    }
  }

  /**
   * Returns the cells of columns that follow from others.
   *
   * @param derived the columns by their place
   * @param columns the others
   */
  public static DerivedCells of(List<DerivedColumn> derived, List<TableColumn> columns) {
    return new DerivedCells(columns, links(derived, columns));
  }

  /** The derived columns whose sources are among some columns, and the constants. */
  static List<Link> links(List<DerivedColumn> derived, List<TableColumn> columns) {
    Map<String, Integer> places = new LinkedHashMap<>();
    columns.forEach(column -> places.put(column.name(), places.size()));
    List<Link> links = new ArrayList<>();
    for (DerivedColumn column : derived) {
      String of = column.relation().source().orElse("");
      if (column.relation().source().isEmpty()) {
        links.add(new Link(column, column.column(), NONE));
      } else if (places.containsKey(of)) {
        links.add(new Link(column, columns.get(places.get(of)), places.get(of)));
      }
    }
    return links;
  }

  /** Returns the cells of {@link TableSchema#written} for those of {@link TableSchema#all}. */
  public List<Object> added(List<Object> cells) {
    return merged(cells, links.stream().map(link -> link.value(cells)).toList());
  }

  private List<Object> merged(List<? extends Object> all, List<Object> derived) {
    List<Object> written = new ArrayList<>(all.size() + derived.size());
    Iterator<? extends Object> others = all.iterator();
    for (int i = 0; i < derived.size(); i++) {
      while (written.size() < links.get(i).derived.place()) {
        written.add(others.next());
      }
      written.add(derived.get(i));
    }
    others.forEachRemaining(written::add);
    return written;
  }

  /** The entries of derived columns, or of all others, of those of {@link TableSchema#written}. */
  private <T> List<T> entries(List<T> written, boolean areDerived) {
    Set<Integer> places =
        links.stream().map(link -> link.derived.place()).collect(Collectors.toSet());
    return IntStream.range(0, written.size())
        .filter(i -> places.contains(i) == areDerived)
        .mapToObj(written::get)
        .toList();
  }

  /**
   * Returns the cells of {@link TableSchema#written}: texts where there are some, what follows from
   * them, and draws otherwise.
   *
   * @param texts a text for each of these columns, empty for a missing value
   * @param draws a value for each of these columns
   */
  public List<Object> completed(List<String> texts, List<Object> draws) {
    List<String> derivedTexts = entries(texts, true);
    List<Object> shown = new ArrayList<>(entries(texts, false));
    List<Object> cells = new ArrayList<>(entries(draws, false));
    for (int i = 0; i < cells.size(); i++) {
      TableColumn column = columns.get(i);
      String text = (String) shown.get(i);
      Object cell = text.isEmpty() ? implied(i, derivedTexts) : column.cell(text);
      if (!DerivedColumn.isMissing(cell)) {
        cells.set(i, cell);
      }
      shown.set(i, text.isEmpty() ? cells.get(i) : text);
    }
    List<Object> derived = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      String text = derivedTexts.get(i);
      derived.add(text.isEmpty() ? links.get(i).value(cells) : text);
    }
    return merged(shown, derived);
  }

  private Object implied(int column, List<String> texts) {
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (link.index == column) {
        Object cell = link.derived.sourceOf(link.source, link.derived.column().cell(texts.get(i)));
        if (!DerivedColumn.isMissing(cell)) {
          return cell;
        }
      }
    }
    return columns.get(column).missing();
  }

  /**
   * Returns texts by name in which a value of the source stands for that of a derived column.
   *
   * @throws IllegalArgumentException if a value does not agree with that of the source
   */
  public Map<String, String> sources(Map<String, String> values) {
    Map<String, String> sources = new LinkedHashMap<>(values);
    for (Link link : links) {
      String text = sources.remove(link.derived.column().name());
      if (text != null) {
        String of = link.source.name();
        Object cell = link.derived.column().cell(text);
        String source = String.valueOf(link.derived.sourceOf(link.source, cell));
        if (link.index != NONE) {
          sources.putIfAbsent(of, source.equals("NaN") ? "" : source);
        }
        Object expected = link.index == NONE ? "" : link.source.cell(sources.getOrDefault(of, ""));
        if (!link.derived.agree(link.source, expected, cell)) {
          throw new IllegalArgumentException(broken(link, cell, expected));
        }
      }
    }
    return sources;
  }

  /** Says that a row breaks the rule of a column. */
  static String broken(Link link, Object cell, Object source) {
    DerivedColumn derived = link.derived;
    String got = DerivedColumn.isMissing(cell) ? "no value" : "\"" + Excerpt.of(text(cell)) + "\"";
    Object value = derived.value(link.source, source);
    String expected =
        DerivedColumn.isMissing(value) ? "no value" : "\"" + Excerpt.of(text(value)) + "\"";
    return "column %s: got %s, expected %s, since it %s"
        .formatted(
            Excerpt.of(derived.column().name()),
            got,
            expected,
            Excerpt.of(derived.relation().words()));
  }

  private static String text(Object cell) {
    return cell instanceof Double number ? Numbers.text(number) : cell.toString();
  }
}
