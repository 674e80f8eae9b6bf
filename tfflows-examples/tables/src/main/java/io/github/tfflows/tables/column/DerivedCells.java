package io.github.tfflows.tables.column;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cells of derived columns, in draws and in values given by name. The links are in the order of
 * the derived columns in the table.
 */
public record DerivedCells(List<TableColumn> columns, List<Link> links) {
  /**
   * A derived column and its sources, whose places are indices among the columns followed by the
   * derived ones.
   */
  public record Link(DerivedColumn derived, List<TableColumn> sources, List<Integer> places) {
    private boolean implies(int column) {
      return places.equals(List.of(column)) && derived.relation().isInvertible();
    }

    private Object implied(Object cell) {
      return derived.sourceOf(sources.get(0), cell);
    }

    private boolean isBeyond() {
      return derived.relation() instanceof Relation.Beyond;
    }

    /** Returns whether a column contains the distances of this one from its bounds. */
    private boolean measures(int column) {
      return isBeyond() && places.get(places.size() - 1) == column;
    }

    private List<TableColumn> bounds() {
      return sources.subList(0, sources.size() - 1);
    }

    private TableColumn last() {
      return sources.get(sources.size() - 1);
    }

    /** Returns the distance of the cell of this column from its bounds, by name. */
    private Object distance(Map<String, ?> cells) {
      List<Object> bounds = new ArrayList<>();
      bounds().forEach(bound -> bounds.add(Objects.requireNonNull(cells.get(bound.name()))));
      Object cell = Objects.requireNonNull(cells.get(derived.column().name()));
      double distance = derived.distance(bounds, cell);
      return Double.isNaN(distance) ? last().missing() : (Object) distance;
    }

    /** Moves the drawn bounds to a distance from the value of a text. */
    private void moveBounds(String text, double distance, Set<Integer> drawn, List<Object> cells) {
      for (int i = 0; i < places.size() - 1; i++) {
        int place = places.get(i);
        if (drawn.contains(place) && !Double.isNaN(distance)) {
          Object cell = derived.column().cell(text);
          cells.set(place, derived.boundOf(sources.get(i), cell, distance));
        }
      }
    }

    /** Returns the text of the distance of a value that is given with its bounds. */
    private String distance(Map<String, String> texts, Object cell) {
      List<Object> bounds = new ArrayList<>();
      for (TableColumn bound : bounds()) {
        String text = texts.get(bound.name());
        if (text == null) {
          throw new IllegalArgumentException(
              "column %s: a value can be given only with one of %s, which bounds it"
                  .formatted(Excerpt.of(derived.column().name()), Excerpt.of(bound.name())));
        }
        bounds.add(bound.cell(text));
      }
      double distance = derived.distance(bounds, cell);
      return Double.isNaN(distance) ? "" : Numbers.text(distance);
    }
  }

  private List<Object> sources(Link link, IntFunction<Object> cells) {
    return link.places.stream().map(place -> cell(place, cells)).toList();
  }

  private Object cell(int place, IntFunction<Object> cells) {
    return place < columns.size()
        ? cells.apply(place)
        : value(links.get(place - columns.size()), cells);
  }

  private Object value(Link link, IntFunction<Object> cells) {
    return link.derived.value(link.sources, sources(link, cells));
  }

  /** Returns the cell of a derived column for the cells of the others, by index. */
  public Object value(String name, IntFunction<Object> cells) {
    return value(link(name), cells);
  }

