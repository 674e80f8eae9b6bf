package io.github.tfflows.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A client of a server.
 *
 * @param base the address before the path
 */
public record Client(String base, HttpClient http) {
  /** Reads answers, in which numbers need not be finite. */
  public static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  public static Client of(ModelServer server) {
    return new Client("http://127.0.0.1:" + server.port(), HttpClient.newHttpClient());
  }

  /** An answer. */
  public record Reply(int status, String body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    /** The body, whose status is 200. */
    public JsonNode succeeded() {
      assertEquals(200, status, body);
      return json();
    }

    /** The message of an error of a status. */
    public String failed(int expected) {
      assertEquals(expected, status, body);
      return json().get("error").asText();
    }
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  /** The answer to a JSON text in which {@code '} may stand for a quotation mark. */
  public Reply post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(quoted(body))));
  }

  static String quoted(String json) {
    return json.replace('\'', '"');
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  /** A header of the answer to a request without a body; empty if it has none of the name. */
  public String header(String method, String path, String name) {
    HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.noBody());
    return exchange(request).headers().firstValue(name).orElse("");
  }

  public Reply send(HttpRequest.Builder request) {
    HttpResponse<String> response = exchange(request);
    return new Reply(response.statusCode(), response.body());
  }

  /** The answer to a request, whose status is 200, as it came. */
  public HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
    HttpResponse<byte[]> response = exchange(request, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, response.statusCode());
    return response;
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    return exchange(request, HttpResponse.BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> exchange(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
