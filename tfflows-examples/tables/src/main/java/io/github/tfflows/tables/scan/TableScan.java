package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Reach;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.profile.ColumnScan;
import io.github.tfflows.tables.profile.Finding;
import io.github.tfflows.tables.profile.Identifiers;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.relation.ExactSets;
import io.github.tfflows.tables.relation.FirstRows;
import io.github.tfflows.tables.relation.RelationScan;
import io.github.tfflows.tables.relation.Scanned;
import io.github.tfflows.tables.requirement.CloseColumns;
import io.github.tfflows.tables.requirement.DistanceSource;
import io.github.tfflows.tables.requirement.DistanceSource.Unbounded;
import io.github.tfflows.tables.requirement.Requirements;
import io.github.tfflows.tables.sketch.RowsOfGroups;
import io.github.tfflows.tables.source.Header;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a model's columns. Kinds that are not declared are inferred from the data.
 *
 * @param modelled the columns of the density; empty for all that are neither given nor left out
 * @param repeats the treatment of numbers that many rows share
 * @param required the rules of columns that follow from others, without a check of the data
 * @param groups the column of groups, if any; equal cells of a group count once as evidence of
 *     rules
 * @param readAs the kinds of columns that a pass before read as numbers, but that hold names or
 *     truth values
 */
