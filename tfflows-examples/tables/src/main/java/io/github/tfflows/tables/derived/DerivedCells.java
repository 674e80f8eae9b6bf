package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.derived.LinkedColumns.Link;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The cells of derived columns, in draws and in values given by name; the links are in the order of
 * their places. The cells of a row are those of the columns, followed by the derived ones; one that
 * is not known is a missing one.
 *
 * @param written the places of the columns of tables, in their order there
 */
public record DerivedCells(LinkedColumns linked, List<Integer> written) {
  /** Returns the columns. */
  public List<TableColumn> columns() {
    return linked.columns();
  }

  /** Returns whether there are derived columns. */
  public boolean areAny() {
    return !linked.links().isEmpty();
  }

  /** Returns cells with values in place of missing ones, as far as others determine them. */
  private List<Object> known(List<Object> cells) {
    return known(cells, (link, place, all) -> true);
  }

  /** Accepts a cell that the others of a relation determine. */
  @FunctionalInterface
  private interface Determined {
    boolean accept(Link link, int place, List<Object> cells);
  }

  private List<Object> known(List<Object> cells, Determined determined) {
    List<Object> known = new ArrayList<>(cells);
    boolean isOver = open(known) == 0;
    while (!isOver) {
      isOver = true;
      for (Link link : linked.links()) {
        int open = link.open(place -> !DerivedColumn.isMissing(known.get(place)));
        if (open >= 0) {
          Object missing = known.set(open, link.determined(open, known));
          if (!determined.accept(link, open, known)) {
            known.set(open, missing);
          }
          isOver &= DerivedColumn.isMissing(known.get(open));
        }
      }
      isOver = isOver && (open(known) < 2 || !Sums.of(linked, known).fill(known));
    }
    return known;
  }

  /**
   * Returns cells without those that a column with gaps of its own filled in and that do not suit.
   */
  private List<Object> fitting(List<Object> known, List<Object> cells) {
    List<Object> fitting = new ArrayList<>(known);
    linked.links().stream()
        .filter(link -> link.derived().hasOwnGaps() && !areSuitable(link, known))
        .forEach(
            link -> {
              fitting.set(link.own(), cells.get(link.own()));
              roots(link.derived().column().name())
                  .forEach(root -> fitting.set(root, cells.get(root)));
            });
    return fitting;
  }

  private boolean areSuitable(Link link, List<Object> cells) {
    return link.agrees(cells)
        && link.places().stream().allMatch(place -> linked.column(place).suits(cells.get(place)));
  }

  /** Returns given cells with those of the columns, and with those that follow from both. */
  private List<Object> following(List<Object> given, List<Object> known) {
    List<Object> cells = new ArrayList<>(given);
    for (int i = 0; i < linked.columns().size(); i++) {
      cells.set(i, known.get(i));
    }
    return determined(cells);
  }

  /** The number of relations of which a cell is missing. */
  private long open(List<Object> cells) {
    long open = 0;
    for (Link link : linked.links()) {
      open += link.isKnown(cells) ? 0 : 1;
    }
    return open;
  }

  /** Returns the cell of a derived column for the cells of the others, by index. */
  public Object value(String name, IntFunction<Object> cells) {
    return linked.value(
        link(name),
        place ->
            place < linked.columns().size() ? cells.apply(place) : linked.column(place).missing());
  }

