package io.github.tfflows.serve.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.serve.NormalModel;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.option.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of a body count until it is no longer read, whether or not its client has an answer.
 */
class ExchangeTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private static ServedModels models;
  private static Metrics metrics;

  private final Running running = new Running();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final ExecutorService workers = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Answer> work = new CompletableFuture<>();
  private @Nullable Server server;

  @BeforeAll
  static void open() throws IOException {
    NormalModel.export(folder.resolve("normal"), 0);
    models = NormalModel.opened(folder);
    metrics = new Metrics();
  }

  @AfterAll
  static void close() {
    models.close();
    metrics.close();
  }

  @AfterEach
  void end() {
    Objects.requireNonNull(server).close();
    workers.shutdown();
  }

  /** Serves a path whose work ends at a signal of the test, and connects to it. */
  private Socket connected(Duration longest) throws IOException {
    Route route = Route.of("POST", "/{work}", "Work.", Route.Access.TOKEN, this::begin);
    ServerOptions options =
        ServerOptions.defaults()
            .at("127.0.0.1", 0)
            .within(RequestLimits.defaults().within(longest));
    Journal journal = new Journal(models, metrics, Optional.empty());
    server = Server.start(List.of(route), running, journal, options, workers);
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  private CompletableFuture<Answer> begin(Route.Call call) {
    Require.atLeast("rows", call.name("work").length(), 2);
    begun.countDown();
    return work;
  }

  /** Sends the head of a request, and some bytes of its body. */
  private static void send(Socket socket, int size, int sent) throws IOException {
    String head = "POST /work HTTP/1.1\r\nHost: here\r\nContent-Length: " + size + "\r\n\r\n";
    socket.getOutputStream().write((head + "x".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
  }

  private static String status(Socket socket) throws IOException {
    byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return new String(start, StandardCharsets.US_ASCII);
  }

  private void assertBytesSoon(int expected) throws InterruptedException {
    for (int i = 0; i < 1_000 && running.bytes() != expected; i++) {
      Thread.sleep(10);
    }
    assertEquals(expected, running.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void anAnswerAtTheTimeLimitLeavesThem(int size) throws Exception {
    try (Socket socket = connected(Duration.ofMillis(500))) {
      send(socket, size, size);
      assertTrue(begun.await(LONG.toSeconds(), TimeUnit.SECONDS));
      assertEquals("HTTP/1.1 504", status(socket));
      assertEquals(size, running.bytes());
      work.complete(Answer.text("late"));
      assertBytesSoon(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void aSenderThatLeavesLeavesThem(int size) throws Exception {
    try (Socket socket = connected(LONG)) {
      send(socket, size, size);
      assertTrue(begun.await(LONG.toSeconds(), TimeUnit.SECONDS));
      assertEquals(size, running.bytes());
    }
    running.close(LONG); // until the server sees that nobody waits
    assertEquals(size, running.bytes());
    work.completeExceptionally(new IllegalStateException("late"));
    assertBytesSoon(0);
  }

  @Test
  void anAnswerTakesThemAway() throws Exception {
    try (Socket socket = connected(LONG)) {
      send(socket, 1_000, 1_000);
      assertTrue(begun.await(LONG.toSeconds(), TimeUnit.SECONDS));
      assertEquals(1_000, running.bytes());
      work.complete(Answer.text("in time"));
      assertEquals("HTTP/1.1 200", status(socket));
      assertEquals(0, running.bytes());
    }
  }

  @Test
  void aRefusalTakesThemAway() throws Exception {
    try (Socket socket = connected(LONG)) {
      String head = "POST /w HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n";
      socket.getOutputStream().write((head + "{}").getBytes(StandardCharsets.US_ASCII));
      assertEquals("HTTP/1.1 400", status(socket));
      assertEquals(0, running.bytes());
    }
  }

  @Test
  void halfABodyGoesWithItsSender() throws Exception {
    try (Socket socket = connected(LONG)) {
      send(socket, 1_000, 400);
      assertBytesSoon(400);
    }
    assertBytesSoon(0);
  }
}
