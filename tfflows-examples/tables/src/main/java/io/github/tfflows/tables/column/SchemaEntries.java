package io.github.tfflows.tables.column;

import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.text.Excerpt;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a model in its description: for each column the name, the kind, the step, the
 * share of missing values, the range of numbers, the names in order with their counts; for dates
 * and times the origin, the unit, the format and the part; for derived columns the rule.
 */
record SchemaEntries(Map<String, String> entries) {
  private static final String CONDITIONING = "table.conditioning";
  private static final String ANY_CELL = "any cell";
  private static final String MODELLED = "modelled";
  private static final String GIVEN = "given";
  private static final String DERIVED = "derived";
  private static final String PLACE = "place";
  private static final String OF = "of";
  private static final String CONSTANT = "constant";
  private static final String FIRST = "first";
  private static final String SLOPE = "slope";
  private static final String INTERCEPT = "intercept";
  private static final String ROUNDED = "rounded";
  private static final String POWER = "power";
  private static final String FACTOR = "factor";
  private static final String BY = "by";
  private static final String FIELD = "field";
  private static final String ZONE = "zone";
  private static final String SIDE = "side";
  private static final String OTHERWISE = "otherwise";
  private static final String FROM = "from.";
  private static final String TO = "to.";
  private static final String NUMBERS = "numbers";
  private static final String AXIS = "axis";
  private static final String RANGE = "range";
  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String GAPS = "gaps";
  private static final String STEP = "step";
  private static final String LOW = "low";
  private static final String HIGH = "high";
  private static final String MASSES = "masses";
  private static final String CELLS = "cells";
  private static final String ROUNDNESS = "roundness";
  private static final String SIZES = "sizes";
  private static final String SHARES = "shares";
  private static final String VALUE = "value.";
  private static final String COUNTS = "counts";
  private static final String POOL = "pool";
  private static final String DECIMALS = "decimals";
  private static final String ALONE = "missing_alone";
  private static final String ORIGIN = "origin";
  private static final String SCALE = "scale";
  private static final String UNIT = "unit";
  private static final String FORMAT = "format";
  private static final String PART = "part";
  private static final String MONTHS = "months";
  private static final String TIMES = "times";

  /** A derived column, and its index among all. */
  record Derived(TableColumn column, int place, Relation relation, List<Double> alone) {}

  /** The entries of one column, by its role and its place from one on. */
  private record OfColumn(Map<String, String> all, String role, int index) {
    private String key(String what) {
      return "table.%s.%s.%s".formatted(role, index, what);
    }

    boolean have(String what) {
      return all.containsKey(key(what));
    }

    String get(String what) {
      return all.getOrDefault(key(what), "");
    }

    double number(String what, double otherwise) {
      return get(what).isEmpty() ? otherwise : Double.parseDouble(get(what));
    }

    /** Returns values that an entry has in one text. */
    <T> List<T> list(String what, Function<String, T> value) {
      return get(what).isEmpty()
          ? List.of()
          : Arrays.stream(get(what).split(" ", -1)).map(value).toList();
    }

    /** Returns values: the first of an entry, others of entries with their number, from two on. */
    <T> List<T> all(String what, Function<String, T> value) {
      List<T> values = new ArrayList<>();
      for (String next = what; have(next); next = what + "." + (values.size() + 1)) {
        values.add(value.apply(get(next)));
      }
      return values;
    }

    void put(String what, Object value) {
      all.put(key(what), value.toString());
    }

    /** Adds values as {@link #list} reads them. */
    void putList(String what, List<? extends Number> values) {
      put(what, values.stream().map(Object::toString).collect(Collectors.joining(" ")));
    }

    /** Adds values as {@link #all} reads them. */
    void putAll(String what, List<?> values) {
      for (int i = 0; i < values.size(); i++) {
        put(i == 0 ? what : what + "." + (i + 1), values.get(i));
      }
    }
  }

  static Map<String, String> of(
      List<TableColumn> modelled,
      List<TableColumn> given,
      Conditioning conditioning,
      List<Derived> derived) {
    Map<String, String> entries = new LinkedHashMap<>();
    add(entries, MODELLED, modelled);
    add(entries, GIVEN, given);
    add(entries, DERIVED, derived.stream().map(Derived::column).toList());
    for (int i = 1; i <= derived.size(); i++) {
      add(new OfColumn(entries, DERIVED, i), derived.get(i - 1));
    }
    if (conditioning == Conditioning.ANY) {
      entries.put(CONDITIONING, ANY_CELL);
    }
    return entries;
  }

