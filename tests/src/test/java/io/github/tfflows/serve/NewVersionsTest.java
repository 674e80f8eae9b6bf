package io.github.tfflows.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.ServerOptions;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New versions of models while requests go on. */
class NewVersionsTest {
  private static final String PREDICT = "/v1/models/model:predict";

  /** The rows zero and one, whose log-densities determine the mean of a normal distribution. */
  private static final String ROWS = "{\"instances\": [[0], [1]]}";

  @TempDir Path folder;

  private ModelServer start() throws IOException {
    return ModelServer.start(
        folder, ServerOptions.defaults().at("127.0.0.1", 0).lookingEvery(Duration.ofMillis(20)));
  }

  /** The mean of the normal distribution that both rows are from. */
  private static double mean(JsonNode answer) {
    return 0.5 + answer.at("/predictions/1").asDouble() - answer.at("/predictions/0").asDouble();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  @Test
  void noRequestFailsAndNoAnswerMixesVersions() throws Exception {
    Path versions = folder.resolve("model");
    NormalModel.export(versions.resolve("0"), 0);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    AtomicBoolean isOver = new AtomicBoolean();
    try (ModelServer server = start()) {
      Client client = Client.of(server);
      assertEquals(0, mean(client.post(PREDICT, ROWS).succeeded()), 1e-3);
      List<Future<Set<Long>>> seen = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        seen.add(callers.submit(() -> means(client, isOver)));
      }
      int last = 12;
      for (int version = 1; version <= last; version++) {
        NormalModel.export(versions.resolve(String.valueOf(version)), version);
        long expected = version;
        await(() -> server.versions().equals(Map.of("model", expected)));
      }
      isOver.set(true);
      TreeSet<Long> all = new TreeSet<>();
      for (Future<Set<Long>> each : seen) {
        all.addAll(each.get());
      }
      assertTrue(all.last() >= last - 1 && all.size() > 4, all.toString());
    } finally {
      callers.shutdown();
    }
  }

  private static Set<Long> means(Client client, AtomicBoolean isOver) {
    Set<Long> means = new TreeSet<>();
    while (!isOver.get()) {
      double mean = mean(client.post(PREDICT, ROWS).succeeded());
      assertEquals(Math.rint(mean), mean, 1e-3);
      means.add(Math.round(mean));
    }
    return means;
  }

  @Test
  void aModelInPlaceIsReplaced() throws Exception {
    NormalModel.export(folder.resolve("model"), 3);
    try (ModelServer server = start()) {
      Client client = Client.of(server);
      assertEquals(3, mean(client.post(PREDICT, ROWS).succeeded()), 1e-3);
      NormalModel.export(folder.resolve("model"), 5);
      await(() -> Math.abs(mean(client.post(PREDICT, ROWS).succeeded()) - 5) < 1e-3);
    }
  }

  @Test
  void aBrokenVersionLeavesTheOneBefore() throws Exception {
    NormalModel.export(folder.resolve("model/1"), 3);
    NormalModel.export(folder.resolve("model/12345678901234567890"), 4); // no number of a version
    try (ModelServer server = start()) {
      Client client = Client.of(server);
      Path broken = Files.createDirectories(folder.resolve("model/2"));
      Files.writeString(broken.resolve("saved_model.pb"), "nothing");
      String status = "/v1/models/model";
      await(() -> client.get(status).body().contains("\"END\""));
      JsonNode states = client.get(status).succeeded().get("model_version_status");
      assertEquals("2", states.at("/0/version").asText());
      assertTrue(
          states.at("/0/status/error_message").asText().contains("saved_model.pb"),
          states.toString());
      assertEquals("AVAILABLE", states.at("/1/state").asText());
      assertEquals(3, mean(client.post(PREDICT, ROWS).succeeded()), 1e-3);
      NormalModel.export(folder.resolve("model/2"), 5);
      await(() -> server.versions().equals(Map.of("model", 2L)));
      assertEquals(5, mean(client.post(PREDICT, ROWS).succeeded()), 1e-3);
      states = client.get(status).succeeded().get("model_version_status");
      assertEquals(List.of("AVAILABLE"), states.findValuesAsText("state"));
    }
  }

