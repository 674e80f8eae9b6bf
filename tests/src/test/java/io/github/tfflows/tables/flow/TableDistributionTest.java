package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.Coding;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Untrained flows are the identity, so that their densities are those of the columns' maps. */
class TableDistributionTest {
  private static CompiledDistribution compiled(ColumnKind kind, float... values) {
    float[][] rows = new float[values.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {values[i]};
    }
    TableColumn column = new TableColumn("x", kind, List.of());
    Distribution flow =
        TableDistribution.of(
            d -> Flows.nice(d, 1, Mlp.of(4)),
            new TableSchema(List.of(column), List.of()),
            Data.of(rows));
    return CompiledDistribution.compile(flow, 1);
  }

  private static double normal(double x, double mean, double deviation) {
    double z = (x - mean) / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }

  private static Distribution usual(TableSchema schema, Data rows) {
    return TableDistribution.of(
        FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE.on(schema, rows.count()), schema, rows);
  }

  @ParameterizedTest
  @CsvSource({"NONE, 0.5", "ANY, 0"})
  void networksOfNamesDropUnitsUnlessAnyCellIsGiven(Conditioning conditioning, double dropout)
      throws IOException {
    TableSource source = Tables.of("x,name", 20, i -> List.of(i * 0.37, "ab" + i % 2));
    TableSchema schema = TableScan.all().of(source, Missing.MODEL).conditionedOn(conditioning);
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    Conditioner network = ((TableDensity) usual(schema, rows)).network();
    assertEquals(dropout, network instanceof ResidualNet net ? net.dropout() : 0);
  }

  @Test
  void otherValuesAreRareWhereAllAreMasses() throws IOException {
    int[] weeks = {0, 2, 4, 6, 11};
    TableSource source = Tables.of("week,name", 500, i -> List.of(weeks[i % 5], "ab" + i % 2));
    TableSchema schema = TableScan.all().of(source, Missing.MODEL);
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    try (CompiledDistribution untrained = CompiledDistribution.compile(usual(schema, rows), 1)) {
      long others =
          Stream.of(untrained.sample(20_000, 1))
              .filter(row -> IntStream.of(weeks).noneMatch(week -> Math.abs(row[0] - week) <= 0.5))
              .count();
      assertTrue(others < 20_000 / 250, others + " draws have other weeks");
    }
  }

  @Test
  void isADensityPerRawUnit() {
    try (CompiledDistribution real = compiled(new ColumnKind.Real(), 10, 14)) {
      assertEquals(normal(13, 12, 2), real.logProb(new float[][] {{13}})[0], 1e-5);
    }
    float e = (float) Math.E;
    try (CompiledDistribution positive = compiled(new ColumnKind.Positive(), 1 / e, e)) {
      double logNormal = normal(Math.log(5), 0, 1) - Math.log(5);
      assertEquals(logNormal, positive.logProb(new float[][] {{5}})[0], 1e-5);
    }
  }

  /** Also numbers that round to a bound, a cut or zero. */
  @Test
  void drawsComeWithTheDensityOfTheModelAtThem() {
    try (CompiledDistribution bounded = compiled(new ColumnKind.Bounded(0, 1), 1e-6f, 0.999999f);
        CompiledDistribution circular = compiled(new ColumnKind.Circular(360), 1e-4f, 180, 359.9f);
        CompiledDistribution count = compiled(new ColumnKind.Count(), 0, 1e6f)) {
      for (CompiledDistribution each : List.of(bounded, circular, count)) {
        Draws draws = each.sampleAndLogProb(100_000, 1);
        float[] logProb = each.logProb(draws.x());
        for (int i = 0; i < logProb.length; i++) {
          assertEquals(logProb[i], draws.logProb()[i], 1e-5 * (1 + Math.abs(logProb[i])));
        }
      }
    }
  }

  @Test
  void weightsStandForRepeatedAndAbsentRows() {
    TableColumn plain = new TableColumn("x", new ColumnKind.Positive(), List.of());
    TableColumn named = new TableColumn("colour", new ColumnKind.Categorical(), List.of("a", "b"));
    for (TableSchema schema :
        List.of(
            new TableSchema(List.of(plain), List.of(plain)),
            new TableSchema(List.of(named, plain), List.of()))) {
      int given = schema.given().size();
      float[][] x = {{1, 5}, {0, 2}, {1, 1e8f}};
      Data rows = given == 0 ? Data.of(x) : Data.of(column(x), column(x));
      Distribution expected = flow(schema, rows.select(0, 0, 0, 1));
      assertEquals(expected, flow(schema, rows.weighted(new float[] {1.5f, 0.5f, 0})));
    }
  }

