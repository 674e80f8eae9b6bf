package io.github.tfflows.serve.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The answer of the server to a request.
 *
 * @param status the status of HTTP
 * @param type the media type of the body
 */
@SuppressWarnings("ArrayRecordComponent") // the body is sent, not compared
public record Answer(int status, String type, byte[] body) {
  private static final String JSON = "application/json";

  public static Answer of(Json.Writer writer) {
    return new Answer(200, JSON, Json.bytes(writer));
  }

  public static Answer of(JsonNode tree) {
    return new Answer(200, JSON, Json.bytes(tree));
  }

  /** Returns a text. */
  public static Answer text(String text) {
    return new Answer(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an error. */
  public static Answer problem(int status, String message) {
    return new Answer(status, JSON, Json.bytes(Json.object().put("error", message)));
  }
}
