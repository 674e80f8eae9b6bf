package io.github.tfflows.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.option.ServerOptions;
import io.github.tfflows.serve.option.Tls;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are wrong, too large, too slow or not allowed, and others beside them. */
class RefusedRequestsTest {
  private static final String PREDICT = "/v1/models/flow:predict";
  private static final String GOOD = "{\"instances\": [[1, 2, 3]]}";
  private static final String ALPHABET = "0123456789-.,[]{}\":e xN\\\u0001";
  private static final int MOST_BYTES = 100_000;

  @TempDir static Path folder;

  private static ModelServer server;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    try (CompiledDistribution flow = CompiledDistribution.compile(Flows.realNvp(3), 1)) {
      flow.export(folder.resolve("flow"));
    }
    RequestLimits limits =
        RequestLimits.defaults().ofRequests(MOST_BYTES, 100).within(Duration.ofSeconds(1));
    server = ModelServer.start(folder, usual().within(limits));
    client = Client.of(server);
  }

  private static ServerOptions usual() {
    return ServerOptions.defaults().at("127.0.0.1", 0);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  /** Sends bytes unchanged, and returns the first line of the answer; empty for none. */
  private static String raw(String head, byte[] body) throws IOException {
    try (Socket socket = connected()) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return firstLine(socket.getInputStream());
    }
  }

  private static Socket connected() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  private static String head(String more) {
    return "POST %s HTTP/1.1\r\nHost: here\r\n%s\r\n\r\n".formatted(PREDICT, more);
  }

  private static void assertServes() {
    client.post(PREDICT, GOOD).succeeded();
  }

  @Test
  void mutatedBodiesGetAStatusAndAMessage() {
    Random random = new Random(1);
    byte[][] bodies = {
      GOOD.getBytes(StandardCharsets.UTF_8),
      "{\"signature_name\": \"sample\", \"inputs\": {\"count\": 3, \"seed\": [7, 0]}}"
          .getBytes(StandardCharsets.UTF_8),
      "{\"inputs\": {\"x\": [[1e3, -2, NaN]]}}".getBytes(StandardCharsets.UTF_8)
    };
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      byte[] body = bodies[i % bodies.length].clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        body[random.nextInt(body.length)] =
            (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      }
      Client.Reply reply =
          client.send(client.request(PREDICT).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
      statuses.merge(reply.status(), 1, Integer::sum);
      assertTrue(
          reply.status() == 200 || !reply.json().get("error").asText().isEmpty(), reply.body());
    }
    assertEquals(Set.of(200, 400, 404), statuses.keySet());
    assertTrue(statuses.getOrDefault(400, 0) > 500, statuses.toString());
    assertServes();
  }

  @Test
  void giantsAreRefusedBeforeTheyArrive() throws IOException {
    String refused = "HTTP/1.1 413 Request Entity Too Large";
    assertEquals(refused, raw(head("Content-Length: 9000000000"), new byte[10]));
    assertEquals(refused, raw(head("Content-Length: 100001\r\nExpect: 100-continue"), new byte[0]));
    String chunk = Integer.toHexString(MOST_BYTES + 1) + "\r\n";
    assertEquals(
        refused, raw(head("Transfer-Encoding: chunked") + chunk, new byte[MOST_BYTES + 1]));
    client.post(PREDICT, GOOD + " ".repeat(MOST_BYTES - GOOD.length())).succeeded();
    String waits = "Host: h\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
    assertEquals("HTTP/1.1 404 Not Found", raw("POST /nowhere HTTP/1.1\r\n" + waits, new byte[0]));
    assertServes();
  }

  @Test
  void compressedBodiesAreRefusedByTheirEncoding() {
    Client.Reply reply =
        client.send(
            client
                .request(PREDICT)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString(GOOD)));
    assertEquals("expected a body without Content-Encoding, got gzip", reply.failed(415));
    HttpRequest.Builder plain = client.request(PREDICT).header("Content-Encoding", "identity");
    client.send(plain.POST(BodyPublishers.ofString(GOOD))).succeeded();
  }

  @Test
  void slowSendersAreEndedAndHoldUpNobody() throws IOException {
    try (Socket slow = connected()) {
      slow.setSoTimeout(10_000);
      slow.getOutputStream()
          .write(head("Content-Length: 1000").getBytes(StandardCharsets.ISO_8859_1));
      assertServes();
      assertEquals("HTTP/1.1 408 Request Timeout", firstLine(slow.getInputStream()));
    }
  }

  @Test
  void callersThatLeaveHoldUpNobody() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (Socket socket = connected()) {
        String whole = head("Content-Length: " + GOOD.length()) + GOOD;
        byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(bytes, 0, bytes.length - i % 30);
      }
    }
    assertServes();
  }

  @Test
  void whatIsNoHttpGetsNoAnswerOfAModel() throws IOException {
    assertEquals("HTTP/1.0 400 Bad Request", raw("\u0001\u0002 hello\r\n\r\n", new byte[0]));
    assertEquals(
        "HTTP/1.0 414 Request-URI Too Long",
        raw("GET /%s HTTP/1.1\r\n\r\n".formatted("a".repeat(20_000)), new byte[0]));
    assertEquals(
        "HTTP/1.1 404 Not Found", raw("GET /../x HTTP/1.1\r\nHost: h\r\n\r\n", new byte[0]));
    assertServes();
  }

  @Test
  void mistakesKeepTheConnection() throws IOException {
    try (Socket socket = connected()) {
      String wrong = "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
      String right = head("Content-Length: " + GOOD.length()) + GOOD;
      socket.getOutputStream().write((wrong + right).getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoTimeout(10_000);
      StringBuilder all = new StringBuilder();
      while (!all.toString().contains("predictions")) {
        all.append((char) socket.getInputStream().read());
      }
      assertTrue(all.toString().startsWith("HTTP/1.1 404 Not Found"), all.toString());
    }
    assertEquals(404, client.post("/v1/models/nobody:predict", "{}").status());
    String metrics = client.get("/metrics").body();
    assertFalse(metrics.contains("nowhere"), "a series for each mistake");
    assertFalse(metrics.contains("nobody"), "a series for each mistake");
  }

  @Test
  void refusalsNameWhatIsAllowed() throws IOException {
    Expect.rejected("expected a token, got a blank one", () -> usual().withToken(" "));
    Expect.rejected(
        "expected a delay of zero or more, got PT-1S",
        () -> RequestLimits.defaults().joining(1, Duration.ofSeconds(-1)));
    try (ModelServer guarded = ModelServer.start(folder, usual().withToken("s3cret"))) {
      Client other = Client.of(guarded);
      assertEquals("Bearer", other.header("GET", "/", "WWW-Authenticate"));
    }
    assertEquals("POST", client.header("DELETE", PREDICT, "Allow"));
    assertEquals("GET, HEAD", client.header("POST", "/metrics", "Allow"));
  }

  @Test
  void aHeadHasTheLengthOfItsBodyAlone() throws IOException {
    String length = client.header("GET", "/health/live", "Content-Length");
    assertEquals(length, client.header("HEAD", "/health/live", "Content-Length"));
    assertEquals("5", length);
    assertEquals(
        "",
        client.send(client.request("/health/live").method("HEAD", BodyPublishers.noBody())).body());
  }

  @Test
  void tooManyRowsAreRefused() {
    String rows = "[1, 2, 3], ".repeat(100) + "[1, 2, 3]";
    assertEquals(
        "expected at most 100 rows a request, got 101",
        client.post(PREDICT, "{\"instances\": [%s]}".formatted(rows)).failed(400));
  }

  @Test
  void requestsNeedTheToken() throws IOException {
    try (ModelServer guarded = ModelServer.start(folder, usual().withToken("s3cret"))) {
      Client other = Client.of(guarded);
      String expected = "expected the token of the server: Authorization: Bearer TOKEN";
      assertEquals(expected, other.post(PREDICT, GOOD).failed(401));
      assertEquals(expected, other.get("/metrics").failed(401));
      for (String token : List.of("s3cre", "s3creT", "s3cret.")) {
        HttpRequest.Builder wrong =
            other.request("/").header("Authorization", "Bearer " + token).GET();
        assertEquals(expected, other.send(wrong).failed(401));
      }
      assertEquals(200, other.get("/health/ready").status());
      HttpRequest.Builder right = other.request("/").header("Authorization", "Bearer s3cret").GET();
      assertEquals(200, other.send(right).status());
    }
  }

  @Test
  void certificatesMakeItHttps() throws Exception {
    KeyStore keys = keys();
    ServerOptions options =
        usual()
            .with(
                new Tls(
                    pem("CERTIFICATE", keys.getCertificate("key").getEncoded()),
                    pem("PRIVATE KEY", keys.getKey("key", "secret".toCharArray()).getEncoded())));
    try (ModelServer secure = ModelServer.start(folder, options)) {
      SSLContext trusting = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keys);
      trusting.init(null, trust.getTrustManagers(), null);
      Client other =
          new Client(
              "https://localhost:" + secure.port(),
              HttpClient.newBuilder().sslContext(trusting).build());
      other.post(PREDICT, GOOD).succeeded();
    }
    byte[] otherKey = keys().getKey("key", "secret".toCharArray()).getEncoded();
    refused(options, pem("PRIVATE KEY", otherKey) + " is not the key of the certificate");
    refused(
        options, pem("ENCRYPTED PRIVATE KEY", otherKey) + ": expected a key without a password");
    refused(options, pem("PUBLIC KEY", otherKey) + ": expected a private key in PEM, found none");
  }

  /** Refuses a key of the message's file. */
  private static void refused(ServerOptions options, String message) {
    Path key = Path.of(message.replaceFirst("\\.pem.*", ".pem"));
    ServerOptions wrong = options.with(new Tls(options.tls().orElseThrow().certificate(), key));
    IOException failure =
        assertThrows(IOException.class, () -> ModelServer.start(folder, wrong).close());
    assertTrue(String.valueOf(failure.getMessage()).startsWith(message), failure.toString());
    assertNoThreadIsLeft();
  }

  /** Only the server of all tests has a thread that watches its others. */
  private static void assertNoThreadIsLeft() {
    List<String> threads = List.of();
    for (int i = 0; i < 1_000 && threads.size() != 1; i++) {
      LockSupport.parkNanos(10_000_000);
      threads =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.contains("blocked-thread-checker"))
              .toList();
    }
    assertEquals(1, threads.size(), threads.toString());
  }

  /** A key and its own certificate, made by the JDK's tool. */
  private static KeyStore keys() throws IOException, GeneralSecurityException {
    Path file = folder.resolveSibling("keys" + System.nanoTime());
    String tool = System.getProperty("java.home") + "/bin/keytool";
    String words =
        " -genkeypair -alias key -keyalg EC -storepass secret -dname CN=localhost -ext"
            + " SAN=dns:localhost -keystore "
            + file;
    Process process = new ProcessBuilder((tool + words).split(" ")).inheritIO().start();
    try {
      assertEquals(0, process.waitFor());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, "secret".toCharArray());
    }
    keys.setCertificateEntry("trusted", (X509Certificate) keys.getCertificate("key"));
    return keys;
  }

  private static Path pem(String kind, byte[] bytes) throws IOException {
    String text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
    return Files.writeString(folder.resolveSibling(kind.charAt(0) + ".pem"), text);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    IOException taken =
        assertThrows(
            IOException.class,
            () -> ModelServer.start(folder, usual().at("127.0.0.1", server.port())).close());
    assertTrue(
        String.valueOf(taken.getMessage())
            .startsWith("cannot listen at 127.0.0.1:" + server.port()),
        taken.toString());
    assertNoThreadIsLeft();
  }
}
