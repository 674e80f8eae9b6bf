package io.github.tfflows.tables.column;

import io.github.tfflows.tables.cell.MassNumbers;
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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a model in its description: for each column the name, the kind, the step, the
 * share of missing values, the range of numbers, the names in order with their counts; for dates
 * and times the origin, the unit and the format; for derived columns the rule.
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
  private static final String VALUE = "value.";
  private static final String COUNTS = "counts";
  private static final String POOL = "pool";
  private static final String DECIMALS = "decimals";
  private static final String ORIGIN = "origin";
  private static final String SCALE = "scale";
  private static final String UNIT = "unit";
  private static final String FORMAT = "format";

  /** A derived column, and its index among all. */
  record Derived(TableColumn column, int place, Relation relation) {}

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
      add(entries, i, derived.get(i - 1));
    }
    if (conditioning == Conditioning.ANY) {
      entries.put(CONDITIONING, ANY_CELL);
    }
    return entries;
  }

  private static void add(Map<String, String> entries, String role, List<TableColumn> columns) {
    for (int i = 1; i <= columns.size(); i++) {
      TableColumn column = columns.get(i - 1);
      entries.put(key(role, i, NAME), column.name());
      entries.put(key(role, i, KIND), column.kind().text());
      if (column.hasGaps()) {
        entries.put(key(role, i, GAPS), Double.toString(column.gaps()));
      }
      if (column.step() > 0) {
        entries.put(key(role, i, STEP), Double.toString(column.step()));
      }
      if (column.coding() instanceof NumberCoding number) {
        add(entries, role, i, number);
      }
      if (!column.coding().masses().isEmpty()) {
        entries.put(key(role, i, MASSES), text(column.coding().masses()));
      }
      if (column.coding() instanceof TimeCoding time) {
        entries.put(key(role, i, ORIGIN), time.origin().toString());
        entries.put(key(role, i, UNIT), column.kind().unit());
        entries.put(key(role, i, FORMAT), time.format());
        add(entries, role, i, time.range());
      }
      if (column.coding() instanceof NameCoding named && !named.counts().isEmpty()) {
        entries.put(key(role, i, COUNTS), text(named.counts()));
        entries.put(key(role, i, POOL), Integer.toString(named.pool()));
      }
      for (int k = 1; k <= column.names().size(); k++) {
        entries.put(key(role, i, VALUE + k), column.names().get(k - 1));
      }
    }
  }

  private static void add(
      Map<String, String> entries, String role, int index, NumberCoding number) {
    if (!number.scale().equals(Scale.PLAIN)) {
      entries.put(key(role, index, ORIGIN), Double.toString(number.scale().origin()));
      entries.put(key(role, index, SCALE), Double.toString(number.scale().unit()));
    }
    if (number.decimals() < NumberCoding.ALL_DECIMALS) {
      entries.put(key(role, index, DECIMALS), Integer.toString(number.decimals()));
    }
    add(entries, role, index, number.range());
    if (!number.lattice().isEmpty()) {
      entries.put(key(role, index, CELLS), text(number.lattice().starts()));
      entries.put(key(role, index, CELLS + "." + FROM), text(number.lattice().from()));
      entries.put(key(role, index, CELLS + "." + TO), text(number.lattice().to()));
    }
  }

  private static void add(
      Map<String, String> entries, String role, int index, NumberCoding.Range range) {
    if (Double.isFinite(range.low())) {
      entries.put(key(role, index, LOW), Double.toString(range.low()));
      entries.put(key(role, index, HIGH), Double.toString(range.high()));
    }
  }

  private static void add(Map<String, String> entries, int index, Derived derived) {
    entries.put(key(DERIVED, index, PLACE), Integer.toString(derived.place()));
    Relation relation = derived.relation();
    addAll(entries, key(DERIVED, index, OF), relation.sources());
    if (relation instanceof Relation.Constant constant) {
      entries.put(key(DERIVED, index, CONSTANT), constant.value());
    } else if (relation instanceof Relation.Numbered numbered) {
      entries.put(key(DERIVED, index, FIRST), Long.toString(numbered.first()));
    } else if (relation instanceof Relation.Linear linear) {
      add(entries, index, linear);
    } else if (relation instanceof Relation.RoundedSum rounded) {
      add(entries, index, rounded.sum());
      entries.put(key(DERIVED, index, ROUNDED), "true");
    } else if (relation instanceof Relation.Product product) {
      List<Relation.Factor> factors = product.factors();
      addAll(
          entries,
          key(DERIVED, index, POWER),
          factors.stream().map(Relation.Factor::power).toList());
      addAll(
          entries,
          key(DERIVED, index, SLOPE),
          factors.stream().map(Relation.Factor::slope).toList());
      addAll(
          entries,
          key(DERIVED, index, INTERCEPT),
          factors.stream().map(Relation.Factor::offset).toList());
      entries.put(key(DERIVED, index, FACTOR), Double.toString(product.constant()));
    } else if (relation instanceof Relation.Shifted shifted) {
      entries.put(key(DERIVED, index, BY), shifted.by().toString());
    } else if (relation instanceof Relation.Curve curve) {
      entries.put(key(DERIVED, index, FROM + NUMBERS), text(curve.from()));
      entries.put(key(DERIVED, index, TO + NUMBERS), text(curve.to()));
      entries.put(key(DERIVED, index, FROM + AXIS), curve.fromAxis().name());
      entries.put(key(DERIVED, index, TO + AXIS), curve.toAxis().name());
    } else if (relation instanceof Relation.Beyond beyond) {
      entries.put(key(DERIVED, index, SIDE), beyond.comparison().name());
      entries.put(key(DERIVED, index, OTHERWISE), beyond.otherwise());
    } else if (relation instanceof Relation.Part part) {
      entries.put(key(DERIVED, index, FIELD), part.field().name());
      entries.put(key(DERIVED, index, ZONE), part.zone().getId());
      addPairs(entries, index, part.values());
    } else if (relation instanceof Relation.Ranges ranges) {
      entries.put(key(DERIVED, index, FROM + NUMBERS), text(ranges.from()));
      entries.put(key(DERIVED, index, TO + NUMBERS), text(ranges.to()));
      addAll(entries, key(DERIVED, index, RANGE), ranges.values());
    } else if (relation instanceof Relation.Renamed renamed) {
      addPairs(entries, index, renamed.values());
    }
  }

  private static void add(Map<String, String> entries, int index, Relation.Linear linear) {
    addAll(entries, key(DERIVED, index, SLOPE), linear.slopes());
    entries.put(key(DERIVED, index, INTERCEPT), Double.toString(linear.intercept()));
  }

  private static void addPairs(Map<String, String> entries, int index, Map<String, String> values) {
    int k = 1;
    for (Map.Entry<String, String> pair : values.entrySet()) {
      entries.put(key(DERIVED, index, FROM + k), pair.getKey());
      entries.put(key(DERIVED, index, TO + k), pair.getValue());
      k++;
    }
  }

  private Map<String, String> pairs(int index) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int k = 1; entries.containsKey(key(DERIVED, index, FROM + k)); k++) {
      pairs.put(entry(DERIVED, index, FROM + k), entry(DERIVED, index, TO + k));
    }
    return pairs;
  }

  /** Adds values: the first under a key, others under the key with their number, from two on. */
  private static void addAll(Map<String, String> entries, String key, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      entries.put(i == 0 ? key : key + "." + (i + 1), String.valueOf(values.get(i)));
    }
  }

  private List<String> all(String key) {
    List<String> values = new ArrayList<>();
    for (String next = key; entries.containsKey(next); next = key + "." + (values.size() + 1)) {
      values.add(entries.getOrDefault(next, ""));
    }
    return values;
  }

  private static String text(List<? extends Number> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  boolean haveColumns() {
    return entries.containsKey(key(MODELLED, 1, NAME));
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
    return columns(MODELLED);
  }

  List<TableColumn> given() {
    return columns(GIVEN);
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

  List<Derived> derived() {
    List<Derived> derived = new ArrayList<>();
    for (TableColumn column : columns(DERIVED)) {
      int index = derived.size() + 1;
      int place = Integer.parseInt(entry(DERIVED, index, PLACE));
      derived.add(new Derived(column, place, relation(index)));
    }
    return derived;
  }

  private Relation relation(int index) {
    String of = entry(DERIVED, index, OF);
    if (entries.containsKey(key(DERIVED, index, CONSTANT))) {
      return new Relation.Constant(entry(DERIVED, index, CONSTANT));
    }
    if (entries.containsKey(key(DERIVED, index, FIRST))) {
      return new Relation.Numbered(Long.parseLong(entry(DERIVED, index, FIRST)));
    }
    if (entries.containsKey(key(DERIVED, index, FACTOR))) {
      return new Relation.Product(number(DERIVED, index, FACTOR, 1), factors(index));
    }
    if (entries.containsKey(key(DERIVED, index, SLOPE))) {
      Relation.Linear sum =
          new Relation.Linear(
              all(key(DERIVED, index, OF)),
              all(key(DERIVED, index, SLOPE)).stream().map(Double::valueOf).toList(),
              number(DERIVED, index, INTERCEPT, 0));
      return entries.containsKey(key(DERIVED, index, ROUNDED)) ? new Relation.RoundedSum(sum) : sum;
    }
    if (entries.containsKey(key(DERIVED, index, BY))) {
      return new Relation.Shifted(of, Duration.parse(entry(DERIVED, index, BY)));
    }
    if (entries.containsKey(key(DERIVED, index, FROM + NUMBERS))) {
      List<Double> from = list(entry(DERIVED, index, FROM + NUMBERS), Double::valueOf);
      List<Double> to = list(entry(DERIVED, index, TO + NUMBERS), Double::valueOf);
      return entries.containsKey(key(DERIVED, index, RANGE))
          ? new Relation.Ranges(of, from, to, all(key(DERIVED, index, RANGE)))
          : new Relation.Curve(of, from, to, axis(index, FROM), axis(index, TO));
    }
    if (entries.containsKey(key(DERIVED, index, SIDE))) {
      List<String> sources = all(key(DERIVED, index, OF));
      return new Relation.Beyond(
          sources.subList(0, sources.size() - 1),
          sources.get(sources.size() - 1),
          Relation.Comparison.valueOf(entry(DERIVED, index, SIDE)),
          entry(DERIVED, index, OTHERWISE));
    }
    if (entries.containsKey(key(DERIVED, index, FIELD))) {
      return new Relation.Part(
          of,
          ChronoField.valueOf(entry(DERIVED, index, FIELD)),
          ZoneId.of(entry(DERIVED, index, ZONE)),
          pairs(index));
    }
    Map<String, String> names = pairs(index);
    return names.isEmpty() ? new Relation.Equal(of) : new Relation.Renamed(of, names);
  }

  private List<Relation.Factor> factors(int index) {
    List<String> sources = all(key(DERIVED, index, OF));
    List<String> offsets = all(key(DERIVED, index, INTERCEPT));
    List<String> slopes = all(key(DERIVED, index, SLOPE));
    List<String> powers = all(key(DERIVED, index, POWER));
    return IntStream.range(0, sources.size())
        .mapToObj(
            i ->
                new Relation.Factor(
                    sources.get(i),
                    Double.parseDouble(offsets.get(i)),
                    Double.parseDouble(slopes.get(i)),
                    Integer.parseInt(powers.get(i))))
        .toList();
  }

  private List<TableColumn> columns(String role) {
    List<TableColumn> columns = new ArrayList<>();
    for (int i = 1; entries.containsKey(key(role, i, NAME)); i++) {
      ColumnKind kind = ColumnKind.parse(entry(role, i, KIND));
      double gaps = Double.parseDouble(entries.getOrDefault(key(role, i, GAPS), "0"));
      columns.add(new TableColumn(entry(role, i, NAME), kind, coding(kind, role, i), gaps));
    }
    return columns;
  }

  private Coding coding(ColumnKind kind, String role, int index) {
    String step = entries.getOrDefault(key(role, index, STEP), "0");
    if (kind.isTemporal()) {
      OffsetDateTime origin = OffsetDateTime.parse(entry(role, index, ORIGIN));
      String format = entry(role, index, FORMAT);
      Moment.Form form = Moment.Form.of(kind, format);
      return new TimeCoding(
          form,
          origin,
          Double.parseDouble(step),
          format,
          range(role, index),
          MassNumbers.of(masses(role, index), since -> since));
    }
    List<String> names = new ArrayList<>();
    for (int k = 1; entries.containsKey(key(role, index, VALUE + k)); k++) {
      names.add(entry(role, index, VALUE + k));
    }
    if (kind instanceof ColumnKind.Bool) {
      if (names.size() != 2) {
        throw new IllegalArgumentException(
            "%s column %s has the values %s; expected one for no and one for yes"
                .formatted(role, index, names));
      }
      return new TruthCoding(names.get(0), names.get(1));
    }
    return kind.isNamed()
        ? new NameCoding(
            names,
            list(entry(role, index, COUNTS), Long::valueOf),
            Integer.parseInt(entries.getOrDefault(key(role, index, POOL), "0")))
        : numbers(Double.parseDouble(step), role, index);
  }

  private NumberCoding numbers(double step, String role, int index) {
    String decimals = entries.getOrDefault(key(role, index, DECIMALS), "");
    return new NumberCoding(
        new Scale(number(role, index, ORIGIN, 0), number(role, index, SCALE, 1)),
        step,
        decimals.isEmpty() ? NumberCoding.ALL_DECIMALS : Integer.parseInt(decimals),
        range(role, index),
        masses(role, index),
        new Lattice(
            list(entry(role, index, CELLS), Double::valueOf),
            list(entry(role, index, CELLS + "." + FROM), Double::valueOf),
            list(entry(role, index, CELLS + "." + TO), Double::valueOf)));
  }

  private List<Double> masses(String role, int index) {
    return list(entry(role, index, MASSES), Double::valueOf);
  }

  private NumberCoding.Range range(String role, int index) {
    return new NumberCoding.Range(
        number(role, index, LOW, Double.NEGATIVE_INFINITY),
        number(role, index, HIGH, Double.POSITIVE_INFINITY));
  }

  private Relation.Axis axis(int index, String side) {
    String name = entry(DERIVED, index, side + AXIS);
    return name.isEmpty() ? Relation.Axis.LINEAR : Relation.Axis.valueOf(name);
  }

  private double number(String role, int index, String what, double otherwise) {
    String text = entry(role, index, what);
    return text.isEmpty() ? otherwise : Double.parseDouble(text);
  }

  private static <T> List<T> list(String numbers, Function<String, T> number) {
    return numbers.isEmpty()
        ? List.of()
        : Arrays.stream(numbers.split(" ", -1)).map(number).toList();
  }

  private String entry(String role, int index, String what) {
    return entries.getOrDefault(key(role, index, what), "");
  }

  private static String key(String role, int index, String what) {
    return "table.%s.%s.%s".formatted(role, index, what);
  }
}