  private Link link(String name) {
    return linked.links().stream()
        .filter(link -> link.derived().column().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the indices of the columns that a derived column follows from. */
  public Set<Integer> roots(String name) {
    Set<Integer> roots = new TreeSet<>();
    for (int place : link(name).places()) {
      if (place < linked.columns().size()) {
        roots.add(place);
      } else {
        roots.addAll(roots(linked.column(place).name()));
      }
    }
    return roots;
  }

  /**
   * The derived columns in a table.
   *
   * @param places the indices of all columns, and of the derived ones, in a row; negative for one
   *     that the table lacks
   * @param known the places of those that are in the table, or follow from them
   * @param links the places of the derived ones in the table, each after those that it follows from
   */
  public record InRow(
      DerivedCells all, List<Integer> places, Set<Integer> known, List<Integer> links) {
    /**
     * Returns the columns that follow from others and are in a table.
     *
     * @param index returns the index of a column, negative for one that the table lacks
     */
    public static InRow of(
        List<DerivedColumn> derived, List<TableColumn> columns, ToIntFunction<String> index) {
      DerivedCells all = DerivedCells.of(derived, columns);
      List<Integer> places =
          IntStream.range(0, all.linked.size())
              .mapToObj(place -> index.applyAsInt(all.linked.column(place).name()))
              .toList();
      IntPredicate isGiven = place -> places.get(place) >= 0 && !isHidden(all.linked, place);
      List<Integer> links =
          IntStream.range(columns.size(), places.size())
              .filter(place -> places.get(place) >= 0)
              .boxed()
              .sorted(Comparator.comparingInt(all.linked::depth))
              .toList();
      return new InRow(all, places, all.known(isGiven), links);
    }

    private Object cell(RowCursor row, int place) {
      TableColumn column = all.linked.column(place);
      return places.get(place) < 0 ? column.missing() : column.cell(row, places.get(place));
    }

    /** Returns whether a relation fills in a column where it alone is missing. */
    public boolean mayLack(int place) {
      return all.linked.links().stream()
          .filter(link -> link.derived().hasOwnGaps())
          .anyMatch(link -> all.roots(link.derived().column().name()).contains(place));
    }

    /** Returns whether the table, or columns that others follow from, have those of a column. */
    public boolean imply(String column) {
      return known.contains(all.place(column));
    }

    /**
     * Returns the cells of a row, with values in place of missing ones of some columns as far as
     * others determine them.
     */
    public List<Object> cells(RowCursor row, IntPredicate canBeImplied) {
      List<Object> cells = cells(row);
      if (all.open(cells) == 0) {
        return cells;
      }
      List<Object> known = new ArrayList<>(all.known(all.known(cells, Link::isUnique)));
      IntStream.range(0, all.linked.columns().size())
          .filter(place -> !canBeImplied.test(place))
          .forEach(place -> known.set(place, cells.get(place)));
      return all.fitting(known, cells);
    }

    private List<Object> cells(RowCursor row) {
      return IntStream.range(0, all.linked.size()).mapToObj(place -> cell(row, place)).toList();
    }

    /** Returns whether a value is missing in a row. */
    public boolean lackValue(RowCursor row) {
      return links.stream()
          .filter(i -> !all.linked.link(i).derived().isEmpty())
          .anyMatch(i -> DerivedColumn.isMissing(cell(row, i)));
    }

    /**
     * Checks that the derived cells of a row agree with the cells that they follow from.
     *
     * @param known those of {@link #cells}
     * @param isFilled whether missing values are exempt
     */
    public void requireAgreement(RowCursor row, List<Object> known, boolean isFilled) {
      requireAgreement(row, known, isFilled ? 2 : Integer.MAX_VALUE);
    }

    /** Checks the cells of a row as far as there are no others, if draws fill its gaps. */
    public void requireAgreement(RowCursor row) {
      requireAgreement(row, cells(row), 1);
    }

    private void requireAgreement(RowCursor row, List<Object> known, int open) {
      Map<Integer, Object> own = new LinkedHashMap<>();
      links.forEach(i -> own.put(i, cell(row, i)));
      boolean isWhole =
          own.size() == all.linked.links().size()
              && own.values().stream().noneMatch(DerivedColumn::isMissing)
              && all.open(known) == 0;
      List<Object> cells = isWhole ? known : all.following(cells(row), known);
      boolean isFilled = open < Integer.MAX_VALUE;
      own.forEach(
          (i, cell) -> {
            Link link = all.linked.link(i);
            boolean isOpen =
                DerivedColumn.isMissing(cell)
                    || isOpen(link, cells, open)
                    || isAmbiguous(link, cells);
            if (!(isFilled && isOpen)) {
              all.requireAgreement(link, cells, cell);
            }
          });
      if (isFilled) {
        new BoundedCells(all.linked, cells, cells).requireOrder();
      }
    }
  }

  /**
   * Checks that at most one term or factor of each known sum or product is missing, and no source
   * of a known name.
   */
  public void requireSolved(List<Object> cells) {
    linked.links().forEach(link -> requireSolved(link, cells));
  }

  /** Returns the places of columns that are known, and of those that they determine. */
  private Set<Integer> known(IntPredicate isGiven) {
    Set<Integer> known =
        IntStream.range(0, linked.size()).filter(isGiven).boxed().collect(Collectors.toSet());
    while (linked.links().stream().anyMatch(link -> link.open(known::contains) >= 0)) {
      linked.links().stream()
          .map(link -> link.open(known::contains))
          .filter(open -> open >= 0)
          .forEach(known::add);
    }
    return known;
  }

  private void requireAgreement(Link link, List<Object> cells, Object cell) {
    List<Object> of = link.of(cells::get);
    if (cell instanceof Number number
        && !(link.derived().relation() instanceof Relation.Numbered)
        && !DerivedColumn.isMissing(cell)) {
      float unused = link.derived().column().number(number.doubleValue()); // checks its kind
    }
    if (!link.derived().agree(link.sources(), of, cell)) {
      throw new IllegalArgumentException(
          "column %s: got %s, expected %s, since it %s"
              .formatted(
                  Excerpt.of(link.derived().column().name()),
                  quoted(cell),
                  expected(link, of, cell, link.derived().value(link.sources(), of)),
                  Excerpt.of(link.derived().relation().words())));
    }
  }

  /** Returns whether at least some terms or factors of a known sum or product are missing. */
  private static boolean isOpen(Link link, List<Object> cells, int least) {
    return link.derived().relation().isSolvable()
        && !DerivedColumn.isMissing(cells.get(link.own()))
        && link.missing(cells) >= least;
  }

  /** Returns whether several values of a missing source lead to a known cell. */
  private static boolean isAmbiguous(Link link, List<Object> cells) {
    return hasSeveral(link, cells) || isUnbounded(link, cells);
  }

  /** Returns whether a known cell is one of the values that several missing sources may have. */
  private static boolean hasSeveral(Link link, List<Object> cells) {
    return link.derived().isAmbiguous(cells.get(link.own())) && link.missing(cells) > 0;
  }

  /** Returns whether a known value depends on its missing bounds. */
  private static boolean isUnbounded(Link link, List<Object> cells) {
    return link.isBeyond()
        && !DerivedColumn.isMissing(cells.get(link.own()))
        && DerivedColumn.isMissing(cells.get(link.distance()));
  }

  /**
   * Returns the indices of the columns of which several values lead to the known ones of a row.
   *
   * @param texts those of {@link TableSchema#written}; empty for missing values
   */
  public Set<Integer> ambiguous(List<String> texts) {
    if (linked.links().isEmpty()) {
      return Set.of();
    }
    List<Object> determined = determinedBy(texts);
    List<Object> known = known(determined);
    Set<Integer> ambiguous = leading(determined);
    linked.links().stream()
        .filter(link -> isAmbiguous(link, known))
        .forEach(link -> ambiguous.addAll(roots(link.derived().column().name())));
    return ambiguous;
  }

  /** Returns the places of missing columns, all numbers, that lead to known numbers. */
  Set<Integer> leading(List<Object> known) {
    Set<Integer> places = new TreeSet<>();
    for (Link link : linked.links()) {
      boolean isNumber = link.isRounded() || !Sums.factors(link).isEmpty();
      if (isNumber && !DerivedColumn.isMissing(known.get(link.own()))) {
        Set<Integer> missing = missing(link.own(), known);
        boolean areNumbers =
            missing.stream().noneMatch(place -> linked.column(place).kind().isNamed());
        places.addAll(areNumbers ? missing : Set.of());
      }
    }
    return places;
  }

  /** Returns the places of the missing columns that a derived one follows from, or its own. */
  Set<Integer> missing(int place, List<Object> cells) {
    Set<Integer> missing =
        place < linked.columns().size()
            ? new TreeSet<>(Set.of(place))
            : roots(linked.column(place).name());
    missing.removeIf(root -> !DerivedColumn.isMissing(cells.get(root)));
    return missing;
  }

  /**
   * Returns the texts of derived columns in a row, or those that its others determine; empty for
   * unknown ones.
   *
   * @param texts those of {@link TableSchema#written}; empty for missing values
   */
  public List<String> known(List<String> derived, List<String> texts) {
    List<Object> known = determinedBy(texts);
    return derived.stream()
        .map(name -> known.get(link(name).own()))
        .map(cell -> DerivedColumn.isMissing(cell) ? "" : text(cell))
        .toList();
  }

  private List<Object> known(Map<String, String> texts) {
    return known(known(cells(texts), Link::isUnique));
  }

  /** Returns cells with those in place of missing ones that no others can have. */
  List<Object> determined(List<Object> cells) {
    return known(cells, Link::isUnique);
  }

  /**
   * Returns the cells of a row by their places, with those in place of missing ones that no others
   * can have.
   *
   * @param texts those of {@link TableSchema#written}; empty for missing values
   */
  List<Object> determinedBy(List<String> texts) {
    return determined(cells(byName(texts)));
  }

  private static void requireSolved(Link link, List<Object> cells) {
    if (isOpen(link, cells, 2) || isAmbiguous(link, cells)) {
      throw new IllegalArgumentException(
          "column %s: got %s, and it %s; expected %s, too, which imputations draw"
              .formatted(
                  Excerpt.of(link.derived().column().name()),
                  quoted(cells.get(link.own())),
                  Excerpt.of(link.derived().relation().words()),
                  isOpen(link, cells, 2) ? "all but one of these" : "a value of that column"));
    }
  }

  private static String expected(Link link, List<Object> of, Object cell, Object value) {
    if (!DerivedColumn.isMissing(value)) {
      return quoted(value);
    }
    if (!DerivedColumn.isMissing(cell) && link.derived().isUnknown(cell)) {
      return "one of " + Excerpt.of(List.copyOf(new TreeSet<>(link.derived().listed())));
    }
    for (int i = 0; i < of.size(); i++) {
      if (DerivedColumn.isMissing(of.get(i))) {
        return "no value, as column %s has none"
            .formatted(Excerpt.of(link.sources().get(i).name()));
      }
    }
    return link.derived().listed().isEmpty() ? quoted(value) : "one that no row of the fit has";
  }

  private int place(String column) {
    return linked.columns().stream().map(TableColumn::name).toList().indexOf(column);
  }

  /** Returns the cells of derived columns. */
  public static DerivedCells of(List<DerivedColumn> derived, List<TableColumn> columns) {
    LinkedColumns linked = LinkedColumns.of(derived, columns);
    List<Integer> written = new ArrayList<>();
    Iterator<Integer> others =
        IntStream.range(0, columns.size()).filter(i -> !isHidden(linked, i)).iterator();
    for (Link link : linked.links()) {
      int place = link.derived().place();
      while (written.size() < place && others.hasNext()) {
        written.add(others.next());
      }
      if (place != DerivedColumn.HIDDEN) {
        written.add(link.own());
      }
    }
    others.forEachRemaining(written::add);
    return new DerivedCells(linked, written);
  }

  /**
   * Returns the cells of {@link TableSchema#written}, from the cells of {@link TableSchema#all}.
   */
  public List<Object> added(List<Object> cells) {
    List<Object> all = new ArrayList<>(cells);
    linked.links().forEach(link -> all.add(link.derived().column().missing()));
    List<Object> added = new ArrayList<>(written.size());
    written.forEach(place -> added.add(linked.cell(place, all::get)));
    return added;
  }

  /** Returns whether a column contains distances, which tables lack. */
  private static boolean isHidden(LinkedColumns linked, int column) {
    return linked.bounded().stream().anyMatch(link -> link.distance() == column);
  }

  private Map<String, String> byName(List<String> texts) {
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      byName.put(linked.column(written.get(i)).name(), texts.get(i));
    }
    return byName;
  }

  /** Returns the cells of draws; a distance is computed from the drawn values. */
  private List<Object> drawn(List<Object> draws) {
    List<Object> cells = new ArrayList<>(linked.size());
    IntStream.range(0, linked.size()).forEach(place -> cells.add(linked.column(place).missing()));
    for (int i = 0; i < draws.size(); i++) {
      cells.set(written.get(i), draws.get(i));
    }
    for (Link link : linked.bounded()) {
      double distance = link.measured(cells);
      cells.set(
          link.distance(), Double.isNaN(distance) ? link.last().missing() : (Object) distance);
    }
    return cells;
  }

  /**
   * Returns the cells of {@link TableSchema#written}: texts if present, else values that follow
   * from them, else draws. An empty text is a missing value.
   *
   * @return nothing if the draws do not obey the relations of the texts
   */
  public List<Object> completed(List<String> texts, List<Object> draws) {
    return completion(texts).apply(draws);
  }

  /** Returns {@link #completed} of texts, for several draws. */
  public UnaryOperator<List<Object>> completion(List<String> texts) {
    if (linked.links().isEmpty()) {
      return draws -> plain(texts, draws);
    }
    List<Object> determined = determinedBy(texts);
    return draws -> whole(texts, determined, drawn(draws));
  }

  /** Returns the texts, with draws in place of empty ones, if no column is derived. */
  private List<Object> plain(List<String> texts, List<Object> draws) {
    List<Object> shown = new ArrayList<>(linked.columns().size());
    for (int i = 0; i < linked.columns().size(); i++) {
      String text = texts.get(i);
      if (!text.isEmpty()) {
        Object unused = linked.columns().get(i).cell(text); // checks it
      }
      shown.add(text.isEmpty() ? draws.get(i) : text);
    }
    return shown;
  }

  private List<Object> whole(List<String> texts, List<Object> determined, List<Object> drawn) {
    List<Object> known = split(determined, drawn);
    List<Object> cells = new ArrayList<>(known);
    for (int i = 0; i < linked.columns().size(); i++) {
      if (DerivedColumn.isMissing(cells.get(i))) {
        cells.set(i, drawn.get(i));
      }
    }
    BoundedCells bounded = new BoundedCells(linked, known, cells);
    bounded.complete();
    linked.links().forEach(link -> cells.set(link.own(), linked.cell(link.own(), cells::get)));
    if (!(bounded.areOrdered() && agree(known, cells) && suit(determined, cells))) {
      return List.of();
    }
    List<Object> shown = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      shown.add(texts.get(i).isEmpty() ? cells.get(written.get(i)) : texts.get(i));
    }
    return shown;
  }

