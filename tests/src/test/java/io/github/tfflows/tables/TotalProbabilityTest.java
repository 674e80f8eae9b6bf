package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Numbers;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * The probabilities of all rows of a table add up to one, whatever its columns: the density of a
 * column of numbers is integrated, and point masses, names and gaps beside it are counted.
 */
class TotalProbabilityTest {
  private static final int ROWS = 800;

  /** Points of the integral within a unit of the column's range. */
  private static final int POINTS = 8_000;

  /**
   * A column of numbers.
   *
   * @param kind its declared kind; empty for the one that is found
   * @param value draws a cell
   * @param low the lower end of the integral
   * @param high the upper end
   */
  private record Numbers(String kind, Function<Random, String> value, double low, double high) {
    /** The end of a share of the parts of the integral, which are fine where amounts are small. */
    double end(double share) {
      double even = low + share * (high - low);
      return low == 0 && high > 360 ? high * Math.expm1(16 * share) / Math.expm1(16) : even;
    }
  }

  private static final Map<String, Numbers> COLUMNS =
      Map.ofEntries(
          Map.entry("real", new Numbers("", r -> "" + r.nextGaussian(), -40, 40)),
          Map.entry(
              "decimals",
              new Numbers("", r -> "" + Math.rint(200 * r.nextGaussian()) / 100, -80, 80)),
          Map.entry(
              "whole, masses at 0 and 5",
              new Numbers("", r -> "" + mass(r, 0, 5, r.nextInt(60) - 20), -1_000.5, 999.5)),
          Map.entry(
              "count, masses at 0 and 5",
              new Numbers(
                  "", r -> "" + mass(r, 0, 5, (int) Math.exp(4 * r.nextDouble())), -0.5, 1_999.5)),
          Map.entry("few values", new Numbers("", r -> "" + r.nextInt(4), -20.5, 19.5)),
          Map.entry(
              "amounts, a mass at zero",
              new Numbers(
                  "", r -> r.nextInt(3) == 0 ? "0" : "" + Math.exp(r.nextGaussian()), 0, 4_000)),
          Map.entry(
              "positive, masses at 0 and 5",
              new Numbers("positive", r -> "" + mass(r, 0, 5, 1 + r.nextInt(30)), -0.5, 1_999.5)),
          Map.entry("bounded", new Numbers("bounded:0..1", r -> "" + r.nextDouble(), 0, 1)),
          Map.entry("angle", new Numbers("circular:360", r -> "" + 360 * r.nextDouble(), 0, 360)),
          Map.entry(
              "date",
              new Numbers(
                  "", r -> LocalDate.of(2024, 1, 1).plusDays(r.nextInt(90)).toString(), -900, 900)),
          Map.entry(
              "date, a mass on a day", new Numbers("", r -> day(r, "2024-02-01"), -1_000.5, 999.5)),
          Map.entry("date, a mass far away", new Numbers("", r -> day(r, "9999-12-31"), -900, 900)),
          Map.entry(
              "timestamp, a mass far away",
              new Numbers(
                  "",
                  r ->
                      r.nextInt(10) < 3
                          ? "9999-12-31T23:59:59"
                          : day(r) + "T%02d:30:01".formatted(r.nextInt(24)),
                  -12_000_000,
                  12_000_000)),
          Map.entry(
              "time",
              new Numbers(
                  "", r -> LocalTime.of(r.nextInt(24), r.nextInt(60)).toString(), -30, 86_370)));

  private static LocalDate day(Random random) {
    return LocalDate.of(2024, 1, 1).plusDays(random.nextInt(90));
  }

  private static String day(Random random, String mass) {
    return random.nextInt(10) < 3 ? mass : day(random).toString();
  }

  private static long mass(Random random, long one, long other, long otherwise) {
    int share = random.nextInt(10);
    return share < 3 ? one : share < 5 ? other : otherwise;
  }

  private static final List<String> BESIDE =
      List.of(
          "alone", "a name", "a boolean", "gaps", "gaps and a name", "a given name", "any given");

  static Stream<Arguments> tables() {
    return COLUMNS.keySet().stream()
        .sorted()
        .flatMap(name -> BESIDE.stream().map(beside -> Arguments.of(name, beside)));
  }

