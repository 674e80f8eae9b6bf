package io.github.tfflows.tables.column;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a model, which its description contains.
 *
 * @param modelled the columns of the density, in the order of the flow's features
 * @param given the columns of the condition, in the order of the context; empty for an
 *     unconditional density
 * @param conditioning the cells of modelled columns that can be given
 * @param derived the columns that follow from others, or are constant, in the order of the table
 */
public record TableSchema(
    List<TableColumn> modelled,
    List<TableColumn> given,
    Conditioning conditioning,
    List<DerivedColumn> derived) {
  /** The share of numbers beyond a range from which on they are many. */
  private static final double MANY = 0.1;

  private static final String EXPORTED =
      "%s; tfflows %s exported the model: use that version, or fit the model again";

  /**
   * Copies the columns.
   *
   * @throws IllegalArgumentException if no column is modelled, if some columns are given although
   *     any cell can be, or if a column follows from one that is missing
   */
  public TableSchema {
    modelled = List.copyOf(modelled);
    given = List.copyOf(given);
    derived = derived.stream().sorted(Comparator.comparingInt(DerivedColumn::place)).toList();
    if (modelled.isEmpty()) {
      throw new IllegalArgumentException("expected at least one column to model");
    }
    if (conditioning == Conditioning.ANY && !given.isEmpty()) {
      throw new IllegalArgumentException(
          "if any cell can be given, all columns are modelled; got the given columns "
              + Excerpt.of(given.stream().map(TableColumn::name).toList()));
    }
    Set<String> names =
        Stream.of(modelled.stream(), given.stream(), derived.stream().map(DerivedColumn::column))
            .flatMap(columns -> columns)
            .map(TableColumn::name)
            .collect(Collectors.toSet());
    for (DerivedColumn column : derived) {
      if (!names.containsAll(column.relation().sources())) {
        throw new IllegalArgumentException(
            "the column %s %s, which is not there"
                .formatted(Excerpt.of(column.column().name()), column.relation().words()));
      }
    }
  }

  /** Creates a schema without derived columns, whose modelled cells cannot be given. */
  public TableSchema(List<TableColumn> modelled, List<TableColumn> given) {
    this(modelled, given, Conditioning.NONE, List.of());
  }

  /** Returns these columns, whose draws reach the numbers of events, too. */
  public TableSchema reaching(Rows events) {
    List<TableColumn> reaching = new ArrayList<>();
    for (TableColumn column : modelled) {
      double[] present = layout().present(events, reaching.size());
      reaching.add(column.with(column.coding().reaching(present)));
    }
    return new TableSchema(reaching, given, conditioning, derived);
  }

  /**
   * Returns the names of the given columns of which a tenth of the numbers or more are beyond the
   * range of the data; circles have no range.
   */
  public List<String> beyond(Rows contexts) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      TableColumn column = given.get(i);
      Coding coding = anyDay(column.coding());
      double[] numbers = context().present(contexts, i);
      long beyond =
          column.kind().cycle().isPresent() || coding.reaching(numbers).equals(coding)
              ? 0
              : DoubleStream.of(numbers).filter(x -> !coding.reaching(x).equals(coding)).count();
      if (beyond > 0 && beyond >= MANY * numbers.length) {
        names.add(column.name());
      }
    }
    return names;
  }

  private static Coding anyDay(Coding coding) {
    return coding instanceof TimeCoding time ? time.withGrid(TimeGrid.NONE) : coding;
  }

  /** Returns these columns with another choice of cells that can be given. */
  public TableSchema conditionedOn(Conditioning cells) {
    return new TableSchema(modelled, given, cells, derived);
  }

  /** Returns the layout of the given columns in a context, if no cell can be given. */
  public RowLayout context() {
    return contextOf(given);
  }

  /** Returns the layout of given columns in a context. */
  public static RowLayout contextOf(List<TableColumn> given) {
    return layout(given, RowLayout.Order.VALUES_FIRST);
  }

  public List<String> contextNames() {
    return conditioning == Conditioning.NONE
        ? Stream.concat(given.stream().map(TableColumn::name), bitNames(given)).toList()
        : Stream.of("state of ", "given ")
            .flatMap(role -> modelled.stream().map(column -> role + column.name()))
            .toList();
  }

  /**
   * Returns rows with the context that their density needs. If any cell can be given, it is the
   * context of whole rows.
   */
  public Data whole(Data rows) {
    return conditioning == Conditioning.NONE
        ? rows
        : new Data(
            rows.x(), layout().context(rows.x(), (row, column) -> State.MODELLED), rows.weights());
  }

  /**
   * Returns rows of the fit in the form of new rows: a name that occurs in a single row counts as
   * unseen.
   */
  public Data asNew(Data rows) {
    return new Data(
        asNew(rows.x(), layout().optional().size(), modelled),
        asNew(rows.context(), 0, given),
        rows.weights());
  }

  private static Rows asNew(Rows rows, int first, List<TableColumn> columns) {
    float[] values = rows.values().clone();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).coding() instanceof NameCoding names) {
        for (int at = first + i; at < values.length; at += rows.size()) {
          values[at] = names.isOnce(Math.round(values[at])) ? names.names().size() : values[at];
        }
      }
    }
    return new Rows(values, rows.eventShape(), rows.count());
  }

  /**
   * Returns the columns with an unseen name, by the indices of the rows that have one. The rows are
   * whole, or have conditions alone.
   */
  public Map<Integer, List<String>> unseen(Data rows) {
    Map<Integer, List<String>> found = new TreeMap<>();
    if (rows.x().size() > 0) {
      addUnseen(found, rows.x(), layout().optional().size(), modelled);
    }
    addUnseen(found, rows.context(), 0, given);
    return found;
  }

  private static void addUnseen(
      Map<Integer, List<String>> found, Rows rows, int first, List<TableColumn> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).coding() instanceof NameCoding names) {
        for (int row = 0; row < rows.count(); row++) {
          if (rows.values()[row * rows.size() + first + i] == names.names().size()) {
            found.computeIfAbsent(row, any -> new ArrayList<>()).add(columns.get(i).name());
          }
        }
      }
    }
  }

  /**
   * Returns the index of a modelled column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public int place(String name) {
    List<String> names = modelled.stream().map(TableColumn::name).toList();
    int place = names.indexOf(name);
    if (place < 0) {
      List<String> all = new ArrayList<>(names);
      derived.forEach(one -> all.add(one.column().name()));
      String why =
          derived(name)
              .map(one -> Excerpt.visible(", which " + one.relation().words()))
              .orElseGet(() -> Nearest.hint(name, all));
      throw new IllegalArgumentException(
          "the model has no column \"%s\"%s; it has %s"
              .formatted(Excerpt.of(name), why, Excerpt.of(all.contains(name) ? names : all)));
    }
    return place;
  }

  /** Returns the column of this name that follows from others, or is constant, if there is one. */
  public Optional<DerivedColumn> derived(String name) {
    return derived.stream().filter(one -> one.column().name().equals(name)).findFirst();
  }

  /** Returns the names of the columns that follow from a column, and from those. */
  public Set<String> following(String name) {
    Set<String> following = new TreeSet<>();
    boolean isGrowing = true;
    while (isGrowing) {
      isGrowing = false;
      for (DerivedColumn one : derived) {
        List<String> sources = one.relation().sources();
        if (sources.contains(name) || !Collections.disjoint(sources, following)) {
          isGrowing |= following.add(one.column().name());
        }
      }
    }
    return following;
  }

  /** Returns the values of events, with fillers in place of absent ones, which do not count. */
  public float[] filled(Rows events) {
    float[] values = events.values().clone();
    int first = layout().value(0);
    for (int i = 0; i < values.length; i++) {
      int column = i % events.size() - first;
      values[i] = Float.isNaN(values[i]) ? modelled.get(column).filler() : values[i];
    }
    return values;
  }

  /** Returns the layout of the modelled columns in an event. */
  public RowLayout layout() {
    return layout(modelled, RowLayout.Order.BITS_FIRST);
  }

  private static RowLayout layout(List<TableColumn> columns, RowLayout.Order order) {
    int[] withGaps =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).hasGaps()).toArray();
    return new RowLayout(columns.size(), IntStream.of(withGaps).boxed().toList(), order);
  }

  /** Returns all columns, modelled ones first. */
  public List<TableColumn> all() {
    List<TableColumn> all = new ArrayList<>(modelled);
    all.addAll(given);
    return all;
  }

  /**
   * Returns the columns of draws: modelled and given ones, with the derived ones at their places.
   */
  public List<TableColumn> written() {
    Set<String> hidden = distances();
    List<TableColumn> written = all();
    written.removeIf(column -> hidden.contains(column.name()));
    derived.stream()
        .filter(column -> column.place() != DerivedColumn.HIDDEN)
        .forEach(column -> written.add(column.place(), column.column()));
    return written;
  }

  /** Returns the names of the columns of distances, which the model has and tables lack. */
  public Set<String> distances() {
    return Relation.distances(derived.stream().map(DerivedColumn::relation));
  }

  /** Returns the modelled columns that have gaps. */
  public List<TableColumn> withGaps() {
    return modelled.stream().filter(TableColumn::hasGaps).toList();
  }

  /** Returns the number of modelled numeric columns. */
  public int numbers() {
    return (int) modelled.stream().filter(column -> !column.kind().isNamed()).count();
  }

  /**
   * Returns the name of the only modelled column; if it is the distance of a column from a bound,
   * the name of that column. Empty if several columns are modelled.
   */
  public Optional<String> onlyTarget() {
    if (modelled.size() > 1) {
      return Optional.empty();
    }
    String name = modelled.get(0).name();
    return derived.stream()
        .map(one -> one.column().name())
        .filter(column -> measured(column).equals(name))
        .findFirst()
        .or(() -> Optional.of(name));
  }

  /**
   * Returns the name of the distance that the model has in place of a column, or else the name of
   * the column.
   */
  public String measured(String column) {
    return derived(column)
        .map(DerivedColumn::relation)
        .filter(Relation.Beyond.class::isInstance)
        .map(rule -> ((Relation.Beyond) rule).distance())
        .orElse(column);
  }

  /** Returns whether a single column is modelled given others. */
  public boolean isOfOneTarget() {
    return modelled.size() == 1 && !given.isEmpty();
  }

  /** Returns whether the model is a density of numbers, without names, gaps and point masses. */
  public boolean isNumeric() {
    return numbers() == modelled.size()
        && withGaps().isEmpty()
        && !leavesOutNumbers()
        && modelled.stream().allMatch(column -> phases(column).isEmpty())
        && modelled.stream().allMatch(column -> column.unit() == 1);
  }

  /**
   * Returns whether the model is a density of several columns whose flow must allow absent entries,
   * although no modelled cell can be given.
   */
  public boolean isJoint() {
    return conditioning == Conditioning.NONE && leavesOutNumbers() && modelled.size() > 1;
  }

  /**
   * Returns the phases of a modelled column. A single column has none, so that it has a
   * distribution function.
   */
  public Optional<Phases> phases(TableColumn column) {
    return modelled.size() > 1 && column.coding() instanceof TimeCoding time
        ? time.phases()
        : Optional.empty();
  }

  /**
   * Returns whether a flow on the numbers must allow absent entries, because numbers can be missing
   * or given, or have point masses.
   */
  public boolean leavesOutNumbers() {
    return conditioning == Conditioning.ANY || modelled.stream().anyMatch(TableSchema::isLeftOut);
  }

  private static boolean isLeftOut(TableColumn column) {
    return !column.masses().isEmpty() || (column.hasGaps() && !column.kind().isNamed());
  }

  /**
   * Returns the names of the entries of an event: a bit for each column with gaps, which is one if
   * the value is present, and then the columns.
   */
  public List<String> entryNames() {
    return Stream.concat(bitNames(modelled), modelled.stream().map(TableColumn::name)).toList();
  }

  private static Stream<String> bitNames(List<TableColumn> columns) {
    return columns.stream().filter(TableColumn::hasGaps).map(column -> column.name() + " present");
  }

  /** Returns the width of the dequantization noise of each entry of an event: its step. */
  public float[] spacing() {
    int bits = withGaps().size();
    float[] spacing = new float[bits + modelled.size()];
    for (int i = 0; i < modelled.size(); i++) {
      spacing[bits + i] = (float) modelled.get(i).spacing();
    }
    return spacing;
  }

  /** Returns the entries of a model's description for {@link #of}. */
  public Map<String, String> entries() {
    return SchemaEntries.of(
        modelled,
        given,
        conditioning,
        derived.stream()
            .map(
                one ->
                    new SchemaEntries.Derived(
                        one.column(), one.place(), one.relation(), one.alone()))
            .toList());
  }

  /**
   * Returns whether a model's description has columns, that is, whether it was fitted to a table.
   */
  public static boolean isIn(ModelDescription description) {
    return new SchemaEntries(description.entries()).haveColumns();
  }

  /**
   * Reads the columns from a model's description.
   *
   * @throws IllegalArgumentException if it has no columns, or some that cannot be read; the message
   *     names another version of tfflows that exported the model
   */
  public static TableSchema of(ModelDescription description) {
    try {
      return of(description.entries());
    } catch (IllegalArgumentException e) {
      throw description
          .otherVersion()
          .filter(other -> isIn(description))
          .map(other -> new IllegalArgumentException(EXPORTED.formatted(e.getMessage(), other), e))
          .orElse(e);
    }
  }

  public static TableSchema of(Map<String, String> description) {
    SchemaEntries entries = new SchemaEntries(description);
    entries.requireColumns();
    return new TableSchema(
        entries.modelled(),
        entries.given(),
        entries.conditioning(),
        entries.derived().stream()
            .map(one -> new DerivedColumn(one.column(), one.place(), one.relation(), one.alone()))
            .toList());
  }
}
