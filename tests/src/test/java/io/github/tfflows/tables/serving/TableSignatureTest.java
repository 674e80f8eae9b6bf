package io.github.tfflows.tables.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.MassNumbers;
import io.github.tfflows.tables.column.Coding;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.NumberCoding.Range;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.Roundness;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeGrid;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.strangeness.Strangeness;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** The signatures by columns give the numbers of {@link TableModel}. */
@Tag("training")
public class TableSignatureTest {
  private static final List<String> COLUMNS =
      List.of("animal", "weight", "length", "legs", "share", "seed", "paid", "born", "seen");
  private static final Set<String> NAMES = Set.of("animal", "seed", "paid");
  private static final Set<String> MOMENTS = Set.of("born", "seen");
  private static final List<String> REST = List.of("Yes", "2020-02-29", "2024-05-17T14:05:59");

  /** A name that the fit has not seen, values that do not suit, and missing ones. */
  private static final List<List<String>> ODD =
      List.of(
          row("dog", "1", "1", "4", "0.5", "b"),
          row("", "1", "1", "4", "0.5", "b"),
          row("ox", "", "1", "4", "0.5", "b"),
          row("ox", "1", "-1", "4", "0.5", "b"),
          row("ox", "1", "1", "-4", "0.5", "b"),
          row("ox", "1", "1", "4.5", "0.5", "b"),
          row("ox", "1", "1", "4", "1.5", "b"),
          row("ox", "1", "", "4", "0.5", ""),
          row("ox", "1", "", "4", "1", " NA "));

  private static final Map<String, TableModel> MODELS = new LinkedHashMap<>();
  private static final Map<String, SavedModelBundle> SERVED = new LinkedHashMap<>();

  @TempDir static Path folder = Path.of("");

  private static List<String> row(String... cells) {
    return Stream.concat(Stream.of(cells), REST.stream()).toList();
  }