  private static float[][] column(float[][] rows) {
    return Stream.of(rows).map(row -> new float[] {row[1]}).toArray(float[][]::new);
  }

  private static Distribution flow(TableSchema schema, Data rows) {
    return TableDistribution.of(d -> Flows.nice(d, 1, Mlp.of(4)), schema, rows);
  }

  /** Whether a column with one heavy tail has a scale that bends it. */
  private static boolean isBent(String columns, IntFunction<List<?>> others) throws IOException {
    Random random = new Random(7);
    TableSource source =
        Tables.of(
            columns,
            2_000,
            i -> {
              List<Object> row = new ArrayList<>(others.apply(i));
              row.add(Math.rint(1e5 * (Math.exp(0.7 * random.nextGaussian()) - 1.3)) / 1e5);
              return i % 9 == 0 && columns.startsWith("gaps") ? List.of("") : row;
            });
    TableSchema schema = TableScan.all().of(source, Missing.MODEL);
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    return usual(schema, rows).toString().contains("Sinh");
  }

  @Test
  void oneHeavyTailBendsTheScaleOfAColumnAlone() throws IOException {
    Random random = new Random(8);
    assertTrue(isBent("x", i -> List.of()));
    assertTrue(isBent("gaps", i -> List.of()));
    assertFalse(isBent("y,x", i -> List.of(random.nextGaussian())));
    assertFalse(isBent("name,x", i -> List.of("ab" + i % 2)));
  }

  @Test
  void integratesToOneBetweenBounds() {
    ColumnKind bounded = new ColumnKind.Bounded(-1, 3);
    try (CompiledDistribution share = compiled(bounded, 0.5f, 1, 1.2f, 2)) {
      assertEquals(1, integral(share, -1, 3, x -> x), 1e-3);
    }
  }

  @Test
  void goesAroundTheCircle() {
    Random random = new Random(1);
    float[] angles = new float[2000];
    for (int i = 0; i < angles.length; i++) {
      angles[i] = (float) ((20 * random.nextGaussian() + 360) % 360);
    }
    try (CompiledDistribution wind = compiled(new ColumnKind.Circular(360), angles)) {
      assertEquals(1, integral(wind, 0, 360, x -> x), 1e-2);
      float[] turned = wind.logProb(new float[][] {{5}, {365}, {-355}});
      assertEquals(turned[0], turned[1], 1e-4);
      assertEquals(turned[0], turned[2], 1e-4);
      float[] around = wind.logProb(new float[][] {{359.99f}, {0.01f}, {180}});
      assertEquals(around[0], around[1], 1e-2, "no seam where the data are");
      assertTrue(around[0] > around[2] + 3);
      for (float[] draw : wind.sample(1000, 2)) {
        assertTrue(draw[0] >= 0 && draw[0] < 360.001, "got " + draw[0]);
      }
    }
  }

  /** Hours, months, longitudes and numbers from elsewhere. */
  @ParameterizedTest
  @CsvSource({"24, 0", "12, 1", "360, -180", "360, -179", "10, 3"})
  void drawsHaveOneEndOfACircleAlone(int period, int least) throws IOException {
    TableSource source = Tables.of("x", 20 * period, i -> List.of(least + i % period));
    TableScan scan = TableScan.all().withKind("x", new ColumnKind.Circular(period));
    TableSchema schema = scan.of(source, Missing.MODEL);
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    try (CompiledDistribution untrained = CompiledDistribution.compile(usual(schema, rows), 1)) {
      DoubleSummaryStatistics draws =
          Stream.of(untrained.sample(20_000, 1))
              .mapToDouble(row -> (Double) schema.modelled().get(0).drawn(row[0]))
              .summaryStatistics();
      assertEquals(least, draws.getMin());
      assertEquals(least + period - 1, draws.getMax());
    }
  }

