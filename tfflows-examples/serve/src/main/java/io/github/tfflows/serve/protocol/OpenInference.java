package io.github.tfflows.serve.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.JsonText;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.SignatureForm;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.serve.tensor.ValuesReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.tensorflow.ndarray.Shape;

/**
 * The Open Inference Protocol, version 2, over HTTP, as in KServe and Triton. The parameter {@code
 * signature_name} of a request chooses a signature other than {@code serving_default}.
 */
public final class OpenInference {
  /** The header with the number of bytes of JSON in a body, if the bytes of arrays follow. */
  public static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private static final String DEFAULT = "serving_default";
  private static final int MOST_ELEMENTS = 1 << 28;

  /**
   * Answers {@code infer} from a body that begins with {@code jsonBytes} of JSON; bytes of inputs
   * follow.
   *
   * @throws IllegalArgumentException if an input is wrong
   */
  public static CompletableFuture<Answer> infer(ModelVersion version, byte[] body, int jsonBytes) {
    if (jsonBytes < 0 || jsonBytes > body.length) {
      throw new IllegalArgumentException(
          "expected JSON in the first %s bytes of the body, which has %s"
              .formatted(jsonBytes, body.length));
    }
    JsonNode request = Json.tree(Arrays.copyOf(body, jsonBytes));
    SignatureForm form =
        version.signature(request.path("parameters").path("signature_name").asText(DEFAULT));
    Map<String, Values> inputs = inputs(request, form, new BinaryData(body, jsonBytes));
    InferenceOutputs wanted = InferenceOutputs.of(request, form);
    return version.call(form.name(), inputs).thenApply(outputs -> wanted.answer(version, outputs));
  }

  private static Map<String, Values> inputs(
      JsonNode request, SignatureForm form, BinaryData bytes) {
    if (!request.path("inputs").isArray()) {
      throw new IllegalArgumentException("expected inputs as a list in the body");
    }
    Map<String, Values> inputs = new TreeMap<>();
    for (JsonNode input : request.path("inputs")) {
      String name = input.path("name").asText("");
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "expected an input with a name, got " + JsonText.shortened(input.toString()));
      }
      if (inputs.put(name, values(input, name, form.input(name), bytes)) != null) {
        throw new IllegalArgumentException("expected one input %s, got two".formatted(name));
      }
    }
    bytes.requireEnd();
    return inputs;
  }

  private static Values values(
      JsonNode input, String name, SignatureForm.Form form, BinaryData bytes) {
    ElementType type = ElementType.ofInference(input.path("datatype").asText(""));
    if (type != form.type()) {
      throw new IllegalArgumentException(
          "expected %s as %s, got %s".formatted(name, form.type().inference(), type.inference()));
    }
    JsonNode size = input.path("parameters").path("binary_data_size");
    if (!size.isMissingNode()) {
      requireAlone(input, name, size);
      Shape shape = shape(input, name);
      Object array = bytes.next(name, type, (int) shape.size(), size.intValue());
      return new Values(type, shape, array);
    }
    if (!input.path("data").isArray()) {
      throw new IllegalArgumentException(
          "expected the data of %s as a list of JSON".formatted(name));
    }
    try (JsonParser data = input.path("data").traverse()) {
      data.nextToken();
      Values flat = new ValuesReader(type, name).readAll(data);
      Shape shape = shape(input, name);
      if (shape.size() != flat.size()) {
        throw new IllegalArgumentException(
            "expected %s elements in the data of %s, got %s"
                .formatted(shape.size(), name, flat.size()));
      }
      return new Values(type, shape, flat.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireAlone(JsonNode input, String name, JsonNode size) {
    if (!size.isInt()) {
      throw new IllegalArgumentException(
          "expected the binary_data_size of %s as a number of bytes, got %s"
              .formatted(name, JsonText.shortened(size.toString())));
    }
    if (input.has("data")) {
      throw new IllegalArgumentException(
          "expected either data or binary_data_size of %s, got both".formatted(name));
    }
  }

  private static Shape shape(JsonNode input, String name) {
    JsonNode sizes = input.path("shape");
    long[] shape = new long[sizes.size()];
    long product = 1;
    for (int i = 0; i < shape.length && product >= 0; i++) {
      shape[i] = sizes.get(i).isInt() ? sizes.get(i).intValue() : -1;
      product = shape[i] < 0 ? -1 : product * shape[i];
      product = product > MOST_ELEMENTS ? -1 : product;
    }
    if (!sizes.isArray() || product < 0) {
      throw new IllegalArgumentException(
          "expected the shape of %s as a list of sizes, got %s"
              .formatted(name, JsonText.shortened(sizes.toString())));
    }
    return Shape.of(shape);
  }

  /** Answers the inputs and outputs of a model. */
  public static Answer metadata(ModelVersion version) {
    ObjectNode answer = Json.object();
    answer.put("name", version.file().model());
    answer.putArray("versions").add(String.valueOf(version.file().version()));
    answer.put("platform", "tensorflow_savedmodel");
    SignatureForm form = version.signature(DEFAULT);
    describe(answer.putArray("inputs"), form.inputs());
    describe(answer.putArray("outputs"), form.outputs());
    return Answer.of(answer);
  }

  private static void describe(ArrayNode arrays, Map<String, SignatureForm.Form> forms) {
    forms.forEach(
        (name, form) -> {
          ObjectNode array = arrays.addObject();
          array.put("name", name).put("datatype", form.type().inference());
          ArrayNode shape = array.putArray("shape");
          Arrays.stream(form.shape().asArray()).forEach(shape::add);
        });
  }

  public static Answer server(String version) {
    ObjectNode answer = Json.object();
    answer
        .put("name", "tfflows")
        .put("version", version)
        .putArray("extensions")
        .add("binary_tensor_data");
    return Answer.of(answer);
  }

  private OpenInference() {}
}
