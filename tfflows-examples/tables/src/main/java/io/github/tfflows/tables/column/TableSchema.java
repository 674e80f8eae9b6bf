package io.github.tfflows.tables.column;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.Phases;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a model, which are exported with its description.
 *
 * @param modelled the columns of the density, in the order of the flow's features
 * @param given the columns of the condition, in the order of the context; empty for an
 *     unconditional density
 * @param conditioning the cells of modelled columns that can be given, row by row
 * @param derived the columns that follow from others, or are constant, by their place in the table
 */
public record TableSchema(
    List<TableColumn> modelled,
    List<TableColumn> given,
    Conditioning conditioning,
    List<DerivedColumn> derived) {
  /**
   * Copies the columns.
   *
   * @throws IllegalArgumentException if no column is modelled, or any cell can be given, and some
   *     columns always are, or a column follows from one that is not there
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
          "where any cell can be given, all columns are modelled; got the given columns "
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

  /** Creates a schema without derived columns. */
  public TableSchema(
      List<TableColumn> modelled, List<TableColumn> given, Conditioning conditioning) {
    this(modelled, given, conditioning, List.of());
  }

  /** Creates a schema of which no cell of a modelled column can be given. */
  public TableSchema(List<TableColumn> modelled, List<TableColumn> given) {
    this(modelled, given, Conditioning.NONE);
  }

  /** Returns these columns with another choice of cells that can be given. */
  public TableSchema conditionedOn(Conditioning cells) {
    return new TableSchema(modelled, given, cells, derived);
  }

  /** Returns these columns, with others that follow from them. */
  public TableSchema deriving(List<DerivedColumn> columns) {
    return new TableSchema(modelled, given, conditioning, columns);
  }

  /** Returns the places of the given columns in a context, where no cell can be given. */
  public ContextLayout context() {
    return new ContextLayout(given);
  }

  /** Returns the names of the entries of a context. */
  public List<String> contextNames() {
    return conditioning == Conditioning.NONE
        ? context().names()
        : Stream.of("state of ", "given ")
            .flatMap(role -> modelled.stream().map(column -> role + column.name()))
            .toList();
  }

  /**
   * Returns rows with the context that their density has: of whole rows, where any can be given.
   */
  public Data whole(Data rows) {
    return conditioning == Conditioning.NONE
        ? rows
        : new Data(
            rows.x(), layout().context(rows.x(), (row, column) -> State.MODELLED), rows.weights());
  }

  /**
   * Returns rows of the fit as new rows would be read: a name that occurs in one row alone is one
   * that no other row has.
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
   * Returns the number of rows with a name that occurs in no row of the fit.
   *
   * @param rows rows as {@code TableReader} reads them
   */
  public int unseen(Data rows) {
    BitSet found = new BitSet(rows.count());
    addUnseen(found, rows.x(), layout().optional().size(), modelled);
    addUnseen(found, rows.context(), 0, given);
    return found.cardinality();
  }

  private static void addUnseen(BitSet found, Rows rows, int first, List<TableColumn> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).coding() instanceof NameCoding names) {
        for (int row = 0; row < rows.count(); row++) {
          if (rows.values()[row * rows.size() + first + i] == names.names().size()) {
            found.set(row);
          }
        }
      }
    }
  }

  /** Returns the place of a modelled column among these. */
  public int place(String name) {
    List<String> names = modelled.stream().map(TableColumn::name).toList();
    int place = names.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException(
          "the model has no column \"%s\"; it has %s"
              .formatted(Excerpt.of(name), Excerpt.of(names)));
    }
    return place;
  }

  /** Returns the places of the modelled columns in an event. */
  public RowLayout layout() {
    return new RowLayout(
        modelled.size(),
        IntStream.range(0, modelled.size())
            .filter(i -> modelled.get(i).hasGaps())
            .boxed()
            .toList());
  }

  /**
   * Returns all columns, those modelled first.
   *
   * @return the columns
   */
  public List<TableColumn> all() {
    List<TableColumn> all = new ArrayList<>(modelled);
    all.addAll(given);
    return all;
  }

  /**
   * Returns all columns of the table that draws have: those modelled and given, and the derived
   * ones at their places.
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

  /** Returns the names of the columns of distances, which the model has and tables do not. */
  public Set<String> distances() {
    return derived.stream()
        .map(DerivedColumn::relation)
        .flatMap(
            rule ->
                rule instanceof Relation.Beyond beyond
                    ? Stream.of(beyond.distance())
                    : Stream.empty())
        .collect(Collectors.toSet());
  }

  /** Returns the modelled columns that have gaps. */
  public List<TableColumn> withGaps() {
    return modelled.stream().filter(TableColumn::hasGaps).toList();
  }

  /** Returns the number of modelled columns that are numbers. */
  public int numbers() {
    return (int) modelled.stream().filter(column -> !column.kind().isNamed()).count();
  }

  /** Returns whether one column is modelled given others, as a model of a target does. */
  public boolean isOfOneTarget() {
    return modelled.size() == 1 && !given.isEmpty();
  }

  /** Returns whether the model has a density by numbers alone, without names, gaps and masses. */
  public boolean isNumeric() {
    return numbers() == modelled.size()
        && withGaps().isEmpty()
        && !leavesOutNumbers()
        && modelled.stream().allMatch(column -> phases(column).isEmpty())
        && modelled.stream().allMatch(column -> column.unit() == 1);
  }

  /**
   * Returns the phases of a modelled column. One that is modelled alone has none, so that it has a
   * distribution function.
   */
  public Optional<Phases> phases(TableColumn column) {
    return modelled.size() > 1 && column.coding() instanceof TimeCoding time
        ? time.phases()
        : Optional.empty();
  }

  /**
   * Returns whether a flow on the numbers must allow absent entries: where numbers can be missing
   * or given, or have point masses.
   */
  public boolean leavesOutNumbers() {
    return conditioning == Conditioning.ANY || modelled.stream().anyMatch(TableSchema::isLeftOut);
  }

  private static boolean isLeftOut(TableColumn column) {
    return !column.masses().isEmpty() || (column.hasGaps() && !column.kind().isNamed());
  }

  /**
   * Returns the names of the entries of an event: one for each column with gaps, which is one where
   * the value is there, and then the columns.
   */
  public List<String> entryNames() {
    return Stream.concat(
            withGaps().stream().map(column -> column.name() + " present"),
            modelled.stream().map(TableColumn::name))
        .toList();
  }

  /** Returns the width of the dequantization noise of each entry of an event: its spacing. */
  public float[] spacing() {
    int bits = withGaps().size();
    float[] spacing = new float[bits + modelled.size()];
    for (int i = 0; i < modelled.size(); i++) {
      spacing[bits + i] = (float) modelled.get(i).spacing();
    }
    return spacing;
  }

  /**
   * Returns the entries of a model's description that {@link #of} reads.
   *
   * @return name, kind and values of each column, by key
   */
  public Map<String, String> entries() {
    return SchemaEntries.of(
        modelled,
        given,
        conditioning,
        derived.stream()
            .map(one -> new SchemaEntries.Derived(one.column(), one.place(), one.relation()))
            .toList());
  }

  /**
   * Returns whether a model's description has columns: whether it was fitted to a table.
   *
   * @param description of any model
   */
  public static boolean isIn(ModelDescription description) {
    return new SchemaEntries(description.entries()).haveColumns();
  }

  /**
   * Reads the columns from a model's description.
   *
   * @param description of a model that was fitted to a table
   * @return the columns
   * @throws IllegalArgumentException if it has no columns
   */
  public static TableSchema of(ModelDescription description) {
    return of(description.entries());
  }

  public static TableSchema of(Map<String, String> description) {
    SchemaEntries entries = new SchemaEntries(description);
    entries.requireColumns();
    return new TableSchema(
        entries.modelled(),
        entries.given(),
        entries.conditioning(),
        entries.derived().stream()
            .map(one -> new DerivedColumn(one.column(), one.place(), one.relation()))
            .toList());
  }
}