  /** Hours around midnight, whose noise begins half an hour before it. */
  @Test
  void timesOfDayGoAroundMidnight() {
    Random random = new Random(1);
    float[][] hours = new float[2000][1];
    for (float[] hour : hours) {
      hour[0] = 3600 * Math.floorMod(Math.round(2 * random.nextGaussian()), 24);
    }
    OffsetDateTime midnight = LocalDate.EPOCH.atStartOfDay().atOffset(ZoneOffset.UTC);
    Coding coding = new TimeCoding(Moment.Form.TIME, midnight, 3600, "HH:mm");
    TableColumn column = new TableColumn("t", new ColumnKind.TimeOfDay(), coding, 0);
    TableSchema schema = new TableSchema(List.of(column), List.of());
    Distribution flow =
        TableDistribution.of(d -> Flows.nice(d, 1, Mlp.of(4)), schema, Data.of(hours));
    try (CompiledDistribution day = CompiledDistribution.compile(flow, 1)) {
      assertEquals(1, integral(day, -1800, 84_600, x -> x), 1e-2);
      float[] around = day.logProb(new float[][] {{-1799}, {86_400 - 1799}, {43_200}});
      assertEquals(around[0], around[1], 1e-4);
      assertTrue(around[0] > around[2] + 3);
      for (float[] draw : day.sample(1000, 2)) {
        assertTrue(draw[0] >= -1800 && draw[0] < 84_601, "got " + draw[0]);
      }
    }
  }

  @Test
  void cutsTheCircleWhereNothingIs() {
    assertEquals(180, ColumnMap.emptiest(360, 72, 10, 350, 90, 270, 100, 260), 60);
    assertEquals(21, ColumnMap.emptiest(24, 4, 1, 7, 13), 1e-9, "at most four arcs");
    double night = ColumnMap.emptiest(24, 72, 6, 9, 12, 15, 18);
    assertTrue(Math.abs(night - 12) > 7, "got " + night);
  }

  private static double integral(
      CompiledDistribution model, double low, double high, DoubleUnaryOperator at) {
    int steps = 20_000;
    float[][] rows = new float[steps][];
    for (int i = 0; i < steps; i++) {
      rows[i] = new float[] {(float) at.applyAsDouble(low + (i + 0.5) * (high - low) / steps)};
    }
    double sum = 0;
    for (float logProb : model.logProb(rows)) {
      sum += Math.exp(logProb);
    }
    return sum * (high - low) / steps;
  }

  /** The weights are drawn, so that the networks' inputs show in the density. */
  @Test
  void showsNetworksTheConditionsInTheirOwnScale() {
    TableSchema schema =
        new TableSchema(
            List.of(new TableColumn("x", new ColumnKind.Real(), List.of())),
            List.of(
                new TableColumn("c", new ColumnKind.Categorical(), List.of("a", "b", "c")),
                new TableColumn("w", new ColumnKind.Circular(24), List.of()),
                new TableColumn("m", new ColumnKind.Real(), List.of())));
    float[][] x = {{-1}, {1}};
    float[][] context = {{0, 3, 1000}, {2, 20, 1010}};
    Distribution flow =
        TableDistribution.of(d -> Flows.realNvp(d, 1, Mlp.of(8)), schema, Data.of(x, context));
    Weights start = Initialization.of(flow, 3, 1, Execution.defaults());
    try (CompiledDistribution model =
        CompiledDistribution.compile(
            flow, 3, MovedWeights.like(start, 0.5, 3), Execution.defaults())) {
      assertArrayEquals(
          model.given(new float[][] {{1, 1, 1005}}).logProb(new float[][] {{0}}),
          model.given(new float[][] {{1, 25, 1005}}).logProb(new float[][] {{0}}),
          1e-5f,
          "a day later");
      float[] names =
          model
              .given(new float[][] {{0, 1, 1005}, {1, 1, 1005}, {2, 1, 1005}})
              .logProb(new float[][] {{0}, {0}, {0}});
      assertTrue(Math.abs(names[0] - names[1]) > 1e-3 && Math.abs(names[1] - names[2]) > 1e-3);
    }
  }

  /** The training rows may have few positive amounts of a column, or none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void mapsAmountsThatAreNearlyAlwaysZero(int positive) {
    NumberCoding coding =
        new NumberCoding(
            Scale.PLAIN,
            0,
            NumberCoding.ALL_DECIMALS,
            new NumberCoding.Range(0, 100),
            List.of(0.0),
            Lattice.NONE);
    TableColumn amount = new TableColumn("amount", new ColumnKind.Positive(), coding, 0);
    TableSchema schema = new TableSchema(List.of(amount), List.of());
    float[] values = new float[200];
    for (int i = 0; i < positive; i++) {
      values[i] = 3 + i;
    }
    Distribution density = usual(schema, Data.of(Rows.of(values, 1)));
    try (CompiledDistribution model = CompiledDistribution.compile(density, 1)) {
      for (float logProb : model.logProb(Rows.of(new float[] {0, 3, 90}, 1))) {
        assertTrue(Float.isFinite(logProb), "log-density " + logProb);
      }
    }
  }

  /** The density of a table in another unit is that of the table, per the other unit. */
  @Test
  void densitiesFollowTheUnitOfTheData() throws IOException {
    float[] plain = logProb(1);
    for (double size : new double[] {1e-40, 1e-20, 1e-13, 1e12, 1e40}) {
      float[] scaled = logProb(size);
      for (int i = 0; i < plain.length; i++) {
        double expected = plain[i] - 2 * Math.log(size);
        assertEquals(expected, scaled[i], 2e-4 * (1 + Math.abs(scaled[i])), "unit " + size);
      }
    }
  }

