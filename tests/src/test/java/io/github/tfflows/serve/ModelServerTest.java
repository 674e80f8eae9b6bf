package io.github.tfflows.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.option.ServerOptions;
import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.serve.tensor.ValuesReader;
import io.github.tfflows.tables.RowExplanation;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocols of the server give the numbers of Java. */
class ModelServerTest {
  private static final String DAY = "2026-03-01";

  @TempDir static Path folder;

  private static ModelServer server;
  private static Client client;
  private static CompiledDistribution flow;
  private static TableModel table;

  @BeforeAll
  static void start() throws IOException {
    flow = CompiledDistribution.compile(Flows.realNvp(3), 1);
    flow.export(folder.resolve("flow/12"));
    table =
        TableFit.of(sales())
            .givenAny()
            .withFlow(
                FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE,
                usual -> new FlowFamily.Size(1, 16, usual.blocks(), usual.bins()))
            .withTraining(usual -> usual.withSteps(100).withMembers(1).withSeed(0))
            .fit();
    table.export(folder.resolve("sales"));
    server = ModelServer.start(folder, ServerOptions.defaults().at("127.0.0.1", 0));
    client = Client.of(server);
  }

  @AfterAll
  static void end() {
    server.close();
    table.close();
    flow.close();
  }

  private static TableSource sales() {
    Random random = new Random(1);
    return Tables.of(
        "colour,price,day",
        400,
        i -> {
          boolean isRed = random.nextBoolean();
          double price = Math.exp(random.nextGaussian() / 4 + (isRed ? 1 : 0));
          LocalDate day = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(200));
          Object cell = random.nextInt(9) == 0 ? "" : "%.3f".formatted(price);
          return List.of(isRed ? "red" : "blue", cell, day);
        });
  }

  private static void assertNear(double expected, JsonNode got) {
    assertEquals(expected, got.asDouble(), 1e-5 * (1 + Math.abs(expected)));
  }

  private static JsonNode asked(String path, String body) {
    return client.post(path, body).succeeded();
  }

  /** A row of the table, of {@link #DAY}. */
  private static String row(String colour, String price) {
    return row(colour, price, "'" + DAY + "'");
  }

  private static String row(String colour, String price, String day) {
    return "{'colour': '%s', 'price': %s, 'day': %s}".formatted(colour, price, day);
  }

  private static float[] logProb(float... x) {
    return flow.logProb(Rows.of(x, 3));
  }

  @Test
  void rowsAndColumnsOfTensorFlowServing() {
    float[] expected = logProb(1, 2, 3, -1, 0, 0.5f);
    JsonNode rows =
        asked("/v1/models/flow:predict", "{'instances': [[1, 2, 3], [-1, 0, 0.5]]}")
            .get("predictions");
    assertEquals(2, rows.size());
    assertNear(expected[1], rows.get(1));
    JsonNode columns =
        asked(
                "/v1/models/flow/versions/12:predict",
                "{'inputs': {'x': [[1, 2, 3], [-1, 0, 0.5]]}, 'signature_name': 'inverse'}")
            .get("outputs");
    Rows z = flow.inverse(Rows.of(new float[] {1, 2, 3, -1, 0, 0.5f}, 3)).value();
    assertNear(z.values()[4], columns.get("z").get(1).get(1));
    assertEquals(2, columns.get("log_det").size());
  }

  @Test
  void theSignatureIsNamedBeforeOrAfterTheInputs() {
    String name = "'signature_name': 'inverse'";
    String escaped = "'\\u0073ignature_name': 'inverse'";
    String inputs = "'inputs': {'x': [[1, 2, 3]]}";
    for (String either : List.of(name, escaped)) {
      for (String body : List.of(either + ", " + inputs, inputs + ", " + either)) {
        JsonNode answer = asked("/v1/models/flow:predict", "{" + body + "}");
        assertTrue(answer.get("outputs").has("log_det"), body);
      }
    }
  }

  @Test
  void equalSeedsGiveEqualDraws() {
    String request = "{'signature_name': 'sample', 'inputs': {'count': 4, 'seed': [7, 0]}}";
    JsonNode draws = asked("/v1/models/flow:predict", request).get("outputs");
    Draws expected = flow.sampleAndLogProb(4, 7);
    assertNear(expected.x().values()[11], draws.get("x").get(3).get(2));
    assertNear(expected.logProb()[3], draws.get("log_prob").get(3));
  }

  @Test
  void theOpenInferenceProtocol() {
    JsonNode answer =
        asked(
            "/v2/models/flow/infer",
            "{'id': 'a', 'inputs': [{'name': 'x', 'shape': [2, 3], 'datatype': 'FP32', 'data': [1,"
                + " 2, 3, -1, 0, 0.5]}]}");
    assertEquals("a", answer.get("id").asText());
    JsonNode output = answer.get("outputs").get(0);
    assertEquals("[2]", output.get("shape").toString());
    assertNear(logProb(1, 2, 3, -1, 0, 0.5f)[1], output.get("data").get(1));
    JsonNode metadata = client.get("/v2/models/flow").succeeded();
    assertEquals("[-1,3]", metadata.get("inputs").get(0).get("shape").toString());
    assertEquals(200, client.get("/v2/health/ready").status());
  }

  private static HttpRequest.Builder inference(String model, String json, byte[] bytes) {
    byte[] head = Client.quoted(json).getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, body, head.length, bytes.length);
    return client
        .request("/v2/models/%s/infer".formatted(model))
        .header("Inference-Header-Content-Length", String.valueOf(head.length))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static Client.Reply infer(String json, byte[] bytes) {
    return client.send(inference("flow", json, bytes));
  }

  /** The bytes of numbers in single precision. */
  private static byte[] bytes(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  /** A request of the input x by its parameters, with further members. */
  private static String ofX(String parameters, String more) {
    return "{'inputs': [{'name': 'x', 'shape': [1, 3], 'datatype': 'FP32', %s}]%s}"
        .formatted(parameters, more);
  }

  private static String size(Object bytes) {
    return "'parameters': {'binary_data_size': %s}".formatted(bytes);
  }

  @Test
  void inputsOfTheOpenInferenceProtocolAsBytes() {
    byte[] bytes = bytes(1, -2, 0.5f);
    JsonNode answer = infer(ofX(size(12), ""), bytes).succeeded();
    assertNear(logProb(1, -2, 0.5f)[0], answer.at("/outputs/0/data/0"));
    Map<String, String> messages =
        Map.of(
            ofX(size(16), ""),
            "expected 16 bytes of x after the JSON, got 12",
            ofX(size(8), ""),
            "expected x in 12 bytes, got 8",
            ofX(size("'12'"), ""),
            "expected the binary_data_size of x as a number of bytes, got \"12\"",
            ofX(size(12) + ", 'data': [1, 2, 3]", ""),
            "expected either data or binary_data_size of x, got both",
            ofX("'data': [1, 2, 3]", ""),
            "expected no bytes after those of the inputs, got 12",
            ofX(size(12), ", 'parameters': {'binary_data_output': 1}"),
            "expected binary_data_output to be true or false, got 1",
            ofX(size(12), ", 'outputs': [{'name': 'log_prob', 'parameters': {'binary_data': 1}}]"),
            "expected binary_data of log_prob to be true or false, got 1");
    messages.forEach(
        (json, message) -> assertEquals(message, infer(json, bytes).failed(400), json));
  }

  @Test
  void headersOfBytesAreChecked() {
    Map<String, String> messages =
        Map.of(
            "-1",
            "expected JSON in the first -1 bytes of the body, which has 2",
            "3",
            "expected JSON in the first 3 bytes of the body, which has 2",
            "two",
            "expected Inference-Header-Content-Length as a number of bytes, got two");
    messages.forEach(
        (length, message) ->
            assertEquals(
                message,
                client
                    .send(
                        client
                            .request("/v2/models/flow/infer")
                            .header("Inference-Header-Content-Length", length)
                            .POST(HttpRequest.BodyPublishers.ofString("{}")))
                    .failed(400)));
  }

  @Test
  void outputsOfTheOpenInferenceProtocolAsBytes() {
    String both =
        ", 'parameters': {'signature_name': 'inverse', 'binary_data_output': true},"
            + " 'outputs': [{'name': 'z'}, {'name': 'log_det', 'parameters':"
            + " {'binary_data': false}}]";
    HttpResponse<byte[]> answer =
        client.bytes(inference("flow", ofX(size(12), both), bytes(1, -2, 0.5f)));
    int head =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    JsonNode json =
        new Client.Reply(200, new String(answer.body(), 0, head, StandardCharsets.UTF_8)).json();
    assertEquals("z", json.at("/outputs/0/name").asText());
    assertEquals(12, json.at("/outputs/0/parameters/binary_data_size").asInt());
    assertFalse(json.at("/outputs/0").has("data"));
    assertEquals(1, json.at("/outputs/1/data").size());
    ByteBuffer rest = ByteBuffer.wrap(answer.body(), head, 12).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(head + 12, answer.body().length);
    float[] z = flow.inverse(Rows.of(new float[] {1, -2, 0.5f}, 3)).value().values();
    for (float expected : z) {
      assertEquals(expected, rest.getFloat(), 1e-6 * (1 + Math.abs(expected)));
    }
    assertEquals(
        "application/octet-stream", answer.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void textsAndMissingValuesInSignaturesOfColumns() throws IOException {
    String day = String.valueOf(LocalDate.parse(DAY).toEpochDay());
    JsonNode rows =
        asked(
                "/v1/models/sales:predict",
                "{'signature_name': 'log_prob_columns', 'instances': [%s, %s]}"
                    .formatted(row("red", "2.5", day), row("red", "null", day)))
            .get("predictions");
    RowScore whole = table.score(Map.of("colour", "red", "price", 2.5, "day", DAY));
    RowScore gap = table.score(Map.of("colour", "red", "day", DAY));
    assertNear(whole.logProb(), rows.get(0).get("log_prob"));
    assertNear(gap.logProb(), rows.get(1).get("log_prob"));
    assertNear(gap.pValue(), rows.get(1).get("p_value"));
    try (JsonParser json = Client.JSON.createParser("[null, \"a\"]")) {
      json.nextToken();
      Values texts = new ValuesReader(ElementType.STRING, "colour").readAll(json);
      assertArrayEquals(new String[] {"", "a"}, (String[]) texts.array());
    }
  }

  @Test
  void scoresOfRows() {
    JsonNode rows =
        asked(
                "/models/sales/score",
                List.of(row("red", "2.5"), row("red", "'dear'"), row("pink", "2.5")).toString())
            .get("rows");
    RowScore score = table.score(Map.of("colour", "red", "price", 2.5, "day", DAY));
    assertNear(score.logProb(), rows.get(0).get("log_prob"));
    assertNear(score.strangeness(), rows.get(0).get("strangeness"));
    assertNear(score.pValue(), rows.get(0).get("p_value"));
    assertEquals("-Infinity", rows.get(1).get("log_prob").asText());
    assertTrue(rows.get(1).get("problem").asText().contains("price"), rows.toString());
    assertFalse(rows.get(0).has("unseen"), rows.toString());
    assertEquals("[\"colour\"]", rows.get(2).get("unseen").toString());
  }

  @Test
  void rowsThatAreScoredAreComparedWithThoseOfTheFit() throws Exception {
    try (ModelServer own =
        ModelServer.start(folder.resolve("sales"), ServerOptions.defaults().at("127.0.0.1", 0))) {
      Client caller = Client.of(own);
      caller.post("/models/sales/score", scored(600, 10)).succeeded();
      assertFalse(caller.get("/metrics").body().contains("tfflows_drift"));
      caller.post("/models/sales/score", scored(400, 10)).succeeded();
      String metrics = withDrift(caller);
      assertTrue(value(metrics, "p_value{model=\"sales\"}") < 1e-6, metrics);
      assertTrue(value(metrics, "column_p_value{column=\"price\",model=\"sales\"}") < 1e-6);
      assertTrue(value(metrics, "column_p_value{column=\"colour\",model=\"sales\"}") > 1e-3);
    }
  }

  /** Labels that Prometheus adds, or that only buckets of a histogram have. */
  private static final Set<String> ALWAYS = Set.of("instance", "le");

  @Test
  void theDashboardAsksForMetricsAndLabelsOfTheServer() throws Exception {
    asked("/models/sales/score", scored(1_000, 1));
    String metrics = withDrift(client);
    JsonNode dashboard =
        Client.JSON.readTree(Path.of("../tfflows-examples/serve/dashboard.json").toFile());
    List<String> questions = dashboard.get("panels").findValuesAsText("expr");
    assertTrue(questions.size() >= 8, questions.toString());
    for (String question : questions) {
      List<String> names = all("\\b(?:tfflows|jvm|process)_\\w+", question);
      assertFalse(names.isEmpty(), question);
      names.forEach(name -> assertHas(metrics, name, question));
    }
  }

  /** Asserts that a metric is there, with the labels by which a question groups it. */
  private static void assertHas(String metrics, String name, String question) {
    String line =
        metrics.lines().filter(each -> each.matches(name + "[ {].*")).findFirst().orElse("");
    assertFalse(line.isEmpty(), name);
    for (String labels : all("(?<=by \\()[^)]+", question)) {
      for (String label : labels.split(", ", -1)) {
        assertTrue(ALWAYS.contains(label) || line.contains(label + "="), label + " of " + name);
      }
    }
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }

  /** Waits for the metrics of the comparison, which runs after the answers. */
  private static String withDrift(Client caller) throws InterruptedException {
    String metrics = caller.get("/metrics").body();
    for (int i = 0; i < 1_000 && pValues(metrics) < 4; i++) {
      Thread.sleep(10);
      metrics = caller.get("/metrics").body();
    }
    return metrics;
  }

  /** The p-values in metrics: one of all columns, and one of each. */
  private static long pValues(String metrics) {
    return metrics.lines().filter(line -> line.matches("tfflows_drift_.*p_value\\{.*")).count();
  }

  /** Rows of the table whose prices are some times as high. */
  private static String scored(int count, double times) {
    Random random = new Random(2);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      boolean isRed = random.nextBoolean();
      double price = times * Math.exp(random.nextGaussian() / 4 + (isRed ? 1 : 0));
      LocalDate day = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(200));
      rows.append(i == 0 ? "[" : ", ")
          .append(row(isRed ? "red" : "blue", String.valueOf(price), "'" + day + "'"));
    }
    return rows.append(']').toString();
  }

  private static double value(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("tfflows_drift_" + name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void predictionsOfNumbersDatesAndNames() {
    String path = "/models/sales/predict?level=0.5,0.9&target=";
    JsonNode price = asked(path + "price", "{'colour': 'red'}").at("/rows/0");
    Prediction expected = table.predict("price").withDraws(1_000, 1).given(Map.of("colour", "red"));
    assertNear(expected.median(), price.get("median"));
    assertNear(expected.interval(0.9).high(), price.at("/intervals/1/upper"));
    assertNear(expected.missing(), price.get("missing"));
    JsonNode day = asked(path + "day", "{'colour': 'red'}").at("/rows/0");
    LocalDate median = LocalDate.parse(day.get("median").asText());
    assertTrue(median.isAfter(LocalDate.of(2026, 1, 1)), day.toString());
    JsonNode colour = asked("/models/sales/predict?target=colour", "{'price': 2.5}").at("/rows/0");
    Prediction names = table.predict("colour").given(Map.of("price", 2.5));
    assertNear(names.probability("red"), colour.at("/probabilities/red"));
    assertFalse(price.has("unseen"), price.toString());
    JsonNode odd = asked(path + "price", "{'colour': 'pink'}").at("/rows/0");
    assertEquals("[\"colour\"]", odd.get("unseen").toString());
  }

  @Test
  void missingCellsAreFilledAndOthersKept() {
    String gaps = "[{'colour': 'red', 'price': 2.5}, {'day': '%s'}]".formatted(DAY);
    JsonNode rows = asked("/models/sales/impute?seed=3", gaps).get("rows");
    assertEquals(2.5, rows.at("/0/price").asDouble());
    assertEquals("red", rows.at("/0/colour").asText());
    assertEquals(DAY, rows.at("/1/day").asText());
    assertTrue(rows.at("/1/price").isNumber() && rows.at("/0/day").isTextual(), rows.toString());
    assertEquals(rows, asked("/models/sales/impute?seed=3", gaps).get("rows"));
  }

  @Test
  void explanationsNameTheOddestCell() throws IOException {
    JsonNode answer = asked("/models/sales/explain", row("blue", "90")).at("/rows/0");
    Map<String, Object> odd = Map.of("colour", "blue", "price", 90, "day", DAY);
    TableSource source = TableSources.ofMaps("rows", List.of(odd));
    try (TableReader reader = TableReader.open(source, table.schema(), Reading.of(Missing.MODEL))) {
      RowExplanation expected = table.explained(reader.next().orElseThrow()).get(0);
      assertEquals(expected.oddest(), answer.get("oddest").asText());
      assertNear(
          expected.differences().get(expected.columns().indexOf("colour")),
          answer.at("/cells/colour"));
    }
  }

  @Test
  void drawsHaveTheKeysThatTheFitRequired(@TempDir Path other) throws IOException {
    TableFit fit =
        TableFit.of(Tables.of("a,b", 400, i -> List.of(i / 20, i % 20)))
            .requiring("unique(a, b)")
            .withTraining(usual -> usual.withSteps(5).withMembers(1));
    try (TableModel model = fit.fit()) {
      model.export(other.resolve("pairs"));
    }
    ServerOptions options = ServerOptions.defaults().at("127.0.0.1", 0);
    try (ModelServer own = ModelServer.start(other, options)) {
      Client asking = Client.of(own);
      Set<JsonNode> drawn = new HashSet<>();
      asking.post("/models/pairs/sample?count=300", "").succeeded().get("rows").forEach(drawn::add);
      assertEquals(300, drawn.size());
      String problem = asking.post("/models/pairs/sample?count=401", "").failed(400);
      assertTrue(problem.contains("expected fewer draws"), problem);
    }
  }

  @Test
  void truthsAreThoseOfJson(@TempDir Path other) throws IOException {
    TableFit fit =
        TableFit.of(Tables.of("open,late", 400, i -> List.of(i % 3 > 0, i % 7 > 2 ? "yes" : "no")))
            .givenAny()
            .withTraining(usual -> usual.withSteps(5).withMembers(1));
    try (TableModel model = fit.fit()) {
      model.export(other.resolve("shops"));
    }
    ServerOptions options = ServerOptions.defaults().at("127.0.0.1", 0);
    try (ModelServer own = ModelServer.start(other, options)) {
      Client asking = Client.of(own);
      for (String path : List.of("impute", "sample")) {
        JsonNode answer = asking.post("/models/shops/" + path, "{'open': true}").succeeded();
        assertEquals(BooleanNode.TRUE, answer.at("/rows/0/open"));
        assertTrue(answer.at("/rows/0/late").isTextual(), answer.toString());
      }
      JsonNode drawn = asking.post("/models/shops/impute", "{'late': 'no'}").succeeded();
      assertTrue(drawn.at("/rows/0/open").isBoolean(), drawn.toString());
    }
  }

  @Test
  void drawsKeepWhatIsGiven() {
    String path = "/models/sales/sample?count=20&seed=5";
    JsonNode rows = asked(path, "{'colour': 'blue'}").get("rows");
    assertEquals(20, rows.size());
    Set<String> days = new HashSet<>();
    rows.forEach(
        row -> {
          assertEquals("blue", row.get("colour").asText());
          assertTrue(row.get("price").isNumber() || row.get("price").isNull(), row.toString());
          days.add(row.get("day").asText());
        });
    assertTrue(days.size() > 10, days.toString());
    assertEquals(rows, asked(path, "{'colour': 'blue'}").get("rows"));
    assertEquals(20, asked(path, "").get("rows").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/models/flow:predict | {"instances": [[1, 2]]} | 400 | serving_default expects x as FP32[-1, 3], got FP32[1, 2]
          /v1/models/flow:predict | {"instances": [[1, 2, 3], [4]]} | 400 | x at /instances/1: expected a list of 3, got one of 1
          /v1/models/flow:predict | {"instances": [[1, 2, "x"]]} | 400 | x at /instances/0/2: expected a number, got "x"
          /v1/models/flow:predict | {"inputs": {"x": [[[[[[[[[1]]]]]]]]]}} | 400 | x at /inputs/x/0/0/0/0/0/0/0/0: expected a number, got a list
          /v1/models/flow:predict | {"instances": [], "inputs": []} | 400 | expected either instances or inputs, got both
          /v1/models/flow:predict | {"instances": []} | 400 | serving_default expects x as FP32[-1, 3], got FP32[0]
          /v1/models/flow:predict | {} | 400 | expected instances or inputs in the body, got neither
          /v1/models/flow:predict | [] | 400 | expected a JSON object as the body
          /v1/models/flow:predict | {"inputs": {"y": 1}} | 400 | serving_default has no input y; it has [x]
          /v1/models/flow:predict | {"signature_name": "sample", "inputs": {"count": 1e9, "seed": [1, 1]}} | 400 | count at /inputs/count: expected a whole number of 32 bits, got 1e9
          /v1/models/flow:predict | {"signature_name": "sample", "inputs": {"count": 4294967297, "seed": [1, 1]}} | 400 | count at /inputs/count: expected a whole number of 32 bits, got 4294967297
          /v1/models/flow:predict | {"signature_name": "sample", "inputs": {"count": 999999, "seed": [1, 1]}} | 400 | expected at most 10000 rows a request, got 999999
          /v1/models/flow:predict | {"signature_name": 3, "instances": [[1, 2, 3]]} | 400 | expected signature_name as a text, got 3
          /v1/models/sales:predict | {"signature_name": "log_prob_columns", "instances": [{"colour": "red", "price": 1}]} | 400 | instance 0 has no day
          /v1/models/sales:predict | {"signature_name": "log_prob_columns", "inputs": {"colour": ["red", "red"], "day": [1, 2], "price": [1]}} | 400 | log_prob_columns expects the same number of rows in all inputs, got {colour=2, day=2, price=1}
          /v1/models/nope:predict | {} | 404 | there is no model nope; there are [flow, sales]
          /v1/models/flow/versions/3:predict | {} | 404 | flow is at version 12, not 3
          /models/flow/score | {} | 404 | flow is not a model of a table
          /models/sales/score | [{"price": 2}, {"prize": 2}] | 400 | row 2 has a column prize; expected those of the model: [colour, price, day]
          /models/sales/score | {"price": [2]} | 400 | the row, price: expected a number, a text, true, false or null, got [2]
          /models/sales/score | '' | 400 | expected a row in the body, got none
          /models/sales/score | ' ' | 400 | expected a row in the body, got none
          /models/sales/score | [] | 400 | expected a row in the body, got none
          /models/sales/score | {"rows": []} | 400 | expected a row in the body, got none
          /models/sales/predict?target=price&level=2 | {} | 400 | expected a share between 0 and 1 as level, got "2"
          /models/sales/predict?target=price&level=1 | {} | 400 | expected a share between 0 and 1 as level, got "1"
          /models/sales/predict?target=price&target=day | {} | 400 | expected one target, got [price, day]
          /models/sales/predict?target=price&draws=9000000 | [{}, {}] | 400 | expected draws to be 1 to 5000000, got 9000000
          /models/sales/predict?target=colour&level=0.5 | {"price": 2} | 400 | level is for intervals, and colour holds names, which have none
          /models/sales/predict?lvl=2 | {} | 400 | there is no parameter lvl; expected [draws, level, seed, target]
          /v2/models/flow/infer | {"inputs": [3]} | 400 | expected an input with a name, got 3
          /models/sales/score?count=2 | {} | 400 | there is no parameter count; expected none
          /models/sales/impute | [{}, {"colour": "pink"}] | 400 | the request, row 2, column colour: got "pink", expected one of blue, red (its kind is categorical)
          /models/sales/sample | [{"price": 2}, {}] | 400 | expected one row of given values in the body, got 2
          """)
  void mistakesHaveAMessageWithTheirPlace(String path, String body, int status, String message) {
    assertEquals(message, client.post(path, body).failed(status));
  }

  @Test
  void theLineAndColumnOfWrongJsonAreNamed() {
    String message = client.post("/models/sales/score", "{\n     oops}").failed(400);
    assertTrue(message.startsWith("the body is not JSON at line 2, column "), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} {} | the body is not JSON at line 1, column 4: Trailing token (of type START_OBJECT) found after value
          {"price": 1 | the body is not JSON at line 1, column 12: Unexpected end-of-input: expected close marker for Object (start marker at [line: 1, column: 1])
          {"price": +1} | the body is not JSON at line 1, column 12: Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs
          {/* */} | the body is not JSON at line 1, column 2: Unexpected character ('/' (code 47)): maybe a (non-standard) comment?
          """)
  void wrongJsonIsExplainedWithoutSettingsOfTheParser(String body, String message) {
    assertEquals(message, client.post("/models/sales/score", body).failed(400));
  }

  @Test
  void nestedJsonIsRefused() {
    String deep = "[".repeat(2000) + "]".repeat(2000);
    assertEquals(
        "the body is not JSON: Document nesting depth (1001) exceeds the maximum allowed (1000)",
        client.post("/models/sales/score", deep).failed(400));
  }

  @Test
  void otherMethodsAreRefusedAndEmptyRowsAreAProblem() {
    assertEquals("expected POST, got GET", client.get("/v1/models/flow:predict").failed(405));
    assertEquals(
        "the row has none of the model's columns: colour, price, day",
        asked("/models/sales/score", "{}").at("/rows/0/problem").asText());
  }

  @Test
  void smallRequestsForMuchMemoryAreRefused() {
    String texts = ofX(size(0), "").replace("[1, 3]", "[268435456]").replace("FP32", "BYTES");
    assertEquals("expected x as FP32, got BYTES", infer(texts, new byte[0]).failed(400));
    assertEquals(
        "expected the shape of x as a list of sizes, got [268435457]",
        infer(ofX(size(0), "").replace("[1, 3]", "[268435457]"), new byte[0]).failed(400));
    String levels = "/models/sales/predict?target=price&level=" + ".1,".repeat(30) + ".1";
    assertEquals("expected at most 20 of level, got 31", client.post(levels, "{}").failed(400));
    assertEquals(
        "expected at most 10000 rows in the body, got more",
        client.post("/models/sales/score", "[" + "{},".repeat(20_000) + "{}]").failed(400));
    assertEquals(400, rawStatus("POST /models/sales/predict?target=50% HTTP/1.1"));
  }

  /** The status of a request that a client of the JDK would not send. */
  private static int rawStatus(String line) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      String request = line + "\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      return Integer.parseInt(new String(start, 9, 3, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers to rows that were asked at the same time are those to rows that were asked alone. */
  private static void assertJoined(Client joining, String path, List<String> bodies)
      throws Exception {
    assertJoined(client, joining, path, bodies);
  }

  private static void assertJoined(Client alone, Client joining, String path, List<String> bodies)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(bodies.size());
    try {
      List<Callable<Client.Reply>> calls = new ArrayList<>();
      bodies.forEach(body -> calls.add(() -> joining.post(path, body)));
      List<Future<Client.Reply>> replies = callers.invokeAll(calls);
      for (int i = 0; i < replies.size(); i++) {
        JsonNode expected = alone.post(path, bodies.get(i)).succeeded();
        assertAlike(expected, replies.get(i).get().succeeded(), path + " " + bodies.get(i));
      }
    } finally {
      callers.shutdown();
    }
  }

  private static void assertAlike(JsonNode expected, JsonNode got, String place) {
    if (expected.isNumber() && got.isNumber()) {
      assertEquals(
          expected.asDouble(), got.asDouble(), 1e-5 * (1 + Math.abs(expected.asDouble())), place);
    } else if (expected.isObject()) {
      assertEquals(expected.size(), got.size(), place);
      expected
          .properties()
          .forEach(
              part -> assertAlike(part.getValue(), got.path(part.getKey()), place + part.getKey()));
    } else if (expected.isArray()) {
      assertEquals(expected.size(), got.size(), place);
      for (int i = 0; i < expected.size(); i++) {
        assertAlike(expected.get(i), got.get(i), place + i);
      }
    } else {
      assertEquals(expected, got, place);
    }
  }

  private static ServerOptions joining(int rows, Duration atMost) {
    RequestLimits limits = RequestLimits.defaults().joining(rows, atMost);
    return ServerOptions.defaults().at("127.0.0.1", 0).within(limits);
  }

  @Test
  void waitingRequestsShareACall() throws Exception {
    List<String> bodies =
        IntStream.range(0, 8).mapToObj("{'instances': [[%s, 0, 0]]}"::formatted).toList();
    ServerOptions options = joining(8, Duration.ofSeconds(5));
    try (ModelServer joining = ModelServer.start(folder.resolve("flow"), options)) {
      Client other = Client.of(joining);
      assertJoined(other, "/v1/models/flow:predict", bodies);
      String metrics = other.get("/metrics").body();
      assertTrue(metrics.contains("tfflows_batch_rows_sum{model=\"flow\"} 8.0"), metrics);
      assertTrue(metrics.contains("tfflows_batch_rows_count{model=\"flow\"} 1"), metrics);
    }
  }

  @Test
  void equalQuestionsThatWaitShareACall() throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      bodies.add(row("red", String.valueOf(1 + i)));
    }
    bodies.set(0, "[%s, {'price': 'dear'}, %s]".formatted(bodies.get(0), bodies.get(0)));
    ServerOptions options = joining(9, Duration.ofSeconds(5));
    try (ModelServer joining = ModelServer.start(folder.resolve("sales"), options)) {
      Client other = Client.of(joining);
      assertJoined(other, "/models/sales/score", bodies);
      assertJoined(other, "/models/sales/explain", bodies);
      assertJoined(other, "/models/sales/predict?target=colour", bodies);
      String metrics = other.get("/metrics").body();
      assertTrue(metrics.contains("tfflows_batch_rows_sum{model=\"sales\"} 27.0"), metrics);
      assertTrue(metrics.contains("tfflows_batch_rows_count{model=\"sales\"} 3"), metrics);
    }
  }

  @Test
  void rowsWithOtherColumnsAreAskedApart() throws Exception {
    ServerOptions options = joining(256, Duration.ofMillis(100));
    List<String> bodies =
        List.of(
            "{}",
            "{'price': 2}",
            "{'price': null}",
            "{'day': '%s'}".formatted(DAY),
            "{'price': 2, 'day': '%s'}".formatted(DAY),
            "{'price': null, 'day': '%s'}".formatted(DAY));
    try (ModelServer joining = ModelServer.start(folder.resolve("sales"), options)) {
      assertJoined(Client.of(joining), "/models/sales/predict?target=colour", bodies);
      assertJoined(Client.of(joining), "/models/sales/predict?target=price&seed=3", bodies);
    }
  }

  @Test
  void intervalsHaveTheLevelsOfTheirOwnRequest(@TempDir Path other) throws Exception {
    try (TableModel prices =
        TableFit.of(sales())
            .predicting("price")
            .withTraining(usual -> usual.withSteps(20).withMembers(1).withSeed(0))
            .fit()) {
      prices.export(other.resolve("price"));
    }
    String request =
        "{'signature_name': 'predict_columns', 'inputs': {'colour': ['red'], 'day': [20600], 'level': [%s]}}";
    String path = "/v1/models/price:predict";
    try (ModelServer joining = ModelServer.start(other, joining(2, Duration.ofSeconds(1)))) {
      Client caller = Client.of(joining);
      List<String> bodies = List.of(request.formatted(0.5), request.formatted(0.9));
      assertJoined(caller, caller, path, bodies);
    }
  }

  @Test
  void rowsUnderXlaAreThoseOfTheRequest() throws IOException {
    ServerOptions options =
        ServerOptions.defaults()
            .at("127.0.0.1", 0)
            .running(Execution.defaults().withCompilation(Compilation.XLA));
    try (ModelServer compiled = ModelServer.start(folder.resolve("flow"), options)) {
      String rows = "{'instances': [[1, 2, 3], [-1, 0, 0.5], [0, 0, 1]]}";
      JsonNode got =
          Client.of(compiled).post("/v1/models/flow:predict", rows).succeeded().get("predictions");
      float[] expected = logProb(1, 2, 3, -1, 0, 0.5f, 0, 0, 1);
      assertEquals(3, got.size());
      for (int row = 0; row < 3; row++) {
        assertNear(expected[row], got.get(row));
      }
    }
  }

  @Test
  void questionsUnderXlaGoAlone() throws IOException {
    ServerOptions options =
        joining(2, Duration.ofMinutes(1))
            .running(Execution.defaults().withCompilation(Compilation.XLA));
    String path = "/models/sales/predict?target=colour";
    try (ModelServer compiled = ModelServer.start(folder.resolve("sales"), options)) {
      JsonNode got = Client.of(compiled).post(path, "{'price': 2}").succeeded();
      assertAlike(asked(path, "{'price': 2}"), got, path);
    }
  }

  @Test
  void theDescriptionHasEveryPathAndSignature() {
    JsonNode description = client.get("/openapi.json").succeeded();
    JsonNode predict = description.at("/paths/~1models~1{model}~1predict/post");
    assertEquals(
        Set.of("model", "target", "level", "draws", "seed"),
        Set.copyOf(predict.get("parameters").findValuesAsText("name")),
        description.toString());
    predict
        .get("parameters")
        .forEach(
            one ->
                assertEquals(
                    one.get("in").asText().equals("path"), one.get("required").asBoolean()));
    assertTrue(description.at("/components/schemas").has("sales.log_prob_columns"));
    JsonNode models = client.get("/").succeeded().get("models");
    assertEquals("flow", models.at("/0/name").asText());
    assertEquals("date", models.at("/1/columns/2/kind").asText());
    JsonNode metadata = client.get("/v1/models/sales/metadata").succeeded();
    assertEquals(
        "DT_STRING",
        metadata
            .at("/metadata/signature_def/signature_def/log_prob_columns/inputs/colour/dtype")
            .asText());
  }
}