  /** Each kind of numbers once, and each kind of columns beside it once or twice. */
  static Stream<Arguments> someTables() {
    List<String> names = COLUMNS.keySet().stream().sorted().toList();
    return IntStream.range(0, names.size())
        .mapToObj(i -> Arguments.of(names.get(i), BESIDE.get(i % BESIDE.size())));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("tables")
  void probabilitiesOfEveryCombinationAddUpToOne(String name, String beside) throws IOException {
    probabilitiesAddUpToOne(name, beside);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("someTables")
  void probabilitiesAddUpToOne(String name, String beside) throws IOException {
    Numbers numbers = Objects.requireNonNull(COLUMNS.get(name));
    TableSource source = source(numbers, beside);
    Map<String, ColumnKind> kinds =
        numbers.kind().isEmpty() ? Map.of() : Map.of("x", ColumnKind.parse(numbers.kind()));
    List<String> given = beside.equals("a given name") ? List.of("c") : List.of();
    TableSchema found = new TableScan(List.of(), given, List.of(), kinds).of(source, Missing.MODEL);
    TableSchema schema = beside.equals("any given") ? found.conditionedOn(Conditioning.ANY) : found;
    Data data = TableReader.readAll(source, schema, Missing.MODEL);
    Distribution density =
        TableDistribution.of(
            FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE.on(schema, data.count()), schema, data);
    int context = schema.contextNames().size();
    Weights start = Initialization.of(density, context, 1, Execution.defaults());
    Weights drawn = MovedWeights.like(start, 0.05, 3);
    try (CompiledDistribution model =
        CompiledDistribution.compile(density, context, drawn, Execution.defaults())) {
      assertEquals(1, total(TableModel.of(model, schema), numbers), 2e-3);
    }
  }

  private static TableSource source(Numbers numbers, String beside) {
    Random random = new Random(7);
    boolean hasGaps = beside.startsWith("gaps");
    List<String> columns = new ArrayList<>(List.of("x"));
    if (beside.contains("name") || beside.equals("any given")) {
      columns.add("c");
    }
    if (beside.equals("a boolean")) {
      columns.add("b");
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<String> row = new ArrayList<>();
      row.add(hasGaps && random.nextInt(4) == 0 ? "" : numbers.value().apply(random));
      if (columns.contains("c")) {
        row.add("abc".substring(random.nextInt(3)).substring(0, 1));
      }
      if (columns.contains("b")) {
        row.add(random.nextBoolean() ? "yes" : "no");
      }
      rows.add(row);
    }
    return TableSources.of("t", columns, rows);
  }

  /** The sum over names and gaps, and the integral over the numbers. */
  private static double total(TableModel model, Numbers numbers) {
    TableSchema schema = model.schema();
    TableColumn x = schema.modelled().get(0);
    boolean isAlone = schema.modelled().size() == 1;
    int outcomes = isAlone ? 1 : schema.modelled().get(1).names().size() + 1; // with an unseen one
    float[] line = new float[POINTS];
    double[] widths = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double from = numbers.end(i / (double) POINTS);
      double to = numbers.end((i + 1) / (double) POINTS);
      line[i] = (float) ((from + to) / 2);
      widths[i] = to - from;
    }
    double total = 0;
    for (int outcome = 0; outcome < outcomes; outcome++) {
      total += sum(model, outcome, 1, widths, line);
      total += ofMasses(model, numbers, outcome);
      if (x.hasGaps()) {
        total += sum(model, outcome, 0, all(1, 1), x.filler());
      }
    }
    return total;
  }

  /** The sum over the masses of a column without a step, and over those beyond the integral. */
  private static double ofMasses(TableModel model, Numbers numbers, int outcome) {
    PointMasses masses = model.schema().modelled().get(0).masses();
    double[] points =
        masses.values().stream()
            .mapToDouble(mass -> mass)
            .filter(mass -> masses.step() == 0 || mass < numbers.low() || mass > numbers.high())
            .toArray();
    float[] values = new float[points.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) points[i];
    }
    double width = masses.step() == 0 ? 1 : masses.width();
    return values.length == 0 ? 0 : sum(model, outcome, 1, all(width, values.length), values);
  }

  private static double[] all(double width, int count) {
    return DoubleStream.generate(() -> width).limit(count).toArray();
  }

  private static double sum(
      TableModel model, int outcome, int isThere, double[] widths, float... values) {
    TableSchema schema = model.schema();
    int bits = schema.withGaps().size();
    int size = bits + schema.modelled().size();
    float[] events = new float[values.length * size];
    for (int i = 0; i < values.length; i++) {
      if (bits > 0) {
        events[i * size] = isThere;
      }
      events[i * size + bits] = values[i];
      if (schema.modelled().size() > 1) {
        events[i * size + bits + 1] = outcome;
      }
    }
    Rows x = new Rows(events, Shape.of(size), values.length);
    int given = schema.given().size();
    Rows context = new Rows(new float[values.length * given], Shape.of(given), values.length);
    float[] logProb = model.logProb(new Data(x, context));
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.exp(logProb[i]) * widths[i])
        .sum();
  }
}