  /** Returns cells with draws of columns of which known ones are sums or products. */
  private List<Object> split(List<Object> known, List<Object> drawn) {
    List<Object> cells = known;
    for (int i = 0; i < linked.columns().size(); i++) {
      Map<Integer, Object> obeying = obeying(cells, drawn);
      if (obeying.isEmpty()) {
        return cells;
      }
      List<Object> more = new ArrayList<>(cells);
      obeying.forEach(more::set);
      cells = determined(more);
    }
    return cells;
  }

  /**
   * Returns draws by place which obey a known sum or product; none if there is none, or no such
   * draws.
   */
  private Map<Integer, Object> obeying(List<Object> cells, List<Object> drawn) {
    Sums sums = Sums.of(linked, cells);
    Map<Integer, Object> draws = new TreeMap<>();
    Optional<Sums.Sum> open = sums.open();
    open.ifPresent(sum -> sum.factors().keySet().forEach(at -> draws.put(at, drawn.get(at))));
    if (open.isPresent() && draws.values().stream().noneMatch(DerivedColumn::isMissing)) {
      return sums.obeying(open.get(), draws);
    }
    return linked.links().stream()
        .filter(Link::isRounded)
        .filter(link -> !link.isKnown(cells) && !DerivedColumn.isMissing(cells.get(link.own())))
        .map(link -> leading(link, cells, drawn))
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  /**
   * Returns draws of the missing sources of a known rounded number. The first one that can follows
   * from the others; its draw chooses one of the numbers that lead to it.
   */
  private Map<Integer, Object> leading(Link link, List<Object> cells, List<Object> drawn) {
    Map<Integer, Object> draws = new TreeMap<>();
    link.places().stream()
        .filter(place -> DerivedColumn.isMissing(cells.get(place)))
        .forEach(place -> draws.put(place, drawn.get(place)));
    List<Object> complete = new ArrayList<>(cells);
    draws.forEach(complete::set);
    for (int place : draws.keySet()) {
      Optional<Object> solved = agreeing(place, complete);
      if (solved.isPresent()) {
        draws.put(place, solved.get());
        return draws;
      }
    }
    return Map.of();
  }

  /** Returns a cell with which all rounded numbers of known sources agree, by the cell drawn. */
  private Optional<Object> agreeing(int place, List<Object> cells) {
    double number = DerivedColumn.number(linked.column(place), cells.get(place));
    return near(place, cells, linked.within(place, cells).wrapped(number));
  }

  /**
   * Returns a cell as above by a number from zero to one: all that agree are equally likely, if
   * there are finitely many.
   */
  Optional<Object> agreeing(int place, List<Object> cells, double uniform) {
    NumberCoding.Range range = linked.within(place, cells);
    double width = range.high() - range.low();
    return width >= 0 && Double.isFinite(width)
        ? near(place, cells, range.low() + uniform * width)
        : Optional.empty();
  }

  /** Returns a cell at or beside a number with which all rounded numbers of known sources agree. */
  private Optional<Object> near(int place, List<Object> cells, double number) {
    TableColumn column = linked.column(place);
    double spacing = DerivedColumn.spacing(column);
    return DoubleStream.of(number, number - spacing, number + spacing)
        .filter(Double::isFinite)
        .mapToObj(each -> DerivedColumn.cell(column, each))
        .filter(column::suits)
        .filter(cell -> linked.areRounded(place, Link.replaced(cells, place, cell)))
        .findFirst();
  }

  /**
   * Returns whether cells of derived columns that are given, or were solved for, agree with those
   * that they follow from.
   */
  private boolean agree(List<Object> known, List<Object> cells) {
    return linked.links().stream()
        .filter(
            link ->
                link.derived().relation().isSolvable()
                    || !DerivedColumn.isMissing(known.get(link.own())))
        .allMatch(link -> agrees(link, known, cells));
  }

  /** Returns whether a cell agrees with given sources, or is the value of drawn ones. */
  private static boolean agrees(Link link, List<Object> known, List<Object> cells) {
    List<Object> of = link.of(cells::get);
    Object cell = cells.get(link.own());
    return hasSeveral(link, known)
        ? link.derived().isValue(link.sources(), of, cell)
        : link.derived().agree(link.sources(), of, cell);
  }

  /** Returns whether all cells suit the kinds of their columns, and draws suit the data, too. */
  private boolean suit(List<Object> known, List<Object> cells) {
    return IntStream.range(0, linked.size())
        .allMatch(
            place ->
                linked.column(place).suits(cells.get(place))
                    && (!DerivedColumn.isMissing(known.get(place))
                        || suitsData(place, cells.get(place))));
  }

  /** Returns whether a draw has the sign of the data and, if it follows from others, a mass. */
  private boolean suitsData(int place, Object cell) {
    TableColumn column = linked.column(place);
    return column.hasSignOfData(cell)
        && (place < linked.columns().size() || column.hasMassOfData(cell));
  }

  /** Returns the cells of texts by name. */
  private List<Object> cells(Map<String, String> texts) {
    return IntStream.range(0, linked.size())
        .mapToObj(linked::column)
        .map(column -> column.cell(texts.getOrDefault(column.name(), "")))
        .toList();
  }

  /**
   * Returns texts by name, with values of the sources in place of values of derived columns.
   *
   * @throws IllegalArgumentException if the value of a derived column does not agree with the value
   *     of its source, or a value is given without its bounds
   */
  public Map<String, String> sources(Map<String, String> values) {
    List<Object> known = known(values);
    linked.bounded().forEach(link -> link.requireBounds(values));
    linked.links().stream()
        .filter(link -> !link.isBeyond()) // given with its bounds
        .forEach(link -> requireSolved(link, known));
    return given(values);
  }

  /**
   * Returns texts as {@link #sources} does, without values that draws are to agree with: those that
   * several values of a missing source lead to, those without their bounds, and sums and products
   * of several missing ones.
   *
   * @throws IllegalArgumentException if the value of a derived column does not agree with the value
   *     of its source
   */
  public Map<String, String> given(Map<String, String> values) {
    Map<String, String> sources = new LinkedHashMap<>(values);
    List<Object> cells = cells(values);
    List<Object> known = known(known(cells, Link::isUnique));
    for (Link link : linked.links()) {
      String text = sources.remove(link.derived().column().name());
      if (text != null && link.isBeyond() && link.hasBounds(values)) {
        double distance = link.measured(cells);
        sources.put(link.last().name(), Double.isNaN(distance) ? "" : Numbers.text(distance));
      } else if (text != null && link.derived().relation().isInvertible()) {
        sources.putIfAbsent(link.sources().get(0).name(), ""); // or its value, below
      }
    }
    sources.keySet().retainAll(linked.columns().stream().map(TableColumn::name).toList());
    for (int i = 0; i < linked.columns().size(); i++) {
      if (DerivedColumn.isMissing(cells.get(i)) && !DerivedColumn.isMissing(known.get(i))) {
        sources.put(linked.columns().get(i).name(), text(known.get(i)));
      }
    }
    List<Object> following = following(cells, known);
    linked.links().stream()
        .filter(link -> values.containsKey(link.derived().column().name()) && !link.isBeyond())
        .filter(link -> !isOpen(link, following, 2) && !isAmbiguous(link, following))
        .forEach(link -> requireAgreement(link, following, cells.get(link.own())));
    return sources;
  }

  /**
   * Returns the cell of a column that others determine; empty if several can be it.
   *
   * @param texts those of {@link TableSchema#written}; empty for missing values
   * @throws IllegalArgumentException if given values do not agree
   */
  public Optional<Object> determined(String column, List<String> texts) {
    List<Object> cells = determinedBy(texts);
    Optional<Object> cell =
        IntStream.range(0, linked.size())
            .filter(place -> linked.column(place).name().equals(column))
            .mapToObj(cells::get)
            .filter(one -> !DerivedColumn.isMissing(one))
            .findFirst();
    if (cell.isPresent()) {
      linked.links().stream()
          .filter(link -> link.isKnown(cells))
          .forEach(link -> requireAgreement(link, cells, cells.get(link.own())));
    }
    return cell;
  }

  private static String quoted(Object cell) {
    return DerivedColumn.isMissing(cell) ? "no value" : "\"" + Excerpt.of(text(cell)) + "\"";
  }

  private static String text(Object cell) {
    return cell instanceof Double number ? Numbers.text(number) : cell.toString();
  }
}