  private static List<List<String>> table(int count, long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double weight = random.nextGaussian();
      rows.add(
          List.of(
              random.nextInt(3) == 0 ? "ox" : "cat",
              "%.2f".formatted(weight),
              random.nextInt(4) == 0 ? "" : Double.toString(Math.exp(3 * random.nextGaussian())),
              Long.toString((long) Math.exp(2 * random.nextDouble() * random.nextDouble() * 4)),
              Double.toString(random.nextDouble()),
              random.nextInt(5) == 0 ? "" : "abc".substring(random.nextInt(3)).substring(0, 1),
              random.nextBoolean() ? "yes" : "no",
              LocalDate.of(2020, 1, 1).plusDays(random.nextInt(2000)).toString(),
              random.nextInt(6) == 0
                  ? ""
                  : LocalDateTime.of(2024, 1, 1, 0, 0, 1)
                      .plusSeconds(random.nextInt(1 << 25))
                      .toString()));
    }
    return rows;
  }

  /** The same kind of rows in a file. */
  public static Path file(Path file, int count) throws IOException {
    return Files.write(
        file,
        Stream.concat(Stream.of(COLUMNS), table(count, 1).stream())
            .map(row -> String.join(",", row))
            .toList());
  }

  private static TableSource source(List<List<String>> rows) {
    return TableSources.of("animals", COLUMNS, rows);
  }

  @BeforeAll
  static void fit() throws IOException {
    for (Map.Entry<String, TableSchema> schema : schemas().entrySet()) {
      export(rows(), schema.getValue(), schema.getKey());
    }
  }

  /** A table with columns of all kinds and gaps. */
  static TableSource rows() {
    return source(table(600, 1));
  }

  /** Schemas of one table, by the cells that are given. */
  private static Map<String, TableSchema> schemas() throws IOException {
    Map<String, TableSchema> schemas = new LinkedHashMap<>();
    TableSchema all = schema(rows(), List.of());
    for (Conditioning conditioning : Conditioning.values()) {
      schemas.put(conditioning.name(), all.conditionedOn(conditioning));
    }
    schemas.put(
        "GIVEN", schema(rows(), List.of("animal", "length", "weight"))); // one with gaps inside
    return schemas;
  }

  private static TableSchema schema(TableSource rows, List<String> given) throws IOException {
    Map<String, ColumnKind> kinds = Map.of("share", new ColumnKind.Bounded(0, 1));
    return new TableScan(List.of(), given, List.of(), kinds).of(rows, Missing.MODEL);
  }

  /** Untrained densities of a table with columns of all kinds and gaps, by their contexts. */
  public static Map<Distribution, Integer> densities() throws IOException {
    Map<Distribution, Integer> densities = new LinkedHashMap<>();
    for (TableSchema schema : schemas().values()) {
      densities.put(
          density(schema, TableReader.readAll(rows(), schema, Missing.MODEL)),
          schema.contextNames().size());
    }
    List<Cell> pooled = List.of(new CategoryCell(3, List.of(3, 1, 1), 0), new CategoryCell(2));
    densities.put(
        new TableDensity(pooled, List.of(), Optional.empty(), Mlp.of(4), Conditioning.ANY), 4);
    return densities;
  }

  private static Distribution density(TableSchema schema, Data rows) {
    return TableDistribution.of(
        d -> Flows.permutedSplines(d, 1, new RationalQuadratic(4, 5), ResidualMade.of(16, 1)),
        schema,
        rows);
  }

  /** Exports a model with random weights. */
  private static void export(TableSource source, TableSchema schema, String name)
      throws IOException {
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    Distribution density = density(schema, rows);
    int contextSize = schema.contextNames().size();
    Weights start = Initialization.of(density, contextSize, 0, Execution.defaults());
    CompiledDistribution distribution =
        CompiledDistribution.compile(
            density, contextSize, MovedWeights.like(start, 0.1, 3), Execution.defaults());
    Strangeness strangeness = Strangeness.ofParts(schema, List.of(rows), 0).get(0);
    TableModel.Part part = new TableModel.Part(distribution, rows, Optional.of(strangeness));
    TableOrigin origin = new TableOrigin("splines", RowColumns.NONE);
    try (TableModel model = TableModel.measured(distribution, schema, List.of(part), origin)) {
      model.export(folder.resolve(name));
    }
  }

  private static TableModel load(String name) throws IOException {
    return TableModel.load(folder.resolve(name), Execution.defaults());
  }

  /** Opens a model once for all tests. */
  private static TableModel opened(String name) throws IOException {
    TableModel model = MODELS.get(name);
    if (model == null) {
      model = load(name);
      MODELS.put(name, model);
    }
    return model;
  }

  /** Opens a model once for all tests. */
  private static SavedModelBundle served(String name) {
    return SERVED.computeIfAbsent(name, key -> Tables.bundle(folder.resolve(key)));
  }

  @AfterAll
  static void close() {
    MODELS.values().forEach(TableModel::close);
    SERVED.values().forEach(SavedModelBundle::close);
  }

  private static TableChunk chunk(TableModel model, List<List<String>> rows) throws IOException {
    Reading reading = Reading.of(Missing.MODEL).reporting();
    try (TableReader reader = TableReader.open(source(rows), model.schema(), reading)) {
      return reader.next().orElseThrow();
    }
  }

  /** The outputs of a signature, one value a row, by name. */
  private static Map<String, List<Object>> call(
      String model, String signature, Map<String, Tensor> inputs) {
    try (Result result = served(model).function(signature).call(inputs)) {
      Map<String, List<Object>> outputs = new LinkedHashMap<>();
      result.forEach(entry -> outputs.put(entry.getKey(), values(entry.getValue())));
      return outputs;
    } finally {
      inputs.values().forEach(Tensor::close);
    }
  }

  private static List<Object> of(Map<String, List<Object>> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  private static List<Object> values(Tensor tensor) {
    List<Object> values = new ArrayList<>();
    if (tensor instanceof TFloat64 moments) {
      moments.scalars().forEach(scalar -> values.add(scalar.getDouble()));
    } else if (tensor instanceof TString text) {
      text.scalars().forEach(scalar -> values.add(scalar.getObject()));
    } else {
      ((TFloat32) tensor).scalars().forEach(scalar -> values.add(scalar.getFloat()));
    }
    return values;
  }

  private static Map<String, Tensor> columns(List<List<String>> rows) {
    return columns(COLUMNS, rows);
  }

  private static Map<String, Tensor> columns(List<String> names, List<List<String>> rows) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      String[] texts = rows.stream().map(row -> row.get(column)).toArray(String[]::new);
      inputs.put(names.get(i), tensor(names.get(i), texts));
    }
    return inputs;
  }

  private static Tensor tensor(String column, String... texts) {
    if (NAMES.contains(column)) {
      return TString.tensorOf(NdArrays.vectorOfObjects(texts));
    }
    return TFloat64.vectorOf(Stream.of(texts).mapToDouble(text -> value(column, text)).toArray());
  }

  private static double value(String column, String text) {
    if (column.equals("born") && text.endsWith("T12:00")) {
      return since(text.substring(0, 10)) + 0.5;
    }
    return MOMENTS.contains(column) ? since(text) : number(text);
  }

  /** The days of a date, or the seconds of a timestamp, since the beginning of 1970. */
  private static double since(String text) {
    if (text.isEmpty()) {
      return Double.NaN;
    }
    return text.length() == 10
        ? LocalDate.parse(text).toEpochDay()
        : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
  }

  private static double number(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  private static void assertClose(List<?> expected, List<?> found, double tolerance) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i) instanceof Number number && Double.isFinite(number.doubleValue())) {
        double size = Math.max(1, Math.abs(number.doubleValue()));
        assertEquals(
            number.doubleValue(),
            ((Number) found.get(i)).doubleValue(),
            tolerance * size,
            "row " + i);
      } else {
        assertEquals(expected.get(i), found.get(i), "row " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "ANY", "GIVEN"})
  void scoresRowsByTheirColumns(String name) throws IOException {
    List<List<String>> rows = new ArrayList<>(table(200, 2));
    rows.addAll(ODD);
    Map<String, List<Object>> found = call(name, "log_prob_columns", columns(rows));
    TableModel model = opened(name);
    TableChunk chunk = chunk(model, rows);
    List<RowScore> scores = model.score(chunk);
    assertClose(scores.stream().map(RowScore::logProb).toList(), of(found, "log_prob"), 2e-5);
    assertClose(
        scores.stream().map(RowScore::strangeness).toList(), of(found, "strangeness"), 1e-4);
    List<Object> pValues = of(found, "p_value");
    assertClose(scores.stream().map(RowScore::pValue).toList(), pValues, 2e-3);
    long equal =
        IntStream.range(0, rows.size())
            .filter(i -> Math.abs(scores.get(i).pValue() - (float) pValues.get(i)) < 1e-5)
            .count();
    assertTrue(equal > 0.95 * rows.size(), "the others are next to a reference row: " + equal);
    List<Integer> unsuitable = List.of(201, 202, 203, 204, 205, 206);
    assertEquals(Set.copyOf(unsuitable), chunk.problems().keySet());
    assertTrue(Float.isFinite(scores.get(200).logProb()), "a name that the fit has not seen");
    assertTrue(Float.isFinite(scores.get(207).logProb()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "ANY", "GIVEN"})
  void sharesStrangenessAmongCells(String name) throws IOException {
    List<List<String>> rows = new ArrayList<>(table(200, 2));
    rows.addAll(ODD);
    Map<String, List<Object>> found = call(name, "strangeness_columns", columns(rows));
    TableModel model = opened(name);
    List<float[]> shares = model.shares(chunk(model, rows).withoutFillers());
    List<TableColumn> columns = model.schema().modelled();
    for (int i = 0; i < columns.size(); i++) {
      List<Object> expected = new ArrayList<>();
      for (float share : shares.get(i)) {
        expected.add(share);
      }
      assertClose(expected, of(found, columns.get(i).name()), 1e-4);
    }
  }

  private static Map<String, Tensor> seeded(Map<String, Tensor> inputs, String name) {
    inputs.put(name, TInt64.vectorOf(7, 0));
    return inputs;
  }

  private static void assertDecoded(TableModel model, Rows draws, Map<String, List<Object>> found) {
    List<TableColumn> columns = model.schema().modelled();
    int given = model.schema().context().size();
    Rows conditions = Rows.of(new float[draws.count() * given], Math.max(1, given));
    for (int i = 0; i < columns.size(); i++) {
      TableColumn column = columns.get(i);
      List<Object> expected = new ArrayList<>();
      for (int row = 0; row < draws.count(); row++) {
        Object value = new RowCodec(model.schema()).decoded(draws, conditions, row).get(i);
        expected.add(comparable(columns.get(i), value));
      }
      List<Object> values = of(found, columns.get(i).name());
      if (MOMENTS.contains(columns.get(i).name())) {
        assertMoments(expected, values.stream().map(kept -> nearest(column, kept)).toList());
      } else {
        assertClose(expected, values, 2e-4);
      }
    }
  }

  /** A value of the range of the data, as draws have; one that was given may be beyond. */
  private static Object nearest(TableColumn column, Object moment) {
    TimeCoding time = (TimeCoding) column.coding();
    double low = time.epoch() + time.range().low();
    double high = time.epoch() + time.range().high();
    return Math.min(high, Math.max(low, (double) moment));
  }

  /** Dates are equal; seconds from an origin half a year away are within a millionth of that. */
  private static void assertMoments(List<Object> expected, List<Object> found) {
    for (int i = 0; i < expected.size(); i++) {
      double one = (double) expected.get(i);
      double other = (double) found.get(i);
      boolean isDate = Math.abs(one) < 1e6;
      assertTrue(
          Double.isNaN(one) ? Double.isNaN(other) : Math.abs(one - other) <= (isDate ? 0 : 16),
          one + " " + other);
    }
  }

  private static Object comparable(TableColumn column, Object value) {
    if (MOMENTS.contains(column.name())) {
      return since((String) value);
    }
    return value instanceof Long whole ? (Object) whole.doubleValue() : value;
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "ANY"})
  void drawsRowsByTheirColumns(String name) throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>(Map.of("count", TInt32.scalarOf(300)));
    Map<String, List<Object>> found = call(name, "sample_columns", seeded(inputs, "seed"));
    TableModel model = opened(name);
    assertDecoded(model, model.sample(300, 7).x(), found);
  }

  @Test
  void drawsRowsThatAreGivenSomeColumns() throws IOException {
    List<List<String>> rows = table(50, 3);
    Map<String, Tensor> inputs = columns(rows);
    inputs.keySet().retainAll(Set.of("animal", "length", "weight"));
    Map<String, List<Object>> found = call("GIVEN", "sample_columns", seeded(inputs, "seed"));
    TableModel model = opened("GIVEN");
    assertDecoded(model, model.sample(chunk(model, rows).data().context(), 7).x(), found);
  }

  @Test
  void drawsNoRowGivenAValueThatDoesNotSuit() {
    List<List<String>> rows = List.of(ODD.get(1), ODD.get(2), table(1, 3).get(0), ODD.get(0));
    Map<String, Tensor> inputs = columns(rows);
    inputs.keySet().retainAll(Set.of("animal", "length", "weight"));
    Map<String, List<Object>> found = call("GIVEN", "sample_columns", seeded(inputs, "seed"));
    assertEquals(List.of(Double.NaN, Double.NaN), of(found, "share").subList(0, 2));
    assertEquals(List.of("", ""), of(found, "paid").subList(0, 2));
    assertTrue(Double.isFinite((double) of(found, "share").get(2)));
    assertTrue(Double.isFinite((double) of(found, "share").get(3)), "given an unseen name");
  }

  /** A column has the name of the seed. */
  @Test
  void imputesMissingAndUnsuitableValues() throws IOException {
    List<List<String>> rows = table(100, 4);
    Map<String, List<Object>> found = call("ANY", "impute_columns", seeded(columns(rows), "seed_"));
    TableModel model = opened("ANY");
    assertDecoded(model, model.impute(chunk(model, rows).data().x(), 7), found);
    assertKept(rows, found);
    Map<String, List<Object>> odd = call("ANY", "impute_columns", seeded(columns(ODD), "seed_"));
    assertEquals("dog", of(odd, "animal").get(0), "a name that the fit has not seen is given");
    assertTrue(
        Set.of("cat", "ox").containsAll(of(odd, "animal").subList(1, ODD.size())), odd.toString());
    assertTrue(Set.of("a", "b", "c").containsAll(of(odd, "seed")), odd.toString());
    assertTrue(odd.values().stream().noneMatch(values -> values.contains(Double.NaN)));
    assertEquals(1.0, of(odd, "weight").get(0));
  }

  @Test
  void imputesColumnsThatHadAValueInEveryRowOfTheFit() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (List<String> full : table(200, 8)) {
      List<String> row = new ArrayList<>(full);
      row.set(rows.size() % row.size(), "");
      rows.add(row);
    }
    Map<String, List<Object>> found = call("ANY", "impute_columns", seeded(columns(rows), "seed_"));
    TableModel model = opened("ANY");
    try (TableReader reader =
        TableReader.ofGaps(
            source(rows), model.schema(), Reading.of(Missing.MODEL).keeping(List.of("born")))) {
      assertEquals(List.of("length", "seed", "seen"), names(model.schema().withGaps()));
      TableChunk chunk = reader.next().orElseThrow();
      assertDecoded(model, model.impute(chunk.data().x(), 7), found);
      assertEquals(rows.get(3).get(7), chunk.kept().get(3).get(0));
    }
    assertKept(rows, found);
  }

  private static List<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).toList();
  }

  /** The values that were there are unchanged. */
  private static void assertKept(List<List<String>> rows, Map<String, List<Object>> found) {
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < COLUMNS.size(); column++) {
        String text = rows.get(row).get(column);
        String name = COLUMNS.get(column);
        if (!text.isEmpty()) {
          assertEquals(
              NAMES.contains(name) ? text : (Object) value(name, text), of(found, name).get(row));
        }
      }
    }
  }

  private static List<Float> floats(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  @Test
  void explainsCells() throws IOException {
    List<List<String>> rows = table(1000, 5); // more than one call explains at once
    Map<String, List<Object>> found = call("ANY", "explain_columns", columns(rows));
    TableModel model = opened("ANY");
    Rows x = chunk(model, rows).data().x();
    List<float[]> cells = model.explain(x);
    for (int i = 0; i < cells.size(); i++) {
      Set<String> others = new TreeSet<>(COLUMNS);
      others.remove(COLUMNS.get(i));
      List<Float> expected = floats(model.given(others).logProb(x));
      assertClose(expected, floats(cells.get(i)), 2e-5);
      assertClose(expected, of(found, COLUMNS.get(i)), 2e-5);
    }
    Map<String, List<Object>> odd = call("ANY", "explain_columns", columns(ODD));
    assertTrue(Float.isFinite((float) of(odd, "animal").get(0)), "a name that is not seen");
    assertTrue(Float.isFinite((float) of(odd, "weight").get(0)), "given such a name");
    assertEquals(Float.NEGATIVE_INFINITY, of(odd, "length").get(3));
  }

  @Test
  void aLoadedModelIsExportedWithTheSameSignatures() throws IOException {
    try (TableModel model = load("NONE")) {
      ExportOptions options = ExportOptions.defaults().withSignatures(model.signatures());
      model.distribution().export(folder.resolve("again"), options);
    }
    List<List<String>> rows = table(20, 6);
    assertEquals(
        call("NONE", "log_prob_columns", columns(rows)),
        call("again", "log_prob_columns", columns(rows)));
  }

  private static final List<String> NUMBERS = List.of("net", "price", "legs", "share", "born");
  private static final List<String> ZEROS =
      List.of("0", "-0.0", "5e-324", "-5e-324", "1e-310", "-1e-310", "2e-308", "3e-308", "1e-40");
  private static final String DAY = "2022-05-17";

  /** A third of the prices and of the nets are zero. */
  private static List<List<String>> amounts() {
    Random random = new Random(1);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double net = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
      double price = random.nextInt(3) == 0 ? 0 : Math.exp(3 * random.nextGaussian());
      rows.add(
          List.of(
              Double.toString(net),
              Double.toString(price),
              Integer.toString(random.nextInt(9)),
              Double.toString(random.nextDouble()),
              LocalDate.of(2020, 1, 1).plusDays(random.nextInt(2000)).toString()));
    }
    return rows;
  }

  /** Each zero in the place of each number, and a day and its noon. */
  private static List<List<String>> odd() {
    List<List<String>> rows = new ArrayList<>();
    for (String zero : ZEROS) {
      for (int column = 0; column < NUMBERS.size() - 1; column++) {
        List<String> row = new ArrayList<>(List.of("1.5", "2.5", "4", "0.5", DAY));
        row.set(column, zero);
        rows.add(row);
      }
    }
    rows.add(List.of("1.5", "2.5", "4", "0.5", DAY + "T12:00"));
    rows.add(List.of("1.5", "2.5", "4", "0.5", DAY));
    return rows;
  }

  @Test
  void scoresAreEqualFromFilesAndByColumns() throws IOException {
    TableSource amounts = TableSources.of("rows", NUMBERS, amounts());
    export(amounts, schema(amounts, List.of()), "AMOUNTS");
    List<List<String>> odd = odd();
    Map<String, List<Object>> found = call("AMOUNTS", "log_prob_columns", columns(NUMBERS, odd));
    TableModel model = opened("AMOUNTS");
    Reading reading = Reading.of(Missing.MODEL).reporting();
    try (TableReader reader =
        TableReader.open(TableSources.of("odd", NUMBERS, odd), model.schema(), reading)) {
      List<RowScore> scores = model.score(reader.next().orElseThrow());
      assertClose(scores.stream().map(RowScore::logProb).toList(), of(found, "log_prob"), 2e-5);
      for (int i = 0; i < 6 * (NUMBERS.size() - 1); i++) {
        float zero = scores.get(i % (NUMBERS.size() - 1)).logProb();
        assertEquals(zero, scores.get(i).logProb(), "as of zero: " + odd.get(i));
        assertTrue(Float.isFinite(zero), odd.get(i).toString());
      }
      assertEquals(Float.NEGATIVE_INFINITY, scores.get(odd.size() - 2).logProb());
      assertTrue(Float.isFinite(scores.get(odd.size() - 1).logProb()));
    }
  }

  /** Curves on all axes, at their pairs, between them, and where axes have no place. */
  @Test
  void curvesAreFiniteAndThoseOfJava() {
    Object[] at = DoubleStream.of(-800, -3, -1, 0, 0.5, 1, 1.3, 7, 30.5, 900).boxed().toArray();
    double[] from = IntStream.range(0, 30).mapToDouble(i -> i).toArray();
    List<DoubleUnaryOperator> functions =
        List.of(
            Math::log1p,
            x -> Math.exp(x / 3),
            x -> 1 / (1 + x),
            x -> Math.rint(1e9 / Math.exp(x)),
            x -> x * x);
    TableColumn x = new TableColumn("x", new ColumnKind.Real(), List.of());
    TableColumn y = new TableColumn("y", new ColumnKind.Real(), List.of());
    for (DoubleUnaryOperator function : functions) {
      double[] to = DoubleStream.of(from).map(function).toArray();
      int count = (int) DoubleStream.of(to).distinct().count();
      Relation.Curve curve =
          Relation.Curve.through("x", list(from).subList(0, count), list(to).subList(0, count), 0);
      DerivedColumn derived = new DerivedColumn(y, 1, curve);
      double[] served = derived(derived, at);
      for (int i = 0; i < at.length; i++) {
        double expected = (double) derived.value(List.of(x), List.of(at[i]));
        assertTrue(Double.isFinite(expected), curve + " at " + at[i]);
        assertEquals(expected, served[i], 1e-12 * Math.abs(expected), curve + " at " + at[i]);
        double source = (double) derived.sourceOf(x, at[i]);
        assertTrue(Double.isFinite(source), curve + " to " + at[i]);
      }
    }
  }

  /** A count is never below zero, however far below its bound it is drawn. */
  @Test
  void countsBelowABoundAreThoseOfJava() {
    Relation rule = new Relation.Beyond(List.of(), "d", Relation.Comparison.AT_MOST, "5");
    TableColumn count = new TableColumn("count", new ColumnKind.Count(), List.of());
    TableColumn distance = new TableColumn("d", new ColumnKind.Count(), List.of());
    DerivedColumn derived = new DerivedColumn(count, 1, rule);
    Object[] at = {0.0, 3.0, 9.0};
    double[] java =
        Stream.of(at)
            .mapToDouble(
                each -> ((Number) derived.value(List.of(distance), List.of(each))).doubleValue())
            .toArray();
    assertArrayEquals(new double[] {5, 2, 0}, java);
    assertArrayEquals(java, derived(derived, at));
  }

  @Test
  void columnsCloseToOthersMayBeOnEitherSide() {
    Relation rule = new Relation.Beyond(List.of(), "d", Relation.Comparison.CLOSE, "5");
    TableColumn distance = new TableColumn("d", new ColumnKind.Real(), List.of());
    TableColumn close = new TableColumn("close", new ColumnKind.Real(), List.of());
    DerivedColumn derived = new DerivedColumn(close, 1, rule);
    Object[] at = {-7.5, 0.0, 2.25, Double.NaN};
    double[] expected = {-2.5, 5, 7.25, Double.NaN};
    assertArrayEquals(
        expected,
        Stream.of(at)
            .mapToDouble(each -> (double) derived.value(List.of(distance), List.of(each)))
            .toArray());
    assertArrayEquals(expected, derived(derived, at));
    TableColumn whole = new TableColumn("close", new ColumnKind.Whole(), List.of());
    assertArrayEquals(new double[] {-2, 7}, derived(new DerivedColumn(whole, 1, rule), -7.0, 2.0));
  }

  @Test
  void valuesOfRangesPartsAndShiftsMayBeMissing() {
    TableColumn y = new TableColumn("y", new ColumnKind.Real(), List.of());
    Relation ranges =
        new Relation.Ranges("x", List.of(1.0, 52.0), List.of(43.0, 90.0), List.of("-1", "1"));
    Object[] at = {-7.0, 45.0, 50.0, 95.0, Double.NaN};
    assertArrayEquals(
        new double[] {-1, -1, 1, 1, Double.NaN}, derived(new DerivedColumn(y, 1, ranges), at));
    double day = 86_400;
    Object[] times = {-1.0, 1.5 * day, 4.5 * day, Double.NaN}; // from a Wednesday to a Monday
    Relation date = new Relation.Part("x", ChronoField.EPOCH_DAY, ZoneOffset.UTC, Map.of());
    assertArrayEquals(
        new double[] {-1, 1, 4, Double.NaN}, derived(new DerivedColumn(y, 1, date), times));
    Relation mondays =
        new Relation.Part("x", ChronoField.DAY_OF_WEEK, ZoneOffset.UTC, Map.of("1", "7"));
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN, 7, Double.NaN},
        derived(new DerivedColumn(y, 1, mondays), times));
    OffsetDateTime origin = OffsetDateTime.parse("2026-01-01T00:00Z");
    TimeCoding dates = new TimeCoding(Moment.Form.DATE, origin, 1, "uuuu-MM-dd");
    TableColumn due = new TableColumn("due", new ColumnKind.Date(), dates, 0);
    Relation later = new Relation.Shifted("x", Duration.ofDays(14));
    assertArrayEquals(
        new double[] {13, Double.NaN}, derived(new DerivedColumn(due, 1, later), -1.0, Double.NaN));
  }

  private static List<Double> list(double... numbers) {
    return DoubleStream.of(numbers).boxed().toList();
  }

  /** Products are rounded; a quotient by zero is missing. */
  @Test
  void productsAreThoseOfJava() {
    Relation rule =
        new Relation.Product(
            1.5,
            List.of(
                new Relation.Factor("a", 1, -0.1, 1),
                new Relation.Factor("b", -2),
                new Relation.Factor("c", 2)));
    TableColumn number = new TableColumn("a", new ColumnKind.Real(), List.of());
    Coding coding = new NumberCoding(Scale.PLAIN, 0, 2, Range.ALL, List.of(), Lattice.NONE);
    TableColumn cents = new TableColumn("y", new ColumnKind.Real(), coding, 0);
    DerivedColumn derived = new DerivedColumn(cents, 1, rule);
    double[] a = {1, -3, 7, 2};
    double[] b = {3, 0.7, 1e3, 0};
    double[] c = {2, -5, 0.1, 1};
    double[] java =
        IntStream.range(0, a.length)
            .mapToObj(
                i -> derived.value(List.of(number, number, number), List.of(a[i], b[i], c[i])))
            .mapToDouble(value -> (double) value)
            .toArray();
    assertArrayEquals(new double[] {0.6, 99.49, 0, Double.NaN}, java);
    assertArrayEquals(java, derived(derived, List.of(a, b, c)));
  }

  @Test
  void roundedSumsAreThoseOfJava() {
    Relation.Linear mean = new Relation.Linear(List.of("a", "b"), List.of(0.5, 0.5), 0.04);
    TableColumn number = new TableColumn("a", new ColumnKind.Real(), List.of());
    Coding coding = new NumberCoding(Scale.PLAIN, 0, 1, Range.ALL, List.of(), Lattice.NONE);
    TableColumn tenths = new TableColumn("y", new ColumnKind.Real(), coding, 0);
    DerivedColumn derived = new DerivedColumn(tenths, 1, new Relation.RoundedSum(mean));
    double[] a = {1, -3.3, 7, Double.NaN};
    double[] b = {3.3, 0.7, 1e3, 0};
    assertArrayEquals(
        new double[] {2.2, -1.3, 503.5, Double.NaN}, derived(derived, List.of(a, b)), 1e-12);
    assertEquals(2.2, derived.value(List.of(number, number), List.of(1.0, 3.3)));
  }

  /** Numbers beside shared values have fewer decimals, by their size. */
  @Test
  void roundDrawsAreThoseOfJava() {
    Roundness roundness = new Roundness(list(10, 100), list(0.5, 0.2, 0.9, 0.9, 1, 0));
    Range range = new Range(-900, 950);
    for (Lattice lattice :
        List.of(Lattice.NONE, new Lattice(list(2, 3, 9), list(2.5, 3), list(2.5, 7.25)))) {
      NumberCoding coding =
          new NumberCoding(Scale.PLAIN, 0, 3, range, List.of(), lattice).with(roundness);
      TableColumn column = new TableColumn("y", new ColumnKind.Real(), coding, 0);
      float[] x = new float[2_000];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (i % 2 == 0 ? i - 1_000.123 : i / 80.0);
      }
      double[] java = new double[x.length];
      Arrays.setAll(java, i -> (double) column.drawn(x[i]));
      assertArrayEquals(java, drawn(column, x));
      long coarse = Arrays.stream(java).filter(y -> Math.rint(10 * y) == 10 * y).count();
      assertTrue(coarse > 600, coarse + " with one decimal");
    }
  }

  private static double[] drawn(TableColumn column, float... x) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<?> values =
          new ColumnOutput(column)
              .of(tf, tf.constant(x), tf.fill(tf.array(x.length), tf.constant(true)));
      try (Result result = session.runner().fetch(values).run()) {
        TFloat64 found = (TFloat64) result.get(0);
        return IntStream.range(0, x.length).mapToDouble(found::getDouble).toArray();
      }
    }
  }

  /** Days halfway between two dates of the grid have the later one. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0", "1, 1, -1", "3, 1, 14", "12, 6, 27"})
  void datesOfMonthsAreThoseOfJava(int months, long first, int day) {
    TimeGrid.Months grid = new TimeGrid.Months(months, first, day);
    TableColumn column = due(grid);
    float[] x = new float[6_000];
    double[] java = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i - 4_000 + i % 9 / 10f;
      java[i] = LocalDate.parse((String) column.drawn(x[i])).toEpochDay();
    }
    assertArrayEquals(java, drawn(column, x));
    assertArrayEquals(grid.between(15_000, 20_000), DoubleStream.of(java).distinct().toArray());
  }

  /** Hours with a time at their beginning, in their middle, and at their end. */
  @Test
  void timesOfHoursAreThoseOfJava() {
    OffsetDateTime origin = OffsetDateTime.parse("2024-02-28T17:00Z");
    String format = "uuuu-MM-dd HH:mm:ss";
    Range range = new Range(-2e6, 2e6);
    TimeCoding coding =
        new TimeCoding(Moment.Form.TIMESTAMP, origin, 1, format, range, MassNumbers.NONE)
            .withGrid(new TimeGrid.Hours(List.of(0L, 5_000L, 86_399L)));
    TableColumn column = new TableColumn("at", new ColumnKind.Timestamp(), coding, 0);
    float[] x = new float[6_000];
    double[] java = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 3_000) * 600 + i % 7 / 3f;
      LocalDateTime drawn =
          LocalDateTime.parse((String) column.drawn(x[i]), DateTimeFormatter.ofPattern(format));
      java[i] = drawn.toEpochSecond(ZoneOffset.UTC);
    }
    assertArrayEquals(java, drawn(column, x));
    long midnights = DoubleStream.of(java).filter(at -> at % 86_400 == 0).count();
    assertEquals(x.length / 24.0, (double) midnights, 6);
  }

  /** A column of dates of a grid between 15,000 and 20,000 days after 1970. */
  private static TableColumn due(TimeGrid.Months grid) {
    OffsetDateTime origin = OffsetDateTime.parse("2019-06-15T00:00Z");
    double[] dates = grid.between(15_000, 20_000);
    double since = origin.toEpochSecond() / ColumnKind.DAY;
    Range range = new Range(dates[0] - since, dates[dates.length - 1] - since);
    TimeCoding coding =
        new TimeCoding(Moment.Form.DATE, origin, 1, "uuuu-MM-dd", range, MassNumbers.NONE)
            .withGrid(grid);
    return new TableColumn("due", new ColumnKind.Date(), coding, 0);
  }

  /** The ends of a grid at any distance from a start are on the same side of it. */
  @ParameterizedTest
  @CsvSource({
    "AT_LEAST, 1, 0, 0",
    "AT_LEAST, 3, 1, -1",
    "ABOVE, 1, 1, 14",
    "AT_MOST, 1, 0, 0",
    "BELOW, 12, 4, 3",
    "CLOSE, 1, 0, 0"
  })
  void distantDatesOfMonthsAreThoseOfJava(
      Relation.Comparison comparison, int months, long first, int day) {
    TimeGrid.Months grid = new TimeGrid.Months(months, first, day);
    TableColumn end = due(grid);
    DerivedColumn derived =
        new DerivedColumn(end, 1, new Relation.Beyond(List.of("from"), "d", comparison, ""));
    TableColumn distance = new TableColumn("d", new ColumnKind.Whole(), List.of());
    double[] starts = IntStream.range(0, 3_000).mapToDouble(i -> 15_500 + i).toArray();
    double[] distances = IntStream.range(0, 3_000).mapToDouble(i -> 1 + i % 97).toArray();
    double[] java = new double[starts.length];
    for (int i = 0; i < java.length; i++) {
      String start = LocalDate.ofEpochDay((long) starts[i]).toString();
      String value = (String) derived.value(List.of(end, distance), List.of(start, distances[i]));
      java[i] = LocalDate.parse(value).toEpochDay();
      assertTrue(comparison.admits(comparison.direction() * (java[i] - starts[i])));
    }
    assertArrayEquals(java, derived(derived, List.of(starts, distances)));
    double[] all = grid.between(15_000, 20_000);
    assertTrue(DoubleStream.of(java).allMatch(date -> Arrays.binarySearch(all, date) >= 0));
  }

  /** Some of these sums are halfway between two numbers, but for rounding errors. */
  @Test
  void termsAreAddedInTheOrderOfJava() {
    Relation.Linear mark = new Relation.Linear(List.of("a", "b", "c"), List.of(0.3, 0.3, 0.4), 0.1);
    TableColumn number = new TableColumn("a", new ColumnKind.Real(), List.of());
    Coding coding = new NumberCoding(Scale.PLAIN, 0, 1, Range.ALL, List.of(), Lattice.NONE);
    TableColumn tenths = new TableColumn("y", new ColumnKind.Real(), coding, 0);
    DerivedColumn derived = new DerivedColumn(tenths, 1, new Relation.RoundedSum(mark));
    List<double[]> marks =
        IntStream.of(1, 7, 49)
            .mapToObj(by -> IntStream.range(0, 400).mapToDouble(i -> i / by % 20 / 4.0).toArray())
            .toList();
    List<TableColumn> numbers = List.of(number, number, number);
    double[] java =
        IntStream.range(0, 400)
            .mapToObj(i -> marks.stream().<Object>map(of -> of[i]).toList())
            .mapToDouble(row -> (double) derived.value(numbers, row))
            .toArray();
    assertArrayEquals(java, derived(derived, marks));
  }

  /** A comparison of each row with each name lasts longer, and needs gigabytes. */
  @Test
  void valuesOfManyNamesAreFoundAtOnce() {
    int count = 50_000;
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      values.put("n" + i, i == 7 ? "" : "" + i / 2.0);
    }
    TableColumn price = new TableColumn("price", new ColumnKind.Real(), List.of());
    DerivedColumn column = new DerivedColumn(price, 1, new Relation.Renamed("name", values));
    String[] names = new String[20_000];
    Arrays.setAll(names, i -> i == 0 ? "unseen" : "n" + (i * 31 % count));
    names[1] = "n7";
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<?> found = new DerivedOutput(column, 1).of(tf, List.of(tf.array(names)));
      Result result =
          assertTimeout(Duration.ofSeconds(4), () -> session.runner().fetch(found).run());
      try (result) {
        TFloat64 prices = (TFloat64) result.get(0);
        assertEquals(
            List.of(Double.NaN, Double.NaN), List.of(prices.getDouble(0), prices.getDouble(1)));
        for (int i = 2; i < names.length; i++) {
          int place = i * 31 % count;
          assertEquals(place == 7 ? Double.NaN : place / 2.0, prices.getDouble(i));
        }
      }
    }
  }

  private static double[] derived(DerivedColumn column, Object... sources) {
    return derived(
        column, List.of(Stream.of(sources).mapToDouble(each -> (double) each).toArray()));
  }

  private static double[] derived(DerivedColumn column, List<double[]> sources) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<?> values =
          new DerivedOutput(column, 1).of(tf, sources.stream().map(tf::constant).toList());
      try (Result result = session.runner().fetch(values).run()) {
        TFloat64 found = (TFloat64) result.get(0);
        return IntStream.range(0, sources.get(0).length).mapToDouble(found::getDouble).toArray();
      }
    }
  }
}
