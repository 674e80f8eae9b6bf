package io.github.tfflows.serve.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.tfflows.serve.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
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
  FLOAT(DataType.DT_FLOAT, "FP32", "a number") {
    @Override
    public Object array(int size) {
      return new float[size];
    }

    @Override
    void read(JsonParser json, Object array, int index) throws IOException {
      ((float[]) array)[index] = number(json) ? json.getFloatValue() : (float) special(json);
    }

    @Override
    public void write(JsonGenerator json, Object array, int index) throws IOException {
      json.writeNumber(((float[]) array)[index]);
    }

    @Override
    Tensor tensor(Shape shape, Object array) {
      return TFloat32.tensorOf(shape, DataBuffers.of((float[]) array));
    }

    @Override
    void copy(Tensor tensor, Object array) {
      tensor.asRawTensor().data().asFloats().read((float[]) array);
    }
  },

  DOUBLE(DataType.DT_DOUBLE, "FP64", "a number") {
    @Override
    public Object array(int size) {
      return new double[size];
    }

    @Override
    void read(JsonParser json, Object array, int index) throws IOException {
      ((double[]) array)[index] = number(json) ? json.getDoubleValue() : special(json);
    }

    @Override
    public void write(JsonGenerator json, Object array, int index) throws IOException {
      json.writeNumber(((double[]) array)[index]);
    }

    @Override
    Tensor tensor(Shape shape, Object array) {
      return TFloat64.tensorOf(shape, DataBuffers.of((double[]) array));
    }

    @Override
    void copy(Tensor tensor, Object array) {
      tensor.asRawTensor().data().asDoubles().read((double[]) array);
    }
  },

  INT32(DataType.DT_INT32, "INT32", "a whole number of 32 bits") {
    @Override
    public Object array(int size) {
      return new int[size];
    }

    @Override
    void read(JsonParser json, Object array, int index) throws IOException {
      long value = whole(json);
      if ((int) value != value) {
        throw rejected(json);
      }
      ((int[]) array)[index] = (int) value;
    }

    @Override
    public void write(JsonGenerator json, Object array, int index) throws IOException {
      json.writeNumber(((int[]) array)[index]);
    }

    @Override
    Tensor tensor(Shape shape, Object array) {
      return TInt32.tensorOf(shape, DataBuffers.of((int[]) array));
    }

    @Override
    void copy(Tensor tensor, Object array) {
      tensor.asRawTensor().data().asInts().read((int[]) array);
    }
  },

  INT64(DataType.DT_INT64, "INT64", "a whole number of 64 bits") {
    @Override
    public Object array(int size) {
      return new long[size];
    }

    @Override
    void read(JsonParser json, Object array, int index) throws IOException {
      ((long[]) array)[index] = whole(json);
    }

    @Override
    public void write(JsonGenerator json, Object array, int index) throws IOException {
      json.writeNumber(((long[]) array)[index]);
    }

    @Override
    Tensor tensor(Shape shape, Object array) {
      return TInt64.tensorOf(shape, DataBuffers.of((long[]) array));
    }

    @Override
    void copy(Tensor tensor, Object array) {
      tensor.asRawTensor().data().asLongs().read((long[]) array);
    }
  },

  BOOL(DataType.DT_BOOL, "BOOL", "true or false") {
    @Override
    public Object array(int size) {
      return new boolean[size];
    }

    @Override
    void read(JsonParser json, Object array, int index) throws IOException {
      if (!json.currentToken().isBoolean()) {
        throw rejected(json);
      }
      ((boolean[]) array)[index] = json.getBooleanValue();
    }

    @Override
    public void write(JsonGenerator json, Object array, int index) throws IOException {
      json.writeBoolean(((boolean[]) array)[index]);
    }

    @Override
    Tensor tensor(Shape shape, Object array) {
      return TBool.tensorOf(shape, DataBuffers.of((boolean[]) array));
    }

    @Override
    void copy(Tensor tensor, Object array) {
      tensor.asRawTensor().data().asBooleans().read((boolean[]) array);
    }
  },

  /** Text; in JSON also as an object {@code {"b64": …}}, the form of TensorFlow Serving. */
  STRING(DataType.DT_STRING, "BYTES", "a text") {
    @Override
    public Object array(int size) {
      return new String[size];
    }

    @Override
    void read(JsonParser json, Object array, int index) throws IOException {
      ((String[]) array)[index] =
          switch (json.currentToken()) {
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

    @Override
    public void write(JsonGenerator json, Object array, int index) throws IOException {
      json.writeString(((String[]) array)[index]);
    }

    @Override
    Tensor tensor(Shape shape, Object array) {
      return TString.tensorOf(shape, DataBuffers.of((String[]) array, true, false));
    }

    @Override
    void copy(Tensor tensor, Object array) {
      ((TString) tensor).copyTo(DataBuffers.of((String[]) array, false, false));
    }
  };

  private final DataType tensorFlow;
  private final String inference;
  private final String words;

  ElementType(DataType tensorFlow, String inference, String words) {
    this.tensorFlow = tensorFlow;
    this.inference = inference;
    this.words = words;
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

  /** Returns the type of its tensors. */
  public DataType tensorFlow() {
    return tensorFlow;
  }

  /** Returns a word or two for one element. */
  public String words() {
    return words;
  }

  /** Creates an array of elements. */
  public abstract Object array(int size);

  abstract void read(JsonParser json, Object array, int index) throws IOException;

  /** Writes an element of an array. */
  public abstract void write(JsonGenerator json, Object array, int index) throws IOException;

  /** Copies an array into a new tensor, to be closed by the caller. */
  abstract Tensor tensor(Shape shape, Object array);

  /** Copies a tensor into an array of its size. */
  abstract void copy(Tensor tensor, Object array);

  private static boolean number(JsonParser json) {
    return json.currentToken().isNumeric();
  }

  /** A number without a literal in JSON; null is a missing number. */
  double special(JsonParser json) throws IOException {
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

  long whole(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw rejected(json);
    }
    return json.getLongValue();
  }

  IllegalArgumentException rejected(JsonParser json) throws IOException {
    return new IllegalArgumentException(
        "expected %s, got %s".formatted(words, JsonText.current(json)));
  }
}
