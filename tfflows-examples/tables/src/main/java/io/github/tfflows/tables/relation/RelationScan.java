package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Reach;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.sketch.RowsOfGroups;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A second pass over a table, which checks in every row whether columns follow from others: as
 * sums, products or monotone functions, as values of names or of ranges, as later dates or as parts
 * of dates. The first pass chooses the candidates. Parts of a table can be checked in parallel and
 * then merged.
 */
public final class RelationScan implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String LOST =
      "column %s %s in all rows, but not in draws: requirements, declared kinds or steps"
          + " keep each of its columns in the model";

  private static final String CODES =
      "%s from column %s in all rows, but not in draws: if the numbers of %2$s are codes, declare %2$s=categorical";

  private static final String GROUPS =
      "rows of the same %s have the same %s: if new rows have other values of %1$s, group the rows by it";

  private static final String CODES_OF_GROUPS =
      "; else declare %s=categorical, for better predictions and for draws that keep this";

  /**
   * The rows that one candidate checks before the next one does. The candidates that most pairs of
   * columns have end within as many rows, and need no memory at the same time.
   */
  private static final int ROWS_AT_ONCE = 64;

  /** The candidates that agreed until now, by their places among all. */
  private final Map<Integer, Candidate> open = new LinkedHashMap<>();

  private final Set<Integer> texts = new HashSet<>();

  /** A row that the open candidates have not checked, with its cells by the places of columns. */
  private record Unchecked(Object group, List<Object> cells) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private final List<Unchecked> unchecked = new ArrayList<>();

  /** The columns of the candidates that were open before the unchecked rows. */
  private final BitSet places = new BitSet();

  private final Map<String, Relation> required;
  private final Reach reach;

  /** The place of the column of groups. */
  private @Nullable Integer groups;

  private final List<String> notes = new ArrayList<>();

  /** Relations of columns that are missing in different rows. */
  private final Map<String, Gapped> gapped = new LinkedHashMap<>();

  /** The columns whose gaps are those of the first of these relations. */
  private final Set<String> counted = new HashSet<>();

  private long rows;

  private RelationScan(Map<String, Relation> required, Reach reach) {
    this.required = Map.copyOf(required);
    this.reach = reach;
  }

  /** Returns a scan that finds nothing. */
  public static RelationScan none() {
    return new RelationScan(Map.of(), new Reach(Map.of(), Map.of(), Map.of(), Map.of()));
  }

  /**
   * Chooses the relations to check, by the first rows of the table.
   *
   * @param columns the columns of the first pass; given ones come first, and follow only from given
   *     ones
   * @param given the number of given columns
   * @param first the first rows of the table
   * @param required relations of further columns, which are not checked
   * @param reach the numbers that draws of columns reach
   */
  public static RelationScan of(
      List<Scanned> columns,
      int given,
      FirstRows first,
      Map<String, Relation> required,
      Reach reach) {
    RelationScan scan = new RelationScan(required, reach);
    for (int i = 1; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        scan.consider(columns.get(j), columns.get(i), first);
      }
    }
    for (int i = 1; i < columns.size(); i++) {
      for (int j = i < given ? 0 : given; j < i; j++) {
        scan.considerNames(columns.get(i), columns.get(j), first);
      }
    }
    of(columns, given, (source, other) -> PartCandidate.candidates(source, other, first))
        .forEach(scan::check);
    of(columns, given, (source, other) -> SumCandidate.ofMoments(source, other, first))
        .forEach(scan::check);
    List<Candidate> sums = new ArrayList<>(SumCandidate.candidates(columns, given, first));
    sums.forEach(scan::check);
    List<Scanned> modelled = columns.subList(given, columns.size());
    ProductCandidate.candidates(columns, modelled, first).forEach(scan::check);
    for (int i = 1; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        CurveCandidate.candidate(columns.get(j), columns.get(i), first).ifPresent(scan::check);
      }
    }
    of(columns, given, (source, other) -> CurveCandidate.ofMoments(source, other, first))
        .forEach(scan::check);
    RangeCandidate.limited(
            of(columns, given, (source, other) -> RangeCandidate.candidates(source, other, first)))
        .forEach(scan::check);
    List<Candidate> ofMany = SumCandidate.ofMany(columns, given, first);
    ofMany.forEach(scan::check);
    sums.addAll(ofMany);
    Set<String> exact = sums.stream().map(sum -> sum.name).collect(Collectors.toSet());
    List<Scanned> terms =
        columns.stream().filter(column -> !exact.contains(column.column().name())).toList();
    RoundedSumCandidate.candidates(terms, modelled, first).forEach(scan::check);
    return scan;
  }

  /** Returns the candidates of each modelled column with each other column as its source. */
  private static <C> List<C> of(
      List<Scanned> columns, int given, BiFunction<Scanned, Scanned, List<C>> candidates) {
    List<C> all = new ArrayList<>();
    for (Scanned other : columns.subList(given, columns.size())) {
      for (Scanned source : columns) {
        if (source.place() != other.place() && source.mayMatch(other)) {
          all.addAll(candidates.apply(source, other));
        }
      }
    }
    return all;
  }

  private void consider(Scanned source, Scanned other, FirstRows first) {
    considerNames(source, other, first);
    if (!source.mayMatch(other)) {
      return;
    }
    if (source.isExact() && other.isExact()) {
      LinearCandidate.candidates(source, other, first).forEach(this::check);
    } else if (source.column().kind().isTemporal() && other.column().kind().isTemporal()) {
      ShiftCandidate.candidate(source, other).ifPresent(this::check);
    }
  }

  private void considerNames(Scanned source, Scanned other, FirstRows first) {
    boolean areNames = NameCandidate.isPossible(source, other);
    if ((areNames || CodeCandidate.isPossible(source, other))
        && first.cells(source).determine(first.cells(other))) {
      check(areNames ? new NameCandidate(source, other) : new CodeCandidate(source, other));
    }
  }

  private void check(Candidate candidate) {
    texts.addAll(candidate.texts);
    addPlaces(candidate);
    open.put(open.size(), candidate);
  }

  /**
   * Begins with rows in groups, such as pupils in schools. Rows that repeat cells of their group
   * are no evidence of a relation.
   *
   * @param column the column of groups
   * @param place its place
   */
  public RelationScan inGroups(String column, int place) {
    groups = place;
    open.values().forEach(candidate -> candidate.begin(RowsOfGroups.in(column)));
    return this;
  }

  /** Returns whether every candidate has failed in one of the rows that are checked so far. */
  public boolean isOver() {
    return open.isEmpty();
  }

  /** Adds a row in which to check the candidates. */
  public void add(RowCursor row) {
    Object[] cells = new Object[places.length()];
    places.stream().forEach(place -> cells[place] = cell(row, place));
    Object group = RowsOfGroups.group(row, groups);
    unchecked.add(new Unchecked(group, Arrays.asList(cells)));
    rows++;
    if (unchecked.size() == ROWS_AT_ONCE) {
      checkRows();
    }
  }

  /** A relation, and the rows in which one of its cells is missing, as in a derived column. */
  private record Gapped(Relation relation, List<Double> alone) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /**
   * Adds a relation that holds in all rows where neither the column nor a source is missing, unless
   * it contradicts those found.
   *
   * @param alone as in {@code DerivedColumn}
   */
  public void addGapped(String name, Relation relation, List<Double> alone) {
    if (reach.add(name, relation, found())) {
      addAlone(name, relation, alone);
    }
  }

  /** Adds the rows in which one cell of a relation of {@link #found} is missing. */
  public void addAlone(String name, Relation relation, List<Double> alone) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(relation.sources());
    List<Double> own = new ArrayList<>(alone);
    for (int i = 0; i < names.size(); i++) {
      own.set(i, counted.add(names.get(i)) ? alone.get(i) : 0.0);
    }
    gapped.put(name, new Gapped(relation, List.copyOf(own)));
  }

  /** Returns how often cells of a relation are missing alone, as in {@code DerivedColumn}. */
  public List<Double> alone(String name) {
    return gapped.containsKey(name) ? gapped.get(name).alone : List.of();
  }

  private void checkRows() {
    open.values()
        .removeIf(
            candidate ->
                !unchecked.stream().allMatch(row -> candidate.holdsIn(row.group, row.cells)));
    unchecked.clear();
    places.clear();
    open.values().forEach(this::addPlaces);
  }

  private void addPlaces(Candidate candidate) {
    candidate.from.forEach(places::set);
    places.set(candidate.to);
  }

  private Object cell(RowCursor row, int place) {
    double number = texts.contains(place) ? Double.NaN : TableColumn.seen(row.number(place));
    if (!Double.isNaN(number)) {
      return number;
    }
    String text = row.text(place);
    return text == null ? "" : text;
  }

  /**
   * Merges the checks of two parts that began with the same candidates; {@code later} has the rows
   * that follow. Afterwards, use only the returned scan.
   */
  public RelationScan mergedWith(RelationScan later) {
    checkRows();
    later.checkRows();
    open.keySet().retainAll(later.open.keySet());
    later.open.keySet().retainAll(open.keySet());
    Iterator<Candidate> laterOnes = later.open.values().iterator();
    open.values().removeIf(candidate -> !candidate.append(laterOnes.next()));
    rows += later.rows;
    return this;
  }

  /**
   * The relations by the name of the column that follows: the required relations, and relations to
   * columns that do not follow from it.
   */
  public Map<String, Relation> found() {
    Map<String, Relation> found = new LinkedHashMap<>(required);
    notes.clear();
    checkRows();
    if (rows > 0) {
      shareZones();
      Map<String, Relation> others = new LinkedHashMap<>();
      open.values().stream()
          .filter(one -> !(one instanceof CodeCandidate))
          .filter(Candidate::isSure)
          .filter(one -> !add(one.name, one.relation(), found))
          .forEach(one -> others.putIfAbsent(one.name, one.relation()));
      others.forEach(
          (name, relation) -> {
            if (!isKept(name, relation, found)) {
              notes.add(LOST.formatted(Excerpt.of(name), Excerpt.of(relation.words())));
            }
          });
      addCodes(found);
    }
    gapped.forEach((name, one) -> found.put(name, one.relation));
    return found;
  }

  /** Adds sentences about columns that follow from codes, and about groups of rows. */
  private void addCodes(Map<String, Relation> found) {
    open.values().stream()
        .filter(one -> one instanceof CodeCandidate || one instanceof NameCandidate)
        .filter(one -> !found.containsKey(one.of()) && one.isSure())
        .sorted(Comparator.comparingInt(one -> one.to))
        .collect(Collectors.groupingBy(Candidate::of, LinkedHashMap::new, Collectors.toList()))
        .forEach((of, followers) -> addCodes(Excerpt.of(of), followers, found));
  }

  private void addCodes(String of, List<Candidate> followers, Map<String, Relation> found) {
    List<String> codes =
        followers.stream()
            .filter(one -> one instanceof CodeCandidate && !found.containsKey(one.name))
            .map(one -> one.name)
            .toList();
    List<String> shared =
        followers.stream()
            .filter(one -> groups == null && one.isOfGroups())
            .map(one -> one.name)
            .toList();
    if (!shared.isEmpty()) {
      String end = codes.isEmpty() ? "" : CODES_OF_GROUPS.formatted(of);
      notes.add(GROUPS.formatted(of, Excerpt.of(shared)) + end);
    } else if (!codes.isEmpty()) {
      String verb = codes.size() == 1 ? "column %s follows" : "columns %s follow";
      notes.add(CODES.formatted(verb.formatted(Excerpt.of(codes)), of));
    }
  }

  /** Sentences about columns that are missing in different rows. */
  public List<String> gapNotes() {
    return gapped.isEmpty()
        ? List.of()
        : List.of(
            "%s can be missing in other rows than the columns that determine them: cells that others determine are filled in for the model"
                .formatted(Excerpt.of(List.copyOf(new TreeSet<>(gapped.keySet())))));
  }

  /**
   * Sentences about relations of all rows that draws do not obey, and about columns by which to
   * group rows, after {@link #found}.
   */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Adds a relation by which draws stay within declared kinds.
   *
   * @return whether draws obey it, or another one of its column
   */
  private boolean add(String name, Relation relation, Map<String, Relation> found) {
    if (relation.sources().stream().anyMatch(of -> found.get(of) instanceof Relation.Numbered)) {
      return false;
    }
    boolean isRequired = required.containsKey(name);
    if (relation instanceof Relation.Linear sum && (sum.sources().size() > 1 || isRequired)) {
      return reach.addSum(name, sum, found);
    }
    return Reach.isFree(name, relation.sources(), found)
        ? reach.add(name, relation, found)
            || (relation instanceof Relation.Linear sum && reach.addSolved(name, sum, found))
        : !isRequired;
  }

  /** Whether draws obey a relation that was not added: by others, or by that of the distance. */
  private static boolean isKept(String name, Relation relation, Map<String, Relation> found) {
    return (relation instanceof Relation.Linear sum
            && (Reach.isImplied(name, sum, found) || haveRoots(sum.sources(), name, found)))
        || (relation instanceof Relation.Rounded rounded && isKept(name, rounded, found))
        || (found.get(name) instanceof Relation.Beyond beyond
            && found.containsKey(beyond.distance()));
  }

  /** Whether columns follow from nothing but the columns that another one follows from. */
  private static boolean haveRoots(
      List<String> columns, String other, Map<String, Relation> found) {
    Set<String> roots = Reach.roots(other, found);
    return columns.stream().allMatch(column -> roots.containsAll(Reach.roots(column, found)));
  }

  /** Whether a column follows from nothing but the columns that its sources follow from. */
  private static boolean isKept(
      String name, Relation.Rounded rounded, Map<String, Relation> found) {
    return rounded.sources().stream()
        .flatMap(source -> Reach.roots(source, found).stream())
        .collect(Collectors.toSet())
        .containsAll(Reach.roots(name, found));
  }

  /** If one time zone agrees with all parts of a column, they share it. */
  private void shareZones() {
    List<PartCandidate> parts =
        open.values().stream()
            .filter(PartCandidate.class::isInstance)
            .map(PartCandidate.class::cast)
            .toList();
    parts.forEach(PartCandidate::preferParts);
    for (PartCandidate one : parts) {
      parts.stream().filter(other -> other.of().equals(one.of())).forEach(one::shareZones);
    }
  }
}
