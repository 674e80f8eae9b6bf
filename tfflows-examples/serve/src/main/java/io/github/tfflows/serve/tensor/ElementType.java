package io.github.tfflows.serve.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.tfflows.serve.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** A type of elements: their Java array, their tensor, and their form in JSON. */
public enum ElementType {
  FLOAT(
      DataType.DT_FLOAT,
      "FP32",
      "a number",
      new Elements<>(
          float[]::new,
          (type, json, array, i) ->
              array[i] = isNumber(json) ? json.getFloatValue() : (float) type.special(json),
          (json, array, i) -> json.writeNumber(array[i]),
          (shape, array) -> TFloat32.tensorOf(shape, DataBuffers.of(array)),
          (tensor, array) -> tensor.asRawTensor().data().asFloats().read(array))),

  DOUBLE(
      DataType.DT_DOUBLE,
      "FP64",
      "a number",
      new Elements<>(
          double[]::new,
          (type, json, array, i) ->
              array[i] = isNumber(json) ? json.getDoubleValue() : type.special(json),
          (json, array, i) -> json.writeNumber(array[i]),
          (shape, array) -> TFloat64.tensorOf(shape, DataBuffers.of(array)),
          (tensor, array) -> tensor.asRawTensor().data().asDoubles().read(array))),

  INT32(
      DataType.DT_INT32,
      "INT32",
      "a whole number of 32 bits",
      new Elements<>(
          int[]::new,
          (type, json, array, i) -> array[i] = type.whole32(json),
          (json, array, i) -> json.writeNumber(array[i]),
          (shape, array) -> TInt32.tensorOf(shape, DataBuffers.of(array)),
          (tensor, array) -> tensor.asRawTensor().data().asInts().read(array))),

  INT64(
      DataType.DT_INT64,
      "INT64",
      "a whole number of 64 bits",
      new Elements<>(
          long[]::new,
          (type, json, array, i) -> array[i] = type.whole(json),
          (json, array, i) -> json.writeNumber(array[i]),
          (shape, array) -> TInt64.tensorOf(shape, DataBuffers.of(array)),
          (tensor, array) -> tensor.asRawTensor().data().asLongs().read(array))),

  BOOL(
      DataType.DT_BOOL,
      "BOOL",
      "true or false",
      new Elements<>(
          boolean[]::new,
          (type, json, array, i) -> array[i] = type.truth(json),
          (json, array, i) -> json.writeBoolean(array[i]),
          (shape, array) -> TBool.tensorOf(shape, DataBuffers.of(array)),
          (tensor, array) -> tensor.asRawTensor().data().asBooleans().read(array))),

  /** Text; in JSON also as an object {@code {"b64": …}}, the form of TensorFlow Serving. */
  STRING(
      DataType.DT_STRING,
      "BYTES",
      "a text",
      new Elements<>(
          String[]::new,
          (type, json, array, i) -> array[i] = type.text(json),
          (json, array, i) -> json.writeString(array[i]),
          (shape, array) -> TString.tensorOf(shape, DataBuffers.of(array, true, false)),
          (tensor, array) -> ((TString) tensor).copyTo(DataBuffers.of(array, false, false))));

  /** The work on arrays of a Java type. */
  private record Elements<A>(
      IntFunction<A> array,
      Reader<A> reader,
      Writer<A> writer,
      BiFunction<Shape, A, Tensor> tensor,
      BiConsumer<Tensor, A> copy) {}

  private interface Reader<A> {
    void read(ElementType type, JsonParser json, A array, int index) throws IOException;
  }

  private interface Writer<A> {
    void write(JsonGenerator json, A array, int index) throws IOException;
  }

  private final DataType tensorFlow;
  private final String inference;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Elements<Object> elements;

  @SuppressWarnings("unchecked") // arrays of this type alone
  ElementType(DataType tensorFlow, String inference, String words, Elements<?> elements) {
    this.tensorFlow = tensorFlow;
    this.inference = inference;
    this.words = words;
    this.elements = (Elements<Object>) elements;
  }

  /**
   * Returns the type of tensors.
   *
   * @throws IllegalArgumentException if there is none for them
   */
  public static ElementType of(DataType type) {
    return Arrays.stream(values())
        .filter(each -> each.tensorFlow == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("tensors of " + type + " are not served"));
  }

  /**
   * Returns the type of a name of the Open Inference Protocol, such as {@code FP32}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ElementType ofInference(String name) {
    return Arrays.stream(values())
        .filter(each -> each.inference.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected the datatype to be one of %s, got %s"
                        .formatted(
                            Arrays.stream(values())
                                .map(ElementType::inference)
                                .collect(Collectors.joining(", ")),
                            name)));
  }

  /** Returns the name in the Open Inference Protocol. */
  public String inference() {
    return inference;
  }

  public DataType tensorFlow() {
    return tensorFlow;
  }

  /** Returns a word or two for one element. */
  public String words() {
    return words;
  }

  /** Creates an array of elements. */
  public Object array(int size) {
    return elements.array().apply(size);
  }

  void read(JsonParser json, Object array, int index) throws IOException {
    elements.reader().read(this, json, array, index);
  }

  /** Writes an element of an array. */
  public void write(JsonGenerator json, Object array, int index) throws IOException {
    elements.writer().write(json, array, index);
  }

  /** Copies an array into a new tensor, to be closed by the caller. */
  Tensor tensor(Shape shape, Object array) {
    return elements.tensor().apply(shape, array);
  }

  /** Copies a tensor into an array of its size. */
  void copy(Tensor tensor, Object array) {
    elements.copy().accept(tensor, array);
  }

  private static boolean isNumber(JsonParser json) {
    return json.currentToken().isNumeric();
  }

  /** A number without a literal in JSON; null is a missing number. */
  private double special(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    return switch (json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw rejected(json);
    };
  }

  private long whole(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw rejected(json);
    }
    return json.getLongValue();
  }

  private int whole32(JsonParser json) throws IOException {
    long value = whole(json);
    if ((int) value != value) {
      throw rejected(json);
    }
    return (int) value;
  }

  private boolean truth(JsonParser json) throws IOException {
    if (!json.currentToken().isBoolean()) {
      throw rejected(json);
    }
    return json.getBooleanValue();
  }

  private String text(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      case START_OBJECT -> decoded(json);
      default -> throw rejected(json);
    };
  }

  private String decoded(JsonParser json) throws IOException {
    boolean isBase64 = "b64".equals(json.nextFieldName());
    if (!isBase64 || json.nextToken() != JsonToken.VALUE_STRING) {
      throw rejected(json);
    }
    byte[] bytes = Base64.getDecoder().decode(json.getText());
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw rejected(json);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private IllegalArgumentException rejected(JsonParser json) throws IOException {
    return new IllegalArgumentException(
        "expected %s, got %s".formatted(words, JsonText.current(json)));
  }
}