public record TableScan(
    List<String> modelled,
    List<String> given,
    List<String> without,
    Map<String, ColumnKind> kinds,
    Repeats repeats,
    Map<String, Relation> required,
    @Nullable String groups,
    Map<String, ColumnKind> readAs)
    implements Serializable {
  public TableScan {
    modelled = List.copyOf(modelled);
    given = List.copyOf(given);
    without = List.copyOf(without);
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    required = Collections.unmodifiableMap(new LinkedHashMap<>(required));
    readAs = Collections.unmodifiableMap(new LinkedHashMap<>(readAs));
  }

  /** Chooses columns whose repeated numbers are point masses, without required rules and groups. */
  public TableScan(
      List<String> modelled,
      List<String> given,
      List<String> without,
      Map<String, ColumnKind> kinds) {
    this(modelled, given, without, kinds, Repeats.MASS, Map.of(), null, Map.of());
  }

  /** Returns the choice of all columns, with inferred kinds. */
  public static TableScan all() {
    return new TableScan(List.of(), List.of(), List.of(), Map.of());
  }

  /**
   * Determines the columns in a pass over a table, and in a second one if columns may follow from
   * others. A column that is constant is left out, unless it is named to be modelled; so is one
   * that follows from another, and one of a hundred names or more of which each is in one row.
   * Numbers are names if one has leading zeros or more digits than double precision holds. Numbers
   * among texts are names if at most twenty differ, and a text is in one cell of a hundred, or if
   * as many texts differ, and are in a quarter of the cells; 0 and 1 among words for true and false
   * are truth values. The table is then read once more.
   *
   * @param missing the treatment of missing values; only if they are modelled has a column gaps
   * @throws IllegalArgumentException if columns cannot be used, naming them and the reasons
   */
  public TableSchema of(TableSource source, Missing missing) throws IOException {
    return scanned(source, missing).schema();
  }

  /**
   * Determines the columns as {@link #of} does, and returns the notes about them, too.
   *
   * @param missing the treatment of missing values; only if they are modelled has a column gaps
   * @throws IllegalArgumentException if columns cannot be used, naming them and the reasons
   */
  public ScannedTable scanned(TableSource source, Missing missing) throws IOException {
    Read read = read(source);
    return read.rows.scanned(source.name(), missing, read.relations).noting(read.notes);
  }

  /**
   * Determines the columns as {@link #scanned} does, but returns the reasons why columns cannot be
   * used with the others.
   */
  public InspectedTable inspected(TableSource source) throws IOException {
    Read read = read(source);
    return read.rows.inspected(source.name(), read.relations).noting(read.notes);
  }

  /** Both passes over the rows of a table, and notes about columns that another pass read. */
  private record Read(Part rows, RelationScan relations, List<String> notes) {
    private Read noting(Collection<String> further) {
      List<String> all = new ArrayList<>(further);
      all.addAll(notes);
      return new Read(rows, relations, all);
    }
  }

  /** The rows that tell nearly all relations that do not hold. */
  private static final int FIRST_ROWS = 1_000;

  /**
   * Reads a table with the distances of columns that are close to others, except distances that are
   * sums of columns, and those that would lose point masses. Without the former, the column is such
   * a sum itself.
   */
  private Read read(TableSource source) throws IOException {
    List<String> names = comparable(source.columns());
    CloseColumns close = CloseColumns.of(source, names, Set.copyOf(given), groups);
    while (true) {
      TableScan all = requiring(close.with(required, source.columns()));
      Part rows = all.rows(source);
      Map<String, Finding.Redeclared> others = rows.redeclared();
      if (!others.isEmpty()) {
        List<String> notes = others.values().stream().map(Finding.Redeclared::note).toList();
        return reading(others).read(source).noting(notes);
      }
      ScannedTable.requireStill(source.name(), rows.rows(), close.firstRows());
      RelationScan relations = rows.checked(source);
      int before = close.count();
      close = close.without(rows.all(relations)).keeping(rows.massed());
      if (close.count() == before) {
        all.addGapped(source, rows, relations);
        return new Read(rows, relations, List.of());
      }
    }
  }

  /**
   * Adds relations of columns that are missing in different rows, and the rows of required ones.
   */
  private void addGapped(TableSource source, Part rows, RelationScan relations) throws IOException {
    List<Scanned> all = rows.inTable();
    for (DerivedColumn one : given.isEmpty() ? rows.equations() : List.<DerivedColumn>of()) {
      FilledCells.of(source, one, all)
          .alone()
          .ifPresent(alone -> relations.addAlone(one.column().name(), one.relation(), alone));
    }
    for (List<Scanned> set : rows.exactSets(relations)) {
      boolean isLikely = areTogether(set) && !exact(source, set, FIRST_ROWS).isEmpty();
      for (DerivedColumn one :
          isLikely ? exact(source, set, rows.rows()) : List.<DerivedColumn>of()) {
        FilledCells cells = FilledCells.of(source, one, all);
        cells
            .alone()
            .filter(alone -> cells.areAtRandom() && (given.isEmpty() || cells.loseFew()))
            .ifPresent(alone -> relations.addGapped(one.column().name(), one.relation(), alone));
      }
    }
  }

  /** Returns whether columns are all given, or all modelled without given ones. */
  private boolean areTogether(List<Scanned> set) {
    return given.isEmpty() || set.stream().allMatch(one -> given.contains(one.column().name()));
  }

  /**
   * Returns the columns of a set that follow from others in the first rows where none is missing.
   */
  private List<DerivedColumn> exact(TableSource source, List<Scanned> set, long most)
      throws IOException {
    List<String> names = set.stream().map(one -> one.column().name()).toList();
    Map<String, ColumnKind> declared = new HashMap<>(kinds);
    declared.keySet().retainAll(names);
    TableScan some =
        new TableScan(names, List.of(), List.of(), declared, repeats, Map.of(), groups, readAs);
    return some.inspected(new CompleteRows(source, names, most)).derived().stream()
        .filter(
            one ->
                one.relation().isSolvable()
                    || one.relation() instanceof Relation.Equal
                    || (one.relation() instanceof Relation.Curve curve && curve.isStraight()))
        .toList();
  }

  private Part rows(TableSource source) throws IOException {
    TableSource distances = measured(source);
    Part rows = begin(source.name(), distances.columns());
    try (RowCursor cursor = distances.open()) {
      while (cursor.next()) {
        rows.add(cursor);
      }
    }
    return rows;
  }

  private TableSource measured(TableSource source) {
    return DistanceSource.of(source, required, Unbounded.MODELLED);
  }

  /**
   * Returns the columns that may be close to each other. Those in a rule, with a declared kind, or
   * named with others to be modelled are not.
   */
  private List<String> comparable(List<String> columns) {
    List<String> names = new ArrayList<>(modelled.isEmpty() ? columns : List.of());
    if (modelled.size() == 1) {
      names.addAll(modelled);
      names.addAll(given);
    }
    names.removeIf(name -> !Requirements.isUnrelated(name, required));
    names.removeAll(without);
    names.removeAll(kinds.keySet());
    names.removeAll(readAs.keySet());
    return names;
  }

  /**
   * Begins a scan of some rows of a table, to be merged with scans of other rows. The names of the
   * table's columns are in order, each once.
   *
   * @throws IllegalArgumentException if the table does not have the columns of this choice, or one
   *     of them is chosen twice, or also left out
   */
  public Part begin(String tableName, List<String> columns) {
    Header header = new Header(tableName, columns);
    List<String> events = events(header);
    List<String> all = new ArrayList<>(events);
    all.addAll(given);
    requireOnce(all);
    requireNotLeftOut(all);
    boolean isAlone = events.size() == 1 && repeats == Repeats.LEVEL;
    Part rows = new Part(isAlone ? withRepeats(Repeats.MASS) : this, header, all);
    kinds.keySet().forEach(header::indexOf);
    return rows;
  }

  ColumnScan column(String name) {
    ColumnKind declared = kinds.get(name);
    boolean isWanted = declared != null || modelled.contains(name) || given.contains(name);
    return new ColumnScan(
        name,
        declared == null ? readAs.get(name) : declared,
        repeats(name),
        isWanted ? Identifiers.NAMES : Identifiers.LEFT_OUT);
  }

  private Repeats repeats(String name) {
    return given.contains(name) ? Repeats.DENSITY : repeats;
  }

  /** Returns this choice with another treatment of numbers that many rows share. */
  public TableScan withRepeats(Repeats wanted) {
    return new TableScan(modelled, given, without, kinds, wanted, required, groups, readAs);
  }

  /**
   * Returns this choice with other columns to model; no names choose all columns that are neither
   * given nor left out.
   */
  public TableScan withModelled(List<String> names) {
    return new TableScan(names, given, without, kinds, repeats, required, groups, readAs);
  }

  /** Returns this choice with other columns to condition on. */
  public TableScan withGiven(List<String> names) {
    return new TableScan(modelled, names, without, kinds, repeats, required, groups, readAs);
  }

  /** Returns this choice without further columns. */
  public TableScan leavingOut(List<String> names) {
    List<String> left = new ArrayList<>(without);
    left.addAll(names);
    return new TableScan(modelled, given, left, kinds, repeats, required, groups, readAs);
  }

  /** Returns this choice with the kind of a column declared. */
  public TableScan withKind(String column, ColumnKind kind) {
    Map<String, ColumnKind> declared = new LinkedHashMap<>(kinds);
    declared.put(column, kind);
    return new TableScan(modelled, given, without, declared, repeats, required, groups, readAs);
  }

  private TableScan reading(Map<String, Finding.Redeclared> others) {
    Map<String, ColumnKind> all = new LinkedHashMap<>(readAs);
    others.forEach((name, other) -> all.put(name, other.kind()));
    return new TableScan(modelled, given, without, kinds, repeats, required, groups, all);
  }

  /** Returns this choice for rows in the groups of a column. */
  public TableScan groupedBy(Optional<String> column) {
    return new TableScan(
        modelled, given, without, kinds, repeats, required, column.orElse(null), readAs);
  }

  /**
   * Returns this choice with requirements of a table, in place of others. A model has the distances
   * of columns from their bounds.
   */
  public TableScan requiring(Requirements requirements) {
    Map<String, ColumnKind> declared = new LinkedHashMap<>(requirements.kinds());
    kinds.forEach((name, kind) -> declared.merge(name, kind, (bounds, own) -> own.within(bounds)));
    List<String> all = new ArrayList<>();
    for (String name : modelled) {
      boolean isNew = !required.containsKey(name);
      if (isNew && requirements.relations().get(name) instanceof Relation.Beyond beyond) {
        all.add(beyond.distance());
      }
      all.add(name);
    }
    return new TableScan(
        all, given, without, declared, repeats, requirements.relations(), groups, readAs);
  }

  Set<String> distances() {
    return Relation.distances(required.values().stream());
  }

  private List<String> events(Header header) {
    without.forEach(header::indexOf);
    if (!modelled.isEmpty()) {
      return modelled;
    }
    List<String> events = new ArrayList<>(header.columns());
    events.removeAll(given);
    events.removeAll(without);
    return events;
  }

  private static void requireOnce(List<String> names) {
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new ColumnChoiceException(
            "the column %s is asked for twice; expected it once, modelled or given"
                .formatted(Excerpt.of(name)));
      }
    }
  }

  private void requireNotLeftOut(List<String> names) {
    for (String name : names) {
      if (without.contains(name)) {
        throw new ColumnChoiceException(
            "the column %s is modelled or given, and left out; expected one of the two"
                .formatted(Excerpt.of(name)));
      }
    }
  }

  /**
   * The statistics of some rows of a table, from which {@link #scanned} determines its columns.
   * {@link #begin} begins one without rows. The parts of a table, such as the partitions of a
   * cluster, can be scanned in parallel and then merged. The result is the same as of one pass over
   * all rows. Two results depend on the parts: the last digits of means and deviations, and, in a
   * column of more than 20,000 different numbers, the point masses near the least share of rows.
   *
   * <p>A part holds at most 20,000 numbers and 100,000 texts of each column.
   */
  public static final class Part implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int FEWEST_ROWS = 10;

    /** With fewer different cells of groups, columns may be equal by chance. */
    private static final int FEWEST_OF_GROUPS = 20;

    private final TableScan choice;
    private final int[] places;
    private final ColumnScan[] columns;
    private final FirstRows first = new FirstRows();
    private final @Nullable Integer groups;

    /** The different cells of groups, by column. */
    private final RowsOfGroups[] cells;

    private long rows;

    /** Begins without rows; the names of modelled columns are the first ones. */
    Part(TableScan choice, Header header, List<String> names) {
      this.choice = choice;
      this.places = names.stream().mapToInt(header::indexOf).toArray();
      this.columns = names.stream().map(choice::column).toArray(ColumnScan[]::new);
      this.groups = choice.groups == null ? null : header.indexOf(choice.groups);
      this.cells =
          names.stream().map(name -> RowsOfGroups.in(choice.groups)).toArray(RowsOfGroups[]::new);
    }

    /**
     * Adds the row of a cursor, whose cells are at the places of the header that the scan began
     * with.
     */
    public void add(RowCursor row) {
      Object group = RowsOfGroups.group(row, groups);
      for (int i = 0; i < places.length; i++) {
        columns[i].accept(row, places[i]);
        if (cells[i].areStored()) {
          cells[i].add(List.of(group, cell(row, places[i])));
        }
      }
      first.add(row, places);
      rows++;
    }

    private static Object cell(RowCursor row, int place) {
      double number = TableColumn.seen(row.number(place));
      String text = Objects.requireNonNullElse(row.text(place), "");
      return Double.isNaN(number) ? Numbers.isMissing(text) ? "" : text : (Object) number;
    }

    /**
     * Merges the statistics of two parts. Afterwards, use only the returned part.
     *
     * @param later the part with the rows that follow the rows of this part; messages name the
     *     first cell that cannot be used
     * @return the statistics of the rows of both, which may be this one
     * @throws IllegalArgumentException if the parts began with different choices of columns
     */
    public Part mergedWith(Part later) {
      if (!choice.equals(later.choice) || !names().equals(later.names())) {
        throw new IllegalArgumentException(
            "the parts began with different scans, of the columns %s and of %s; expected the same"
                .formatted(Excerpt.of(names()), Excerpt.of(later.names())));
      }
      for (int i = 0; i < columns.length; i++) {
        columns[i].append(later.columns[i]);
        cells[i].append(later.cells[i]);
      }
      first.append(later.first);
      rows += later.rows;
      return this;
    }

    public long rows() {
      return rows;
    }

    private List<String> names() {
      return Arrays.stream(columns).map(ColumnScan::name).toList();
    }

    /** The column at an index, if it can be modelled. */
    private Optional<Scanned> usable(int i) {
      return columns[i].finding() instanceof Finding.Usable usable
          ? Optional.of(new Scanned(places[i], columns[i], usable.column()))
          : Optional.empty();
    }

    private Stream<Scanned> usable() {
      return IntStream.range(0, columns.length).mapToObj(this::usable).flatMap(Optional::stream);
    }

    /** The columns with cells of another kind, which another pass reads. */
    private Map<String, Finding.Redeclared> redeclared() {
      Map<String, Finding.Redeclared> others = new LinkedHashMap<>();
      for (ColumnScan column : columns) {
        if (column.finding() instanceof Finding.Redeclared other) {
          others.put(column.name(), other);
        }
      }
      return others;
    }

    private Set<String> massed() {
      return usable()
          .map(Scanned::column)
          .filter(column -> !column.masses().isEmpty())
          .map(TableColumn::name)
          .collect(Collectors.toSet());
    }

    private RelationScan checked(TableSource source) throws IOException {
      RelationScan relations = relations();
      if (!relations.isOver()) {
        try (RowCursor cursor = choice.measured(source).open()) {
          while (!relations.isOver() && cursor.next()) {
            relations.add(cursor);
          }
        }
      }
      return relations;
    }

    /**
     * Begins a second pass, which checks columns that may follow from others. It can end early:
     * {@link RelationScan#isOver} is true once further rows cannot change its result.
     */
    public RelationScan relations() {
      Map<String, Relation.Equal> equal = equal();
      Reach reach = reach(Scanned::step, Scanned::gaps);
      Map<String, Relation> required = required();
      List<Scanned> candidates =
          order().stream()
              .flatMap(i -> usable(i).stream())
              .filter(one -> !equal.containsKey(one.column().name()))
              .toList();
      long given =
          candidates.stream().filter(one -> choice.given().contains(one.column().name())).count();
      RelationScan all = RelationScan.of(candidates, (int) given, first, required, reach);
      return groups == null ? all : all.inGroups(Objects.requireNonNull(choice.groups), groups);
    }

    /** The columns that follow from others by required sums and products. */
    private List<DerivedColumn> equations() {
      Map<String, TableColumn> there = new HashMap<>();
      inTable().forEach(one -> there.put(one.column().name(), one.column()));
      List<DerivedColumn> equations = new ArrayList<>();
      required()
          .forEach(
              (name, rule) -> {
                TableColumn column = there.get(name);
                boolean isThere = there.keySet().containsAll(rule.sources());
                if (column != null && isThere && rule.isSolvable()) {
                  equations.add(new DerivedColumn(column, 0, rule));
                }
              });
      return equations;
    }

    /** The columns that can be modelled, without distances. */
    private List<Scanned> inTable() {
      Set<String> distances = choice.distances();
      return usable().filter(one -> !distances.contains(one.column().name())).toList();
    }

    /**
     * The sets of columns that may follow from each other in complete rows. None is known to follow
     * from others, or has gaps that are those of a column that follows from it.
     */
    private List<List<Scanned>> exactSets(RelationScan relations) {
      Map<String, Relation> known = all(relations);
      Set<String> followed =
          known.values().stream()
              .flatMap(relation -> relation.sources().stream())
              .collect(Collectors.toSet());
      return ExactSets.of(
          inTable().stream()
              .filter(one -> !known.containsKey(one.column().name()))
              .filter(one -> one.gaps() == 0 || !followed.contains(one.column().name()))
              .toList(),
          first);
    }

    private Reach reach(ToDoubleFunction<Scanned> step, ToLongFunction<Scanned> gap) {
      Map<String, NumberCoding.Range> ofData = new HashMap<>();
      Map<String, Double> steps = new HashMap<>();
      Map<String, Long> gaps = new HashMap<>();
      usable()
          .forEach(
              one -> {
                String name = one.column().name();
                steps.put(name, step.applyAsDouble(one));
                gaps.put(name, gap.applyAsLong(one));
                one.range()
                    .filter(range -> !choice.given().contains(name))
                    .ifPresent(range -> ofData.put(name, range));
              });
      return new Reach(ofData, choice.kinds(), steps, gaps);
    }

    /** The required rules. Sums are solved for a column so that draws suit their kinds. */
    private Map<String, Relation> required() {
      Map<String, Relation> all = new HashMap<>(choice.required());
      if (!all.values().removeIf(Relation::isSolvable)) {
        return choice.required();
      }
      Reach reach = reach(Scanned::unit, one -> 0); // rows tell of gaps that break it
      choice.required().forEach((name, rule) -> addEquation(name, rule, reach, all));
      return all;
    }

    private void addEquation(String name, Relation rule, Reach reach, Map<String, Relation> all) {
      if (!rule.isSolvable()) {
        return;
      }
      if (!names().containsAll(rule.sources())) {
        all.put(name, rule); // to be refused
      } else if (!suits(name, rule)) {
        throw new ColumnChoiceException(
            "the requirement that column %s %s: expected numbers%s"
                .formatted(
                    Excerpt.of(name),
                    Excerpt.of(rule.words()),
                    rule instanceof Relation.Linear
                        ? ", or a date or timestamp that is another one of the same kind and numbers"
                        : ""));
      } else if (!reach.add(name, rule, all)
          && !(rule instanceof Relation.Linear sum && addSum(name, sum, reach, all))) {
        throw new ColumnChoiceException(
            "the requirement that column %s %s: %s can be beyond its bounds%s"
                .formatted(
                    Excerpt.of(name),
                    Excerpt.of(rule.words()),
                    rule instanceof Relation.Linear
                        ? "any column that follows from the others"
                        : "this column",
                    rule instanceof Relation.Linear
                        ? ", or between its steps; expected one without bounds, or with smaller steps"
                        : "; expected one without bounds"));
      }
    }

    /** Adds a sum that is between the steps of its column: rounded, or solved for another one. */
    private boolean addSum(
        String name, Relation.Linear sum, Reach reach, Map<String, Relation> all) {
      return (areNumbers(name, sum) && reach.add(name, new Relation.RoundedSum(sum), all))
          || reach.addSolved(name, sum, all);
    }

    private boolean suits(String name, Relation rule) {
      if (rule instanceof Relation.Linear sum) {
        return isSum(name, sum);
      }
      return areNumbers(name, rule);
    }

    private boolean areNumbers(String name, Relation rule) {
      Set<Object> forms = new HashSet<>();
      Stream.concat(Stream.of(name), rule.sources().stream()).forEach(one -> factor(one, 1, forms));
      return forms.isEmpty();
    }

    /** Whether a sum is one of numbers, or has as many moments of one form on both sides. */
    private boolean isSum(String name, Relation.Linear sum) {
      Set<Object> forms = new HashSet<>();
      double moments = -factor(name, 1, forms);
      for (int i = 0; i < sum.sources().size(); i++) {
        moments += factor(sum.sources().get(i), sum.slopes().get(i), forms);
      }
      return forms.size() <= 1 && moments == 0; // not of NaN
    }

    /** The factor of moments, whose form is added, zero for numbers, NaN for others. */
    private double factor(String name, double factor, Set<Object> forms) {
      Optional<Scanned> column = usable(names().indexOf(name)).filter(one -> one.column().isText());
      if (column.isEmpty()) {
        return 0;
      }
      boolean isMoment = column.get().isMoment();
      forms.add(isMoment ? column.get().scan().moments().form() : "text");
      return isMoment ? factor : Double.NaN;
    }

    /**
     * The columns in an order in which each may follow from those before: given ones first, and
     * then those with a required rule.
     */
    private List<Integer> order() {
      int modelled = columns.length - choice.given().size();
      Comparator<Integer> givenFirst = Comparator.comparing(i -> i < modelled);
      return IntStream.range(0, columns.length)
          .boxed()
          .sorted(
              givenFirst
                  .thenComparing(i -> !choice.required().containsKey(columns[i].name()))
                  .thenComparing(i -> !columns[i].isText()))
          .toList();
    }

    /** The columns that have the same values as a column before them, if enough cells differ. */
    private Map<String, Relation.Equal> equal() {
      Map<String, Relation> required = required();
      Map<String, Relation.Equal> equal = new HashMap<>();
      Map<Object, String> firsts = new HashMap<>();
      Comparator<Integer> requiredFirst =
          Comparator.comparing(i -> !required.containsKey(columns[i].name()));
      List<Integer> usable =
          order().stream().filter(i -> cells[i].areAtLeast(FEWEST_OF_GROUPS)).toList();
      for (int i : usable.stream().sorted(requiredFirst).toList()) {
        String of = firsts.putIfAbsent(columns[i].digest(), columns[i].name());
        if (of != null) {
          equal.put(columns[i].name(), new Relation.Equal(of));
        }
      }
      return equal;
    }

    /**
     * Determines the columns. A column that is constant is left out, unless it is named to be
     * modelled; so is one that holds the values of another.
     *
     * @param missing the treatment of missing values; only if they are modelled has a column gaps
     * @throws IllegalArgumentException if there are fewer than 10 rows, or columns cannot be used,
     *     naming them and the reasons
     */
    public ScannedTable scanned(String tableName, Missing missing) {
      return scanned(tableName, missing, RelationScan.none());
    }

    /**
     * Determines the columns, as {@link #scanned(String, Missing)} does, and leaves out those that
     * follow from others.
     *
     * @param relations the second pass over all rows, which {@link #relations} began
     */
    public ScannedTable scanned(String tableName, Missing missing, RelationScan relations) {
      if (rows < FEWEST_ROWS) {
        throw new IllegalArgumentException(
            "%s has %s; expected at least %s to fit a flow"
                .formatted(tableName, Numbers.counted(rows, "row"), FEWEST_ROWS));
      }
      Map<String, Relation> rules = all(relations);
      List<String> gaps = missing == Missing.MODEL ? relations.gapNotes() : List.of();
      ScannedTable found = all(tableName).with(rules, rows).noting(gaps).noting(relations.notes());
      TableSchema schema = widened(found.schema(), rules, relations);
      return new ScannedTable(withGaps(schema, missing), found.notes(), rows);
    }

    private TableSchema widened(
        TableSchema schema, Map<String, Relation> rules, RelationScan relations) {
      Reach reach = reach(Scanned::step, Scanned::gaps);
      List<DerivedColumn> derived =
          schema.derived().stream()
              .map(one -> one.withColumn(reach.widened(one.column(), rules)))
              .map(one -> one.missingAlone(relations.alone(one.column().name())))
              .toList();
      return new TableSchema(schema.modelled(), schema.given(), schema.conditioning(), derived);
    }

    private InspectedTable inspected(String tableName, RelationScan relations) {
      Map<String, Relation> rules = all(relations);
      return all(tableName).inspected(rules, rows, relations.notes());
    }

    private ScannedTable.Columns all(String tableName) {
      Set<String> required = new HashSet<>(choice.modelled());
      required.removeAll(choice.distances());
      return new ScannedTable.Columns(
          tableName, List.of(columns), choice.given().size(), required, choice.distances());
    }

    private Map<String, Relation> all(RelationScan relations) {
      Map<String, Relation> checked = relations.found();
      Map<String, Relation> all = new HashMap<>(checked);
      all.putAll(required());
      equal()
          .forEach(
              (name, same) -> {
                Relation third = checked.getOrDefault(same.of(), same);
                Relation rule = third instanceof Relation.Beyond ? same : third;
                if (Reach.isFree(name, rule.sources(), all)) {
                  all.put(name, rule);
                }
              });
      return all;
    }

    private static TableSchema withGaps(TableSchema found, Missing missing) {
      return missing == Missing.MODEL
          ? found
          : new TableSchema(
              found.modelled().stream().map(TableColumn::complete).toList(),
              found.given().stream().map(TableColumn::complete).toList(),
              found.conditioning(),
              found.derived().stream()
                  .map(one -> one.withColumn(one.column().complete()).missingAlone(List.of()))
                  .toList());
    }
  }
}
