package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Reach;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A second pass over a table, which checks in every row whether columns follow from others: as
 * linear or monotone functions, as values of names, as later dates or as parts of dates. Statistics
 * of the first pass tell which pairs to check. Parts of a table can be checked in parallel and then
 * merged.
 */
public final class RelationScan implements Serializable {
  private static final long serialVersionUID = 1;

  /** The least number of rows; in fewer, columns may agree by chance. */
  static final int FEWEST_ROWS = 20;

  /** The most columns among which the scan looks for sums. */
  private static final int MOST_SUMMED = 200;

  private static final String LOST =
      "column %s %s in all rows, but not in draws: by requirements, declared kinds or steps, each of its columns is modelled";

  /** With fewer rows for each name, a pair of names may be chance. */
  private static final int ROWS_PER_NAME = 3;

  /** A column of the first pass, with its place in a row. */
  record Scanned(int place, ColumnScan scan, TableColumn column) {
    boolean isNumber() {
      return !column.isText();
    }

    /**
     * Whether enough rows can have values in both columns, while the other rows have values in
     * neither.
     */
    boolean mayMatch(Scanned other) {
      return scan.count() >= FEWEST_ROWS
          && scan.count() == other.scan.count()
          && scan.gaps() == other.scan.gaps();
    }

    /** Whether draws have all decimals of the numbers. */
    boolean isExact() {
      return isNumber() && !scan.numbers().hasOddOnes();
    }

    /** Whether sums may have the column: all rows have numbers, dates or timestamps. */
    boolean isSummed() {
      return scan.gaps() == 0 && (isExact() || isMoment());
    }

    boolean isMoment() {
      return column.kind().isTemporal() && scan.moments().form() != Moment.Form.TIME;
    }

    /** The least and the greatest number or moment; empty for names and times of day. */
    Optional<NumberCoding.Range> range() {
      if (isNumber()) {
        NumberScan numbers = scan.numbers();
        return Optional.of(new NumberCoding.Range(numbers.low(), numbers.high()));
      }
      return isMoment() ? Optional.of(scan.moments().range()) : Optional.empty();
    }

    /** The unit of the last decimal of numbers, or the step of moments. */
    double step() {
      return isNumber() ? 2 * side().half() : isMoment() ? column.step() : 0;
    }

    /** The unit of the last decimal of numbers, or of the format of moments. */
    double unit() {
      return isMoment() && column.coding() instanceof TimeCoding time
          ? time.finest().step()
          : step();
    }

    Line.Side side() {
      return Line.Side.of(scan.numbers(), column);
    }
  }

  /** A column to check, and the columns from which it may follow. */
  private abstract static class Candidate implements Serializable {
    private static final long serialVersionUID = 1;

    final List<Integer> from;
    final int to;
    final List<String> sources;
    final String name;

    /** The places of the columns that are text. */
    final List<Integer> texts;

    Candidate(List<Scanned> sources, Scanned other) {
      this.from = List.copyOf(sources.stream().map(Scanned::place).toList());
      this.to = other.place;
      this.sources = List.copyOf(sources.stream().map(source -> source.column.name()).toList());
      this.name = other.column.name();
      this.texts =
          Stream.concat(sources.stream(), Stream.of(other))
              .filter(one -> one.column.isText())
              .map(Scanned::place)
              .toList();
    }

    Candidate(Scanned source, Scanned other) {
      this(List.of(source), other);
    }

    String of() {
      return sources.get(0);
    }

    abstract boolean agree(List<Object> sources, Object cell);

    boolean isSure() {
      return true;
    }

    /** Adds the rows that follow; returns whether all agree. */
    boolean append(Candidate later) {
      return true;
    }

    abstract Relation relation();
  }

  private final List<Candidate> candidates = new ArrayList<>();

  /** The candidates that agreed until now. */
  private final BitSet open = new BitSet();

  private final Set<Integer> texts = new HashSet<>();