  private static void add(Map<String, String> entries, String role, List<TableColumn> columns) {
    for (int i = 1; i <= columns.size(); i++) {
      add(new OfColumn(entries, role, i), columns.get(i - 1));
    }
  }

  private static void add(OfColumn entries, TableColumn column) {
    entries.put(NAME, column.name());
    entries.put(KIND, column.kind().text());
    if (column.hasGaps()) {
      entries.put(GAPS, column.gaps());
    }
    if (column.step() > 0) {
      entries.put(STEP, column.step());
    }
    if (column.coding() instanceof NumberCoding number) {
      add(entries, number);
    }
    if (!column.coding().masses().isEmpty()) {
      entries.putList(MASSES, column.coding().masses());
    }
    if (column.coding() instanceof TimeCoding time) {
      entries.put(ORIGIN, time.origin());
      entries.put(UNIT, column.kind().unit());
      entries.put(FORMAT, time.format());
      add(entries, time.range());
      if (time.part() != TimeCoding.Part.of(time.form())) {
        entries.put(PART, time.part().name().toLowerCase(Locale.ROOT));
      }
      if (time.grid() instanceof TimeGrid.Months grid) {
        entries.putList(MONTHS, List.of((long) grid.months(), grid.first(), (long) grid.day()));
      } else if (time.grid() instanceof TimeGrid.Hours grid && !grid.isEmpty()) {
        entries.putList(TIMES, grid.times());
      }
    }
    if (column.coding() instanceof NameCoding named && !named.counts().isEmpty()) {
      entries.putList(COUNTS, named.counts());
      entries.put(POOL, named.pool());
    }
    for (int k = 1; k <= column.names().size(); k++) {
      entries.put(VALUE + k, column.names().get(k - 1));
    }
  }

  private static void add(OfColumn entries, NumberCoding number) {
    if (!number.scale().equals(Scale.PLAIN)) {
      entries.put(ORIGIN, number.scale().origin());
      entries.put(SCALE, number.scale().unit());
    }
    if (number.decimals() < NumberCoding.ALL_DECIMALS) {
      entries.put(DECIMALS, number.decimals());
    }
    add(entries, number.range());
    if (!number.lattice().isEmpty()) {
      entries.putList(CELLS, number.lattice().starts());
      entries.putList(CELLS + "." + FROM, number.lattice().from());
      entries.putList(CELLS + "." + TO, number.lattice().to());
    }
    if (!number.roundness().isEmpty()) {
      entries.putList(ROUNDNESS + "." + SIZES, number.roundness().sizes());
      entries.putList(ROUNDNESS + "." + SHARES, number.roundness().shares());
    }
  }

  private static void add(OfColumn entries, NumberCoding.Range range) {
    if (Double.isFinite(range.low())) {
      entries.put(LOW, range.low());
      entries.put(HIGH, range.high());
    }
  }

  private static void add(OfColumn entries, Derived derived) {
    entries.put(PLACE, derived.place());
    if (!derived.alone().isEmpty()) {
      entries.putList(ALONE, derived.alone());
    }
    Relation relation = derived.relation();
    entries.putAll(OF, relation.sources());
    if (relation instanceof Relation.Constant constant) {
      entries.put(CONSTANT, constant.value());
    } else if (relation instanceof Relation.Numbered numbered) {
      entries.put(FIRST, numbered.first());
    } else if (relation instanceof Relation.Linear linear) {
      add(entries, linear);
    } else if (relation instanceof Relation.RoundedSum rounded) {
      add(entries, rounded.sum());
      entries.put(ROUNDED, true);
    } else if (relation instanceof Relation.Product product) {
      entries.putAll(POWER, product.factors().stream().map(Relation.Factor::power).toList());
      entries.putAll(SLOPE, product.factors().stream().map(Relation.Factor::slope).toList());
      entries.putAll(INTERCEPT, product.factors().stream().map(Relation.Factor::offset).toList());
      entries.put(FACTOR, product.constant());
    } else if (relation instanceof Relation.Shifted shifted) {
      entries.put(BY, shifted.by());
    } else if (relation instanceof Relation.Curve curve) {
      entries.putList(FROM + NUMBERS, curve.from());
      entries.putList(TO + NUMBERS, curve.to());
      entries.put(FROM + AXIS, curve.fromAxis().name());
      entries.put(TO + AXIS, curve.toAxis().name());
    } else if (relation instanceof Relation.Beyond beyond) {
      entries.put(SIDE, beyond.comparison().name());
      entries.put(OTHERWISE, beyond.otherwise());
    } else if (relation instanceof Relation.Part part) {
      entries.put(FIELD, part.field().name());
      entries.put(ZONE, part.zone().getId());
      addPairs(entries, part.values());
    } else if (relation instanceof Relation.Ranges ranges) {
      entries.putList(FROM + NUMBERS, ranges.from());
      entries.putList(TO + NUMBERS, ranges.to());
      entries.putAll(RANGE, ranges.values());
    } else if (relation instanceof Relation.Renamed renamed) {
      addPairs(entries, renamed.values());
    }
  }