  @Test
  void brokenNewestVersionsLeaveTheNewestIntactOne() throws Exception {
    NormalModel.export(folder.resolve("model/1"), 3);
    NormalModel.export(folder.resolve("model/2"), 4);
    for (int version : new int[] {3, 10}) {
      Path broken = Files.createDirectories(folder.resolve("model/" + version));
      Files.writeString(broken.resolve("saved_model.pb"), "nothing");
    }
    try (ServedModels models = NormalModel.opened(folder)) {
      ServedModel model = models.get("model");
      assertEquals(2, model.file().orElseThrow().version());
      assertEquals(10, model.failure().orElseThrow().file().version());
      assertTrue(model.failure().orElseThrow().problem().contains("saved_model.pb"));
      NormalModel.export(folder.resolve("model/11"), 5);
      models.update();
      assertEquals(11, model.file().orElseThrow().version());
      assertEquals(Optional.empty(), model.failure());
    }
  }

  @Test
  void modelsComeAndGo() throws Exception {
    NormalModel.export(folder.resolve("model"), 3);
    NormalModel.export(folder.resolve(".draft"), 3);
    try (ModelServer server = start()) {
      Client client = Client.of(server);
      NormalModel.export(folder.resolve("other"), 4);
      await(() -> server.versions().size() == 2);
      client.post("/v1/models/other:predict", ROWS).succeeded();
      Files.delete(folder.resolve("other/saved_model.pb"));
      await(() -> server.versions().size() == 1);
      assertEquals(404, client.post("/v1/models/other:predict", ROWS).status());
    }
  }

  @Test
  void aVersionThatAppearsWhileTheServerClosesIsNotOpened() throws Exception {
    NormalModel.export(folder.resolve("model/1"), 3);
    ModelServer server = start();
    Thread closing = new Thread(server::close);
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      caller.getOutputStream().write("POST %s HTTP/1.1\r\n".formatted(PREDICT).getBytes(US_ASCII));
      String rest = "Host: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n";
      caller.getOutputStream().write(rest.getBytes(US_ASCII));
      assertArrayEquals("HTTP/1.1 100".getBytes(US_ASCII), caller.getInputStream().readNBytes(12));
      closing.start();
      await(() -> closing.getState() == Thread.State.TIMED_WAITING); // for the request
      NormalModel.export(folder.resolve("model/2"), 5);
      Thread.sleep(500);
      assertEquals(Map.of("model", 1L), server.versions());
    }
    closing.join();
  }

  @Test
  void aModelThatIsGoneForOneLookStaysOpen() throws Exception {
    NormalModel.export(folder.resolve("model"), 3);
    Path file = folder.resolve("model/saved_model.pb");
    Path aside = folder.resolve("aside");
    ServedModels models = NormalModel.opened(folder);
    try (models) {
      Files.move(file, aside);
      models.update();
      assertTrue(models.get("model").file().isPresent());
      Files.move(aside, file);
      models.update();
      Files.move(file, aside);
      models.update();
      assertTrue(models.get("model").file().isPresent());
      models.update();
      assertThrows(NoSuchElementException.class, () -> models.get("model"));
    }
    Files.move(aside, file);
    models.update();
    assertEquals(Map.of(), models.all(), "closed");
  }

  @Test
  void aFolderWithoutModelsIsRefused() {
    Expect.failed(
        IOException.class, "holds no model; expected a saved_model.pb", () -> start().close());
    ServerOptions options = ServerOptions.defaults().at("127.0.0.1", 0);
    Expect.failed(
        IOException.class,
        "nowhere: expected the directory of a model",
        () -> ModelServer.start(folder.resolve("nowhere"), options).close());
  }
}
