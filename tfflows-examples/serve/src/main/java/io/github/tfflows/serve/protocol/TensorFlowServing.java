package io.github.tfflows.serve.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.JsonText;
import io.github.tfflows.serve.model.ModelFile;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.SignatureForm;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.serve.tensor.ValuesReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.tensorflow.ndarray.Shape;

/**
 * The REST API of TensorFlow Serving (as its guide documents it): {@code predict} in rows ({@code
 * instances}) and in columns ({@code inputs}), the state of a model, and its metadata.
 */
public final class TensorFlowServing {
  private static final String DEFAULT = "serving_default";
  private static final String NAME = "signature_name";

  /** The inputs of a request, and whether they came in rows. */
  private record Inputs(Map<String, Values> values, boolean areRows) {}

  /** Answers {@code :predict}. */
  public static CompletableFuture<Answer> predict(ModelVersion version, byte[] body) {
    SignatureForm form =
        version.signature(mayHaveName(body) ? Json.start(body, TensorFlowServing::name) : DEFAULT);
    Inputs inputs = Json.object(body, json -> inputs(json, form));
    return version
        .call(form.name(), inputs.values)
        .thenApply(outputs -> Answer.of(json -> write(json, inputs.areRows, outputs)));
  }

  /** Whether a body may contain the word, possibly with escapes. */
  private static boolean mayHaveName(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return text.contains(NAME) || text.indexOf('\\') >= 0;
  }

