package io.github.tfflows.serve.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.JsonText;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.tensor.SignatureForm;
import io.github.tfflows.serve.tensor.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The outputs that a request of the Open Inference Protocol asks for, each as JSON, or as bytes
 * after the JSON. The id is the name that the client gave to the request, if it is a text.
 */
record InferenceOutputs(JsonNode id, Map<String, Form> forms) {
  /** The parameter of a request that asks for all outputs as bytes. */
  private static final String ALL_BINARY = "binary_data_output";

  /** The parameter of an output. */
  private static final String BINARY = "binary_data";

  /** The form of an output. */
  enum Form {
    JSON,
    BYTES
  }

  /**
   * Reads the outputs that a request asks for; all outputs if it names none.
   *
   * @throws IllegalArgumentException if the signature lacks an output, or a parameter is wrong
   */
  static InferenceOutputs of(JsonNode request, SignatureForm signature) {
    Form usual = form(request.path("parameters").path(ALL_BINARY), ALL_BINARY, Form.JSON);
    Map<String, Form> forms = new LinkedHashMap<>();
    for (JsonNode output : request.path("outputs")) {
      String name = output.path("name").asText("");
      if (!signature.outputs().containsKey(name)) {
        throw new IllegalArgumentException(
            "%s has no output %s; it has %s"
                .formatted(
                    signature.name(), JsonText.shortened(name), signature.outputs().keySet()));
      }
      JsonNode binary = output.path("parameters").path(BINARY);
      forms.put(name, form(binary, BINARY + " of " + name, usual));
    }
    if (forms.isEmpty()) {
      signature.outputs().keySet().forEach(name -> forms.put(name, usual));
    }
    return new InferenceOutputs(request.path("id"), forms);
  }

  private static Form form(JsonNode binary, String name, Form otherwise) {
    if (binary.isMissingNode()) {
      return otherwise;
    }
    if (!binary.isBoolean()) {
      throw new IllegalArgumentException(
          "expected %s to be true or false, got %s"
              .formatted(name, JsonText.shortened(binary.toString())));
    }
    return binary.booleanValue() ? Form.BYTES : Form.JSON;
  }

  Answer answer(ModelVersion version, Map<String, Values> outputs) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    forms.forEach(
        (name, form) -> {
          if (form == Form.BYTES) {
            bytes.put(name, BinaryData.bytes(Objects.requireNonNull(outputs.get(name))));
          }
        });
    if (bytes.isEmpty()) {
      return Answer.of(json -> write(json, version, outputs, bytes));
    }
    byte[] head = Json.bytes(json -> write(json, version, outputs, bytes));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head);
    bytes.values().forEach(body::writeBytes);
    return Answer.bytes(
        body.toByteArray(), Map.of(OpenInference.JSON_LENGTH, String.valueOf(head.length)));
  }

  private void write(
      JsonGenerator json,
      ModelVersion version,
      Map<String, Values> outputs,
      Map<String, byte[]> bytes)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("model_name", version.file().model());
    json.writeStringField("model_version", String.valueOf(version.file().version()));
    if (id.isTextual()) {
      json.writeStringField("id", id.asText());
    }
    json.writeArrayFieldStart("outputs");
    for (String name : forms.keySet()) {
      write(json, name, Objects.requireNonNull(outputs.get(name)), bytes);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json, String name, Values values, Map<String, byte[]> bytes)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("datatype", values.type().inference());
    json.writeFieldName("shape");
    long[] shape = values.shape().asArray();
    json.writeArray(shape, 0, shape.length);
    byte[] binary = bytes.get(name);
    if (binary == null) {
      json.writeFieldName("data");
      values.writeFlat(json);
    } else {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", binary.length);
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