  /** A Gaussian of its numbers would have another unit. */
  @Test
  void numbersInAUnitOfTheirOwnAreComparedWithNoGaussian() throws IOException {
    for (double size : new double[] {1, 1e40}) {
      TableSource source = Tables.of("x,y", 100, i -> List.of(Math.sin(i) * size, Math.cos(i * i)));
      TableSchema schema = TableScan.all().of(source, Missing.REFUSE);
      Data data = TableReader.readAll(source, schema, Missing.REFUSE);
      assertEquals(size == 1, usual(schema, data).isContinuous());
    }
  }

  /** Of a number, of another that is positive, and of a name. */
  private static float[] logProb(double size) throws IOException {
    Random random = new Random(1);
    TableSource source =
        Tables.of(
            "x,y,c",
            300,
            i -> {
              double number = 3 + random.nextGaussian();
              double positive = Math.exp(2 * random.nextGaussian());
              return List.of(number * size, positive * size, "ab".substring(i % 2));
            });
    TableSchema schema = TableScan.all().of(source, Missing.REFUSE);
    Data data = TableReader.readAll(source, schema, Missing.REFUSE);
    try (TableModel model =
        TableModel.of(CompiledDistribution.compile(usual(schema, data), 1), schema)) {
      return model.logProb(data);
    }
  }

  /** A regression: twenty of 10,000 rows cost all others 72 nats. */
  @Test
  void aFewFillValuesLeaveTheScaleOfTheOthersAlone() {
    Random random = new Random(6);
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 500 == 7 ? 9.96921e36f : (float) (10 + 2 * random.nextGaussian());
    }
    Data data = Data.of(Rows.of(values, 1));
    Standardize scale =
        WeightedNumbers.of(data, data.x(), new RowLayout(1, List.of()), 0).standardized(x -> x);
    assertEquals(10, scale.mean().get(0), 0.1);
    assertEquals(2, scale.scale().get(0), 0.1);
  }

  @ParameterizedTest
  @EnumSource
  void isNamedAsTheMethodOfFlows(FlowFamily family) {
    Set<String> methods =
        Arrays.stream(Flows.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    assertTrue(methods.contains(family.toString()), family.toString());
    assertEquals(family, FlowFamily.parse(family.toString()));
    assertEquals(family, FlowFamily.parse(family.toString().toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @EnumSource
  void changesWithTheSizesThatItHas(FlowFamily family) {
    Distribution flow = family.of(2, new FlowFamily.Size(1, 8, 1, 4));
    boolean isWider = !flow.equals(family.of(2, new FlowFamily.Size(1, 9, 1, 4)));
    boolean isFiner = !flow.equals(family.of(2, new FlowFamily.Size(1, 8, 1, 5)));
    assertEquals(isWider, family.hasNetworks());
    assertEquals(isFiner, family.hasSplines());
  }

  @Test
  void hasOneNameAndSuggestsTheNearest() {
    Expect.rejected("expected one of neuralSplineCoupling", () -> FlowFamily.parse("nsf"));
    Expect.rejected("(did you mean \"realNvp\"?)", () -> FlowFamily.parse("realnpv"));
    Expect.rejected("expected one of neuralSplineCoupling", () -> FlowFamily.parse("x"));
  }

  @Test
  void oneNumberGivenOthersInSomeThousandRowsHasOneSpline() {
    TableColumn x = new TableColumn("x", new ColumnKind.Positive(), List.of());
    TableColumn y = new TableColumn("y", new ColumnKind.Positive(), List.of());
    TableSchema target = new TableSchema(List.of(y), List.of(x));
    assertEquals("2 layers of 64 units", size(target, 499));
    assertEquals("1 layer of 128 units", size(target, 500));
    assertEquals("1 layer of 128 units", size(target, 4_999));
    assertEquals("3 layers of 64 units", size(target, 5_000));
    assertEquals("3 layers of 64 units", size(new TableSchema(List.of(x, y), List.of()), 4_999));
  }

  private static String size(TableSchema schema, int rows) {
    return FlowFamily.Size.forData(FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, schema, rows)
        .toString();
  }
}
