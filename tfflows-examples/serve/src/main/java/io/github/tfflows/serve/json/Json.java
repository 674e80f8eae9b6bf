package io.github.tfflows.serve.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON of requests and answers. As TensorFlow Serving does, it has NaN and Infinity as words. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private static final ObjectMapper MAPPER =
      new ObjectMapper(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Reads values that may be followed by others. */
  private static final ObjectReader ROWS =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Reads a body. */
  public interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  /** Writes a body. */
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads a body that is an object, from its first token on. */
  public static <T> T object(byte[] body, Reader<T> reader) {
    return start(
        body,
        json -> {
          T result = reader.read(json);
          if (json.nextToken() != null) {
            throw new IllegalArgumentException("expected nothing after the JSON object");
          }
          return result;
        });
  }

  /** Reads the start of a body that is an object, and leaves the rest. */
  public static <T> T start(byte[] body, Reader<T> reader) {
    try (JsonParser json = FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected a JSON object as the body");
      }
      return reader.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Receives rows. */
  public interface Rows {
    /** Receives a row; one that is alone is the whole body, and in no list. */
    void add(JsonNode row, boolean isAlone);
  }

  /**
   * Reads a body that is a list of rows, an object with such a list as its {@code rows}, or one
   * row; one row at a time. An empty body has no row.
   */
  public static void rows(byte[] body, Rows rows) {
    try (JsonParser json = MAPPER.createParser(body)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        return;
      } else if (first == JsonToken.START_ARRAY) {
        addEach(json, rows);
      } else if (first == JsonToken.START_OBJECT && "rows".equals(json.nextFieldName())) {
        if (json.nextToken() != JsonToken.START_ARRAY) {
          throw new IllegalArgumentException("expected rows as a list");
        }
        addEach(json, rows);
        if (json.nextToken() != JsonToken.END_OBJECT) {
          throw new IllegalArgumentException("expected nothing beside rows in the body");
        }
      } else {
        rows.add(tree(body), true);
        return;
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("expected nothing after the rows");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addEach(JsonParser json, Rows rows) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      rows.add(ROWS.readTree(json), false);
    }
  }

  public static JsonNode tree(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  private Json() {}
}