  private static void add(OfColumn entries, Relation.Linear linear) {
    entries.putAll(SLOPE, linear.slopes());
    entries.put(INTERCEPT, linear.intercept());
  }

  private static void addPairs(OfColumn entries, Map<String, String> values) {
    int k = 1;
    for (Map.Entry<String, String> pair : values.entrySet()) {
      entries.put(FROM + k, pair.getKey());
      entries.put(TO + k, pair.getValue());
      k++;
    }
  }

  private static Map<String, String> pairs(OfColumn entries) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int k = 1; entries.have(FROM + k); k++) {
      pairs.put(entries.get(FROM + k), entries.get(TO + k));
    }
    return pairs;
  }

  boolean haveColumns() {
    return new OfColumn(entries, MODELLED, 1).have(NAME);
  }

  void requireColumns() {
    if (!haveColumns()) {
      throw new IllegalArgumentException(
          "the model has no columns, but events of shape %s; expected one that was fitted to a"
                  .formatted(entries.getOrDefault("event_shape", "unknown"))
              + " table: of the commands, only describe reads others");
    }
  }

  List<TableColumn> modelled() {
    return columns(MODELLED, SchemaEntries::column);
  }

  List<TableColumn> given() {
    return columns(GIVEN, SchemaEntries::column);
  }

  List<Derived> derived() {
    return columns(DERIVED, SchemaEntries::derived);
  }

  Conditioning conditioning() {
    String text = entries.get(CONDITIONING);
    if (text != null && !text.equals(ANY_CELL)) {
      throw new IllegalArgumentException(
          "expected %s \"%s\", got \"%s\"; if an earlier version of tfflows exported the model, fit it again"
              .formatted(CONDITIONING, ANY_CELL, Excerpt.of(text)));
    }
    return text == null ? Conditioning.NONE : Conditioning.ANY;
  }

  private <T> List<T> columns(String role, Function<OfColumn, T> column) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> new OfColumn(entries, role, i))
        .takeWhile(one -> one.have(NAME))
        .map(column)
        .toList();
  }

  private static Derived derived(OfColumn entries) {
    int place = Integer.parseInt(entries.get(PLACE));
    List<Double> alone = entries.list(ALONE, Double::valueOf);
    return new Derived(column(entries), place, relation(entries), alone);
  }

  private static Relation relation(OfColumn entries) {
    String of = entries.get(OF);
    List<String> sources = entries.all(OF, source -> source);
    if (entries.have(CONSTANT)) {
      return new Relation.Constant(entries.get(CONSTANT));
    }
    if (entries.have(FIRST)) {
      return new Relation.Numbered(Long.parseLong(entries.get(FIRST)));
    }
    if (entries.have(FACTOR)) {
      return new Relation.Product(entries.number(FACTOR, 1), factors(entries, sources));
    }
    if (entries.have(SLOPE)) {
      List<Double> slopes = entries.all(SLOPE, Double::valueOf);
      Relation.Linear sum = new Relation.Linear(sources, slopes, entries.number(INTERCEPT, 0));
      return entries.have(ROUNDED) ? new Relation.RoundedSum(sum) : sum;
    }
    if (entries.have(BY)) {
      return new Relation.Shifted(of, Duration.parse(entries.get(BY)));
    }
    if (entries.have(FROM + NUMBERS)) {
      List<Double> from = entries.list(FROM + NUMBERS, Double::valueOf);
      List<Double> to = entries.list(TO + NUMBERS, Double::valueOf);
      return entries.have(RANGE)
          ? new Relation.Ranges(of, from, to, entries.all(RANGE, value -> value))
          : new Relation.Curve(of, from, to, axis(entries, FROM), axis(entries, TO));
    }
    if (entries.have(SIDE)) {
      return new Relation.Beyond(
          sources.subList(0, sources.size() - 1),
          sources.get(sources.size() - 1),
          Relation.Comparison.valueOf(entries.get(SIDE)),
          entries.get(OTHERWISE));
    }
    if (entries.have(FIELD)) {
      ChronoField field = ChronoField.valueOf(entries.get(FIELD));
      return new Relation.Part(of, field, ZoneId.of(entries.get(ZONE)), pairs(entries));
    }
    Map<String, String> names = pairs(entries);
    return names.isEmpty() ? new Relation.Equal(of) : new Relation.Renamed(of, names);
  }

  private static List<Relation.Factor> factors(OfColumn entries, List<String> sources) {
    List<Double> offsets = entries.all(INTERCEPT, Double::valueOf);
    List<Double> slopes = entries.all(SLOPE, Double::valueOf);
    List<Integer> powers = entries.all(POWER, Integer::valueOf);
    return IntStream.range(0, sources.size())
        .mapToObj(
            i -> new Relation.Factor(sources.get(i), offsets.get(i), slopes.get(i), powers.get(i)))
        .toList();
  }

  private static Relation.Axis axis(OfColumn entries, String side) {
    String name = entries.get(side + AXIS);
    return name.isEmpty() ? Relation.Axis.LINEAR : Relation.Axis.valueOf(name);
  }

  private static TableColumn column(OfColumn entries) {
    ColumnKind kind = ColumnKind.parse(entries.get(KIND));
    return new TableColumn(entries.get(NAME), kind, coding(kind, entries), entries.number(GAPS, 0));
  }

  private static Coding coding(ColumnKind kind, OfColumn entries) {
    if (kind.isTemporal()) {
      TimeCoding coding = times(kind, entries).withGrid(grid(entries));
      return entries.have(PART)
          ? coding.withPart(TimeCoding.Part.valueOf(entries.get(PART).toUpperCase(Locale.ROOT)))
          : coding;
    }
    List<String> names = new ArrayList<>();
    for (int k = 1; entries.have(VALUE + k); k++) {
      names.add(entries.get(VALUE + k));
    }
    if (kind instanceof ColumnKind.Bool) {
      if (names.size() != 2) {
        throw new IllegalArgumentException(
            "%s column %s has the values %s; expected one for no and one for yes"
                .formatted(entries.role, entries.index, names));
      }
      return new TruthCoding(names.get(0), names.get(1));
    }
    return kind.isNamed()
        ? new NameCoding(names, entries.list(COUNTS, Long::valueOf), (int) entries.number(POOL, 0))
        : numbers(entries);
  }

  private static TimeGrid grid(OfColumn entries) {
    List<Integer> months = entries.list(MONTHS, Integer::valueOf);
    return months.isEmpty()
        ? new TimeGrid.Hours(entries.list(TIMES, Long::valueOf))
        : new TimeGrid.Months(months.get(0), months.get(1), months.get(2));
  }

  private static TimeCoding times(ColumnKind kind, OfColumn entries) {
    String format = entries.get(FORMAT);
    return new TimeCoding(
        Moment.Form.of(kind, format),
        OffsetDateTime.parse(entries.get(ORIGIN)),
        entries.number(STEP, 0),
        format,
        range(entries),
        TimeCoding.massNumbers(entries.list(MASSES, Double::valueOf), entries.number(STEP, 0)));
  }

  private static NumberCoding numbers(OfColumn entries) {
    String decimals = entries.get(DECIMALS);
    NumberCoding numbers =
        new NumberCoding(
            new Scale(entries.number(ORIGIN, 0), entries.number(SCALE, 1)),
            entries.number(STEP, 0),
            decimals.isEmpty() ? NumberCoding.ALL_DECIMALS : Integer.parseInt(decimals),
            range(entries),
            entries.list(MASSES, Double::valueOf),
            new Lattice(
                entries.list(CELLS, Double::valueOf),
                entries.list(CELLS + "." + FROM, Double::valueOf),
                entries.list(CELLS + "." + TO, Double::valueOf)));
    return numbers.with(
        new Roundness(
            entries.list(ROUNDNESS + "." + SIZES, Double::valueOf),
            entries.list(ROUNDNESS + "." + SHARES, Double::valueOf)));
  }

  private static NumberCoding.Range range(OfColumn entries) {
    return new NumberCoding.Range(
        entries.number(LOW, Double.NEGATIVE_INFINITY),
        entries.number(HIGH, Double.POSITIVE_INFINITY));
  }
}