  private Link link(String name) {
    return links.stream()
        .filter(link -> link.derived.column().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the indices of the columns that a derived column follows from. */
  public Set<Integer> roots(String name) {
    Set<Integer> roots = new TreeSet<>();
    for (int place : link(name).places) {
      if (place < columns.size()) {
        roots.add(place);
      } else {
        roots.addAll(roots(links.get(place - columns.size()).derived.column().name()));
      }
    }
    return roots;
  }

  /**
   * The derived columns in a table, by their indices in a row; negative for one that the table
   * lacks.
   */
  public record InRow(DerivedCells all, List<Integer> places) {
    /** Returns the derived columns that follow from others and are in a table. */
    public static InRow of(
        List<DerivedColumn> derived, List<TableColumn> columns, TableSource source) {
      DerivedCells all = DerivedCells.of(derived, columns);
      return new InRow(
          all,
          all.links.stream()
              .map(link -> source.columns().indexOf(link.derived.column().name()))
              .toList());
    }

    private Object cell(RowCursor row, int link) {
      return all.links.get(link).derived.column().cell(row, places.get(link));
    }

    private IntStream links() {
      return IntStream.range(0, places.size()).filter(i -> places.get(i) >= 0);
    }

    /** Returns whether others imply the values of a column. */
    public boolean imply(String column) {
      return links().mapToObj(all.links::get).anyMatch(link -> link.implies(all.place(column)));
    }

    /** Returns the implied cell of a column, or a missing one. */
    public Object implied(RowCursor row, TableColumn column) {
      int place = all.columns.indexOf(column);
      return links()
          .filter(i -> all.links.get(i).implies(place))
          .mapToObj(i -> all.links.get(i).implied(cell(row, i)))
          .filter(value -> !DerivedColumn.isMissing(value))
          .findFirst()
          .orElseGet(column::missing);
    }

    /** Returns whether a value is missing in a row. */
    public boolean lackValue(RowCursor row) {
      return links()
          .filter(i -> !all.links.get(i).derived.isEmpty())
          .anyMatch(i -> DerivedColumn.isMissing(cell(row, i)));
    }

    /**
     * Checks that the derived cells of a row agree with the cells that they follow from.
     *
     * @param cells the cells of the other columns, by index
     * @param isFilled whether missing values are exempt
     */
    public void requireAgreement(RowCursor row, IntFunction<Object> cells, boolean isFilled) {
      links()
          .forEach(
              i -> {
                Object cell = cell(row, i);
                if (!(isFilled && DerivedColumn.isMissing(cell))) {
                  all.requireAgreement(all.links.get(i), cells, cell);
                }
              });
    }
  }

  private void requireAgreement(Link link, IntFunction<Object> cells, Object cell) {
    List<Object> of = sources(link, cells);
    if (!link.derived.agree(link.sources, of, cell)) {
      throw new IllegalArgumentException(
          "column %s: got %s, expected %s, since it %s"
              .formatted(
                  Excerpt.of(link.derived.column().name()),
                  quoted(cell),
                  expected(link, of, cell, value(link, cells)),
                  Excerpt.of(link.derived.relation().words())));
    }
  }

  private static String expected(Link link, List<Object> of, Object cell, Object value) {
    if (!DerivedColumn.isMissing(value)) {
      return quoted(value);
    }
    Optional<Relation.Renamed> names =
        link.derived.relation() instanceof Relation.Renamed one
            ? Optional.of(one)
            : Optional.empty();
    if (names.isPresent()
        && !DerivedColumn.isMissing(cell)
        && !names.get().values().containsValue(text(cell))) {
      return "one of " + Excerpt.of(List.copyOf(new TreeSet<>(names.get().values().values())));
    }
    for (int i = 0; i < of.size(); i++) {
      if (DerivedColumn.isMissing(of.get(i))) {
        return "no value, as column %s has none".formatted(Excerpt.of(link.sources.get(i).name()));
      }
    }
    return names.isPresent() ? "one that no row of the fit has" : quoted(value);
  }

  private int place(String column) {
    return columns.stream().map(TableColumn::name).toList().indexOf(column);
  }

  /** Returns the cells of derived columns. */
  public static DerivedCells of(List<DerivedColumn> derived, List<TableColumn> columns) {
    return new DerivedCells(columns, links(derived, columns));
  }

  /** Returns the derived columns whose sources are among some columns, and the constants. */
  private static List<Link> links(List<DerivedColumn> derived, List<TableColumn> columns) {
    List<TableColumn> there = new ArrayList<>(columns);
    List<DerivedColumn> following = derived;
    while (!following.isEmpty()) {
      Set<String> names = there.stream().map(TableColumn::name).collect(Collectors.toSet());
      following =
          derived.stream()
              .filter(one -> !names.contains(one.column().name()))
              .filter(one -> names.containsAll(one.relation().sources()))
              .toList();
      following.forEach(one -> there.add(one.column()));
    }
    List<DerivedColumn> found =
        derived.stream().filter(one -> there.contains(one.column())).toList();
    List<TableColumn> all = new ArrayList<>(columns);
    found.forEach(one -> all.add(one.column()));
    List<String> names = all.stream().map(TableColumn::name).toList();
    return found.stream()
        .map(
            one -> {
              List<Integer> places = one.relation().sources().stream().map(names::indexOf).toList();
              return new Link(one, places.stream().map(all::get).toList(), places);
            })
        .toList();
  }

  /**
   * Returns the cells of {@link TableSchema#written}, from the cells of {@link TableSchema#all}.
   */
  public List<Object> added(List<Object> cells) {
    return merged(cells, links.stream().map(link -> value(link, cells::get)).toList());
  }

  /** Returns whether a column contains distances, which tables lack. */
  private boolean isHidden(int column) {
    return links.stream().anyMatch(link -> link.measures(column));
  }

  private <T> List<T> merged(List<T> all, List<T> derived) {
    if (links.isEmpty()) {
      return new ArrayList<>(all);
    }
    List<T> written = new ArrayList<>(all.size() + derived.size());
    Iterator<Integer> others = IntStream.range(0, all.size()).filter(i -> !isHidden(i)).iterator();
    for (int i = 0; i < derived.size(); i++) {
      int place = links.get(i).derived.place();
      while (written.size() < place) {
        written.add(all.get(others.next()));
      }
      if (place != DerivedColumn.HIDDEN) {
        written.add(derived.get(i));
      }
    }
    others.forEachRemaining(i -> written.add(all.get(i)));
    return written;
  }

  private <T> Map<String, T> byName(List<T> written) {
    List<String> names =
        merged(
            columns.stream().map(TableColumn::name).toList(),
            links.stream().map(link -> link.derived.column().name()).toList());
    Map<String, T> byName = new LinkedHashMap<>();
    for (int i = 0; i < written.size(); i++) {
      byName.put(names.get(i), written.get(i));
    }
    return byName;
  }

  /**
   * Returns the cells of {@link TableSchema#written}: texts if present, else values that follow
   * from them, else draws. An empty text is a missing value.
   */
  public List<Object> completed(List<String> texts, List<Object> draws) {
    return links.isEmpty() ? plain(texts, draws) : whole(texts, draws);
  }

  /** Returns the texts, with draws in place of empty ones, if no column is derived. */
  private List<Object> plain(List<String> texts, List<Object> draws) {
    List<Object> shown = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      String text = texts.get(i);
      if (!text.isEmpty()) {
        Object unused = columns.get(i).cell(text); // checks it
      }
      shown.add(text.isEmpty() ? draws.get(i) : text);
    }
    return shown;
  }

  private List<Object> whole(List<String> texts, List<Object> draws) {
    Map<String, String> byName = byName(texts);
    Map<String, Object> drawn = byName(draws);
    List<String> derivedTexts =
        links.stream().map(link -> byName.getOrDefault(link.derived.column().name(), "")).toList();
    List<Object> cells = new ArrayList<>();
    Set<Integer> places = new HashSet<>(); // of cells that are drawn
    for (int i = 0; i < columns.size(); i++) {
      String text = byName.getOrDefault(columns.get(i).name(), "");
      Object cell = text.isEmpty() ? implied(i, derivedTexts) : columns.get(i).cell(text);
      if (DerivedColumn.isMissing(cell)) {
        places.add(i);
      }
      cells.add(DerivedColumn.isMissing(cell) ? drawn(i, drawn) : cell);
    }
    moveBounds(derivedTexts, places, cells);
    List<Object> shown = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String text = byName.getOrDefault(columns.get(i).name(), "");
      shown.add(text.isEmpty() ? cells.get(i) : text);
    }
    List<Object> derived = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      String text = derivedTexts.get(i);
      derived.add(text.isEmpty() ? value(links.get(i), cells::get) : text);
    }
    return merged(shown, derived);
  }

  /** Moves the drawn bounds to the drawn distances from the values of texts. */
  private void moveBounds(List<String> texts, Set<Integer> drawn, List<Object> cells) {
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (!texts.get(i).isEmpty() && link.isBeyond()) {
        Object distance = cell(link.places.get(link.places.size() - 1), cells::get);
        link.moveBounds(texts.get(i), ((Number) distance).doubleValue(), drawn, cells);
      }
    }
  }

  /** Returns the draw of a column; a distance is computed from the drawn values. */
  private Object drawn(int column, Map<String, Object> draws) {
    Object cell = draws.get(columns.get(column).name());
    for (Link link : cell == null ? links : List.<Link>of()) {
      if (link.measures(column)) {
        return link.distance(draws);
      }
    }
    return cell == null ? columns.get(column).missing() : cell;
  }

  private Object implied(int column, List<String> texts) {
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (link.implies(column)) {
        Object cell = link.implied(link.derived.column().cell(texts.get(i)));
        if (!DerivedColumn.isMissing(cell)) {
          return cell;
        }
      }
    }
    return columns.get(column).missing();
  }

  /**
   * Returns texts by name, with values of the sources in place of values of derived columns.
   *
   * @throws IllegalArgumentException if the value of a derived column does not agree with the value
   *     of its source
   */
  public Map<String, String> sources(Map<String, String> values) {
    Map<String, String> sources = new LinkedHashMap<>(values);
    Map<Link, Object> given = new LinkedHashMap<>();
    for (Link link : links) {
      String text = sources.remove(link.derived.column().name());
      if (text != null) {
        Object cell = link.derived.column().cell(text);
        given.put(link, cell);
        if (link.isBeyond()) {
          sources.put(link.last().name(), link.distance(values, cell));
        } else if (link.derived.relation().isInvertible() && link.places.get(0) < columns.size()) {
          String source = String.valueOf(link.implied(cell));
          sources.putIfAbsent(link.sources.get(0).name(), source.equals("NaN") ? "" : source);
        }
      }
    }
    given.forEach(
        (link, cell) -> {
          if (!link.isBeyond()) {
            requireAgreement(link, place -> cell(sources, place), cell);
          }
        });
    return sources;
  }

  private Object cell(Map<String, String> texts, int place) {
    TableColumn column = columns.get(place);
    return column.cell(texts.getOrDefault(column.name(), ""));
  }

  private static String quoted(Object cell) {
    return DerivedColumn.isMissing(cell) ? "no value" : "\"" + Excerpt.of(text(cell)) + "\"";
  }

  private static String text(Object cell) {
    return cell instanceof Double number ? Numbers.text(number) : cell.toString();
  }
}
