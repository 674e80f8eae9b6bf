package io.github.tfflows.serve.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer of the server to a request: status of HTTP, media type, body and other headers. */
@SuppressWarnings("ArrayRecordComponent") // the body is sent, not compared
public record Answer(int status, String type, byte[] body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  public static Answer of(Json.Writer writer) {
    return new Answer(200, JSON, Json.bytes(writer), Map.of());
  }

  public static Answer of(JsonNode tree) {
    return new Answer(200, JSON, Json.bytes(tree), Map.of());
  }

  public static Answer text(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Answer(200, "text/plain; charset=utf-8", body, Map.of());
  }

  public static Answer bytes(byte[] body, Map<String, String> headers) {
    return new Answer(200, "application/octet-stream", body, headers);
  }

  public static Answer problem(int status, String message) {
    return problem(status, message, Map.of());
  }

  /** Returns an error with headers of its own. */
  public static Answer problem(int status, String message, Map<String, String> headers) {
    return new Answer(status, JSON, Json.bytes(Json.object().put("error", message)), headers);
  }
}