  private final Map<String, Relation> required;
  private final Reach reach;
  private final List<String> lost = new ArrayList<>();
  private long rows;

  private RelationScan(Map<String, Relation> required, Reach reach) {
    this.required = Map.copyOf(required);
    this.reach = reach;
  }

  /** Returns a scan that finds nothing. */
  static RelationScan none() {
    return new RelationScan(Map.of(), new Reach(Map.of(), Map.of(), Map.of()));
  }

  /**
   * Chooses the pairs and sums of columns to check, by the first rows of the table. Each column may
   * follow from the columns before it, and a column of names also from those after it. The given
   * columns come first and follow from no other.
   *
   * @param required relations of further columns
   */
  static RelationScan of(
      List<Scanned> columns,
      int given,
      FirstRows first,
      Map<String, Relation> required,
      Reach reach) {
    RelationScan scan = new RelationScan(required, reach);
    for (int i = 1; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        scan.consider(columns.get(j), columns.get(i));
      }
    }
    for (int i = 1; i < columns.size(); i++) {
      for (int j = i < given ? 0 : given; j < i; j++) {
        scan.considerNames(columns.get(i), columns.get(j));
      }
    }
    Sum.candidates(columns, given, first).forEach(scan::check);
    for (int i = 1; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        Curve.candidate(columns.get(j), columns.get(i), first).ifPresent(scan::check);
      }
    }
    return scan;
  }

  private void consider(Scanned source, Scanned other) {
    considerNames(source, other);
    if (!source.mayMatch(other)) {
      return;
    }
    if (source.isExact() && other.isExact()) {
      Linear.candidates(source, other).forEach(this::check);
    } else if (source.column().kind().isTemporal() && other.isNumber()) {
      Part.candidates(source, other).forEach(this::check);
    } else if (source.column().kind().isTemporal() && other.column().kind().isTemporal()) {
      Later.candidate(source, other).ifPresent(this::check);
    }
  }

  private void considerNames(Scanned source, Scanned other) {
    if (Names.isPossible(source, other)) {
      check(new Names(source, other));
    }
  }

  private void check(Candidate candidate) {
    texts.addAll(candidate.texts);
    open.set(candidates.size());
    candidates.add(candidate);
  }

  /** Returns whether there is no pair to check, or none that agreed until now. */
  public boolean isOver() {
    return open.isEmpty();
  }

  public void add(RowCursor row) {
    Map<Integer, Object> cells = new HashMap<>();
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
      Candidate candidate = candidates.get(i);
      List<Object> of = new ArrayList<>();
      for (int place : candidate.from) {
        of.add(cells.computeIfAbsent(place, from -> cell(row, from)));
      }
      Object cell = cells.computeIfAbsent(candidate.to, place -> cell(row, place));
      open.set(i, candidate.agree(of, cell));
    }
    rows++;
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
   * Merges the checks of two parts that began with the same pairs; {@code later} has the rows that
   * follow. Afterwards, use only the returned scan.
   */
  public RelationScan mergedWith(RelationScan later) {
    open.and(later.open);
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
      open.set(i, candidates.get(i).append(later.candidates.get(i)));
    }
    rows += later.rows;
    return this;
  }

  /**
   * The relations by the name of the column that follows: the required relations, and relations to
   * one or two columns that do not follow from it.
   */
  Map<String, Relation> found() {
    Map<String, Relation> found = new LinkedHashMap<>(required);
    lost.clear();
    if (rows > 0) {
      shareZones();
      Map<String, Relation> others = new LinkedHashMap<>();
      open.stream()
          .mapToObj(candidates::get)
          .filter(Candidate::isSure)
          .filter(one -> one.sources.size() > 1 || isSource(one.of(), found))
          .filter(one -> !add(one.name, one.relation(), found))
          .forEach(one -> others.putIfAbsent(one.name, one.relation()));
      others.forEach(
          (name, relation) -> {
            if (!isKept(name, relation, found)) {
              lost.add(LOST.formatted(Excerpt.of(name), Excerpt.of(relation.words())));
            }
          });
    }
    return found;
  }

  /** Sentences about relations of all rows that draws do not obey, after {@link #found}. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** Whether a column does not follow from others, or is required to, so that more may from it. */
  private boolean isSource(String name, Map<String, Relation> found) {
    return !found.containsKey(name) || required.containsKey(name);
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
    return (relation instanceof Relation.Linear sum && Reach.isImplied(name, sum, found))
        || (found.get(name) instanceof Relation.Beyond beyond
            && found.containsKey(beyond.distance()));
  }

  /** If one time zone agrees with all parts of a column, they share it. */
  private void shareZones() {
    List<Part> parts =
        open.stream()
            .mapToObj(candidates::get)
            .filter(Part.class::isInstance)
            .map(Part.class::cast)
            .toList();
    for (Part one : parts) {
      parts.stream()
          .filter(other -> other.of().equals(one.of()))
          .filter(other -> !Collections.disjoint(other.zones, one.zones))
          .forEach(other -> one.zones.retainAll(other.zones));
    }
  }

  private static final class Linear extends Candidate {
    private static final long serialVersionUID = 1;

    private final Line line;

    private Linear(Scanned source, Scanned other, Line line) {
      super(source, other);
      this.line = line;
    }

    /** The lines through the ends of both columns, if their shapes are the same. */
    static List<Candidate> candidates(Scanned source, Scanned other) {
      return Line.between(source.side(), other.side()).stream()
          .<Candidate>map(line -> new Linear(source, other, line))
          .toList();
    }

    @Override
    boolean agree(List<Object> sources, Object cell) {
      Object source = sources.get(0);
      return (source instanceof Double x && cell instanceof Double y)
          ? line.contains(x, y)
          : source.equals(cell); // both missing
    }

    @Override
    Relation relation() {
      return new Relation.Linear(of(), line.slope(), line.intercept());
    }
  }

  private static final class Curve extends Candidate {
    private static final long serialVersionUID = 1;

    /** The most pairs that are stored. Further pairs must lie between stored ones. */
    private static final int MOST_PAIRS = 4_096;

    private final TreeMap<Double, Double> pairs = new TreeMap<>();

    /** One for a rising function, minus one for a falling one, zero before it is known. */
    private double sign;

    private final double unit;

    private Curve(Scanned source, Scanned other) {
      super(source, other);
      this.unit = ((NumberCoding) other.column().coding()).unit();
    }

    /** A function if the first rows agree. */
    static Optional<Candidate> candidate(Scanned source, Scanned other, FirstRows first) {
      boolean isPossible =
          source.mayMatch(other)
              && source.isExact()
              && other.isExact()
              && first.areMonotone(source.place(), other.place());
      return isPossible ? Optional.of(new Curve(source, other)) : Optional.empty();
    }

    @Override
    boolean agree(List<Object> sources, Object cell) {
      Object source = sources.get(0);
      return (source instanceof Double x && cell instanceof Double y)
          ? add(x, y)
          : source.equals(cell); // both missing
    }

    private boolean add(double x, double y) {
      Double known = pairs.get(x);
      if (known != null) {
        return known == y;
      }
      Map.Entry<Double, Double> below = pairs.lowerEntry(x);
      Map.Entry<Double, Double> above = pairs.higherEntry(x);
      double rise = below == null ? sign : Math.signum(y - below.getValue());
      double further = above == null ? rise : Math.signum(above.getValue() - y);
      rise = below == null ? further : rise;
      if (pairs.size() < MOST_PAIRS || below == null || above == null) {
        pairs.put(x, y);
      }
      if (pairs.size() == 1) {
        return true;
      }
      sign = sign == 0 ? rise : sign;
      return rise == sign && further == sign && rise != 0;
    }

    @Override
    boolean append(Candidate later) {
      return ((Curve) later)
          .pairs.entrySet().stream().allMatch(pair -> add(pair.getKey(), pair.getValue()));
    }

    @Override
    Relation relation() {
      return Relation.Curve.through(
          of(), List.copyOf(pairs.keySet()), List.copyOf(pairs.values()), unit);
    }
  }

  /** The sum of two columns, each with a factor, and a constant. */
  private static final class Sum extends Candidate {
    private static final long serialVersionUID = 1;

    private final FirstRows.Sum sum;

    private Sum(Scanned x, Scanned z, Scanned y, FirstRows.Sum sum) {
      super(List.of(x, z), y);
      this.sum = sum;
    }

    /**
     * The sums in the first rows, with positive factors, or else of columns before; at least one of
     * the columns is not among the first {@code given} ones.
     */
    static List<Candidate> candidates(List<Scanned> columns, int given, FirstRows first) {
      List<Scanned> numbers = columns.stream().filter(Scanned::isSummed).toList();
      int known = (int) columns.stream().limit(given).filter(Scanned::isSummed).count();
      List<Candidate> sums = new ArrayList<>();
      for (int k = 0; k < numbers.size() && numbers.size() <= MOST_SUMMED; k++) {
        Scanned y = numbers.get(k);
        for (int i = 0; i < numbers.size(); i++) {
          Scanned x = numbers.get(i);
          for (int j = Math.max(i + 1, k < known ? known : 0); j < numbers.size(); j++) {
            Scanned z = numbers.get(j);
            boolean isLast = k > j;
            if (i != k && j != k && areAlike(x, z, y)) {
              first
                  .sum(x.place(), z.place(), y.place())
                  .filter(sum -> sum.ofX() > 0 ? suits(sum, x, z) : isLast && !y.isMoment())
                  .ifPresent(sum -> sums.add(new Sum(x, z, y, sum)));
            }
          }
        }
      }
      return sums;
    }

    /** Whether all are numbers, or two are moments of one form: the sum and one of the others. */
    private static boolean areAlike(Scanned x, Scanned z, Scanned y) {
      if (!y.isMoment()) {
        return !x.isMoment() && !z.isMoment();
      }
      Scanned source = x.isMoment() ? x : z;
      return x.isMoment() != z.isMoment()
          && source.scan().moments().form() == y.scan().moments().form();
    }

    /** Whether a moment has the factor one. */
    private static boolean suits(FirstRows.Sum sum, Scanned x, Scanned z) {
      return (!x.isMoment() || sum.ofX() == 1) && (!z.isMoment() || sum.ofZ() == 1);
    }

    @Override
    boolean agree(List<Object> sources, Object cell) {
      return sum.contains(number(sources.get(0)), number(sources.get(1)), number(cell));
    }

    private static double number(Object cell) {
      return cell instanceof Double number ? number : Moment.number((String) cell);
    }

    @Override
    Relation relation() {
      return new Relation.Linear(sources, List.of(sum.ofX(), sum.ofZ()), sum.intercept());
    }
  }

  /** A number that is a part of dates or times, in one of the time zones that agreed so far. */
  private static final class Part extends Candidate {
    private static final long serialVersionUID = 1;

    private final ChronoField field;
    private final List<ZoneId> zones;

    private Part(Scanned source, Scanned other, ChronoField field, List<ZoneId> zones) {
      super(List.of(source), other);
      this.field = field;
      this.zones = new ArrayList<>(zones);
    }

    /** The parts that numbers can be, by their range. */
    static List<Candidate> candidates(Scanned source, Scanned other) {
      TimeScan times = source.scan().moments();
      NumberScan numbers = other.scan().numbers();
      List<ZoneId> zones = times.zones();
      return times.parts().stream()
          .filter(part -> numbers.areWhole())
          .filter(part -> part.range().isValidValue((long) numbers.low()))
          .filter(part -> part.range().isValidValue((long) numbers.high()))
          .<Candidate>map(part -> new Part(source, other, part, zones))
          .toList();
    }

    @Override
    boolean agree(List<Object> sources, Object cell) {
      Optional<Moment> moment = Moment.parse((String) sources.get(0));
      if (moment.isEmpty() || !(cell instanceof Double number)) {
        return sources.get(0).equals(cell); // both missing
      }
      zones.removeIf(zone -> relation(zone).of(moment.get().at()) != number);
      return !zones.isEmpty();
    }

    @Override
    boolean append(Candidate later) {
      zones.retainAll(((Part) later).zones);
      return !zones.isEmpty();
    }

    private Relation.Part relation(ZoneId zone) {
      return new Relation.Part(of(), field, zone);
    }

    @Override
    Relation relation() {
      return relation(zones.get(0));
    }
  }

  /** A value for each name. */
  private static final class Names extends Candidate {
    private static final long serialVersionUID = 1;

    private final Map<String, String> values = new LinkedHashMap<>();

    /** The number of rows that repeat a value with its name, by value. */
    private final Map<String, Integer> again = new HashMap<>();

    Names(Scanned source, Scanned other) {
      super(source, other);
    }

    static boolean isPossible(Scanned source, Scanned other) {
      NameScan names = source.scan().names();
      return source.column().kind().isNamed()
          && !names.hasTooMany()
          && source.scan().count() >= ROWS_PER_NAME * (long) names.size() + FEWEST_ROWS
          && source.scan().gaps() <= other.scan().gaps()
          && (other.isNumber()
              || (other.column().kind().isNamed() && other.scan().names().size() <= names.size()));
    }

    @Override
    boolean agree(List<Object> sources, Object cell) {
      return add(text(sources.get(0)), text(cell));
    }

    private static String text(Object cell) {
      return cell instanceof Double number ? Numbers.text(number + 0.0) : (String) cell;
    }

    private boolean add(String name, String value) {
      String known = values.putIfAbsent(name, value);
      if (known != null) {
        again.merge(value, 1, Integer::sum);
      }
      return known == null ? !name.isEmpty() || value.isEmpty() : known.equals(value);
    }

    /**
     * Whether different names have different values, or a value besides the most frequent one
     * occurs again.
     */
    @Override
    boolean isSure() {
      int most = again.values().stream().mapToInt(count -> count).max().orElse(0);
      int all = again.values().stream().mapToInt(count -> count).sum();
      return relation().isInvertible() || all - most >= FEWEST_ROWS;
    }

    @Override
    boolean append(Candidate later) {
      Names names = (Names) later;
      names.again.forEach((value, count) -> again.merge(value, count, Integer::sum));
      return names.values.entrySet().stream().allMatch(pair -> add(pair.getKey(), pair.getValue()));
    }

    @Override
    Relation relation() {
      Map<String, String> pairs = new LinkedHashMap<>(new TreeMap<>(values));
      pairs.remove("");
      return new Relation.Renamed(of(), pairs);
    }
  }

  /** Dates some time later. */
  private static final class Later extends Candidate {
    private static final long serialVersionUID = 1;

    private final Duration by;

    private Later(Scanned source, Scanned other, Duration by) {
      super(source, other);
      this.by = by;
    }

    static Optional<Candidate> candidate(Scanned source, Scanned other) {
      TimeScan from = source.scan().moments();
      TimeScan to = other.scan().moments();
      Optional<Duration> by = to.since(from);
      return from.form() == to.form() && from.form() != Moment.Form.TIME
          ? by.map(shift -> new Later(source, other, shift))
          : Optional.empty();
    }

    @Override
    boolean agree(List<Object> sources, Object cell) {
      String source = (String) sources.get(0);
      Optional<Moment> from = Moment.parse(source);
      Optional<Moment> to = Moment.parse((String) cell);
      return (from.isPresent() && to.isPresent())
          ? Duration.between(from.get().at(), to.get().at()).equals(by)
          : source.equals(cell);
    }

    @Override
    Relation relation() {
      return new Relation.Shifted(of(), by);
    }
  }
}