  private static String name(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isName = json.currentName().equals(NAME);
      JsonToken value = json.nextToken();
      if (isName && value == JsonToken.VALUE_STRING) {
        return json.getText();
      }
      if (isName && value != JsonToken.VALUE_NULL) {
        throw new IllegalArgumentException(
            "expected signature_name as a text, got " + JsonText.shortened(json.getText()));
      }
      json.skipChildren();
    }
    return DEFAULT;
  }

  private static Inputs inputs(JsonParser json, SignatureForm form) throws IOException {
    Optional<Inputs> inputs = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("instances") || field.equals("inputs")) {
        if (inputs.isPresent()) {
          throw new IllegalArgumentException("expected either instances or inputs, got both");
        }
        boolean areRows = field.equals("instances");
        inputs = Optional.of(new Inputs(areRows ? rows(json, form) : columns(json, form), areRows));
      } else if (field.equals(NAME)) {
        json.skipChildren();
      } else {
        throw new IllegalArgumentException(
            "expected signature_name, instances and inputs alone, got "
                + JsonText.shortened(field));
      }
    }
    return inputs.orElseThrow(
        () ->
            new IllegalArgumentException("expected instances or inputs in the body, got neither"));
  }

  private static Map<String, Values> columns(JsonParser json, SignatureForm form)
      throws IOException {
    Map<String, Values> columns = new TreeMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      String only = onlyInput(form);
      columns.put(only, new ValuesReader(form.input(only).type(), only).readAll(json));
      return columns;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      ElementType type = form.input(name).type();
      json.nextToken();
      columns.put(name, new ValuesReader(type, name).readAll(json));
    }
    return columns;
  }

  private static String onlyInput(SignatureForm form) {
    if (form.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "%s expects its inputs by name: %s".formatted(form.name(), form.inputs().keySet()));
    }
    return form.inputs().keySet().iterator().next();
  }

  private static Map<String, Values> rows(JsonParser json, SignatureForm form) throws IOException {
    form.inputs()
        .forEach(
            (name, input) -> {
              if (!input.isOfRows()) {
                throw new IllegalArgumentException(
                    "%s cannot have instances, since its input %s is not one of rows; expected inputs"
                        .formatted(form.name(), name));
              }
            });
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException(
          "expected instances as a list of rows, got " + JsonText.current(json));
    }
    Map<String, ValuesReader> readers = new TreeMap<>();
    form.inputs().forEach((name, input) -> readers.put(name, new ValuesReader(input.type(), name)));
    for (int row = 0; json.nextToken() != JsonToken.END_ARRAY; row++) {
      readRow(json, form, readers, row);
    }
    Map<String, Values> values = new TreeMap<>();
    readers.forEach((name, reader) -> values.put(name, reader.ofRows()));
    return values;
  }

  private static void readRow(
      JsonParser json, SignatureForm form, Map<String, ValuesReader> readers, int row)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      reader(readers, form, onlyInput(form)).readRow(json);
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      reader(readers, form, name).readRow(json);
    }
    readers.forEach(
        (name, reader) -> {
          if (reader.rows() != row + 1) {
            throw new IllegalArgumentException("instance %s has no %s".formatted(row, name));
          }
        });
  }

  private static ValuesReader reader(
      Map<String, ValuesReader> readers, SignatureForm form, String name) {
    SignatureForm.Form unused = form.input(name); // or there is none of the name
    return Objects.requireNonNull(readers.get(name), name);
  }

  private static void write(JsonGenerator json, boolean areRows, Map<String, Values> outputs)
      throws IOException {
    json.writeStartObject();
    if (areRows) {
      int rows = outputs.values().iterator().next().rows();
      json.writeArrayFieldStart("predictions");
      for (int row = 0; row < rows; row++) {
        int place = row;
        write(json, outputs, output -> output.writeRow(json, place));
      }
      json.writeEndArray();
    } else {
      json.writeFieldName("outputs");
      write(json, outputs, output -> output.write(json));
    }
    json.writeEndObject();
  }

  private interface Writing {
    void write(Values output) throws IOException;
  }

  /** Writes the only output, or an object of several. */
  private static void write(JsonGenerator json, Map<String, Values> outputs, Writing each)
      throws IOException {
    if (outputs.size() == 1) {
      each.write(outputs.values().iterator().next());
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, Values> output : outputs.entrySet()) {
      json.writeFieldName(output.getKey());
      each.write(output.getValue());
    }
    json.writeEndObject();
  }

  public static Answer status(ServedModel model) {
    ObjectNode answer = Json.object();
    ArrayNode versions = answer.putArray("model_version_status");
    model
        .failure()
        .ifPresent(
            failure ->
                state(versions, failure.file(), "END")
                    .put("error_code", "FAILED_PRECONDITION")
                    .put("error_message", failure.problem()));
    model
        .file()
        .ifPresent(
            file ->
                state(versions, file, "AVAILABLE")
                    .put("error_code", "OK")
                    .put("error_message", ""));
    return Answer.of(answer);
  }

  private static ObjectNode state(ArrayNode versions, ModelFile file, String state) {
    return versions
        .addObject()
        .put("version", String.valueOf(file.version()))
        .put("state", state)
        .putObject("status");
  }

  public static Answer metadata(ModelVersion version) {
    ObjectNode answer = Json.object();
    answer
        .putObject("model_spec")
        .put("name", version.file().model())
        .put("signature_name", "")
        .put("version", String.valueOf(version.file().version()));
    ObjectNode signatures =
        answer.putObject("metadata").putObject("signature_def").putObject("signature_def");
    version
        .signatures()
        .forEach(
            (name, form) -> {
              ObjectNode signature = signatures.putObject(name);
              describe(signature.putObject("inputs"), form.inputs());
              describe(signature.putObject("outputs"), form.outputs());
              signature.put("method_name", "tensorflow/serving/predict");
            });
    return Answer.of(answer);
  }

  private static void describe(ObjectNode arrays, Map<String, SignatureForm.Form> forms) {
    forms.forEach(
        (name, form) -> {
          ObjectNode array = arrays.putObject(name);
          array.put("dtype", form.type().tensorFlow().name()).put("name", name);
          ObjectNode shape = array.putObject("tensor_shape");
          shape.put("unknown_rank", false);
          Shape sizes = form.shape();
          ArrayNode dimensions = shape.putArray("dim");
          for (int i = 0; i < sizes.numDimensions(); i++) {
            dimensions.addObject().put("size", String.valueOf(sizes.get(i))).put("name", "");
          }
        });
  }

  private TensorFlowServing() {}
}
