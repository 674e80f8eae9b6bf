package io.github.tfflows.serve.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Short words for parts of a request, for messages. */
public final class JsonText {
  private static final int MOST = 40;

  /** Returns the current token for a message, shortened. */
  public static String current(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> '"' + shortened(json.getText()) + '"';
      default -> shortened(json.getText());
    };
  }

  /** Returns a text of at most 40 characters. */
  public static String shortened(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }

  private JsonText() {}
}
