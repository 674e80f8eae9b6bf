package io.github.tfflows.serve.protocol;

import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.Values;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Elements of arrays as bytes after the JSON of a body, array after array: the extension of binary
 * tensor data of the Open Inference Protocol. Numbers are little-endian, and each text begins with
 * the number of its bytes.
 */
final class BinaryData {
  private final ByteBuffer bytes;

  /** Creates a reader that begins at the first byte after the JSON. */
  BinaryData(byte[] body, int from) {
    this.bytes =
        ByteBuffer.wrap(body, from, body.length - from).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the elements of the next input, which messages name.
   *
   * @throws IllegalArgumentException if there are not as many bytes, or they hold another number of
   *     elements
   */
  Object next(String name, ElementType type, int count, int size) {
    if (size < 0 || size > bytes.remaining()) {
      throw new IllegalArgumentException(
          "expected %s bytes of %s after the JSON, got %s"
              .formatted(size, name, bytes.remaining()));
    }
    ByteBuffer part = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + size);
    long expected = (long) count * width(type);
    if (type == ElementType.STRING ? size < expected : size != expected) {
      throw new IllegalArgumentException(
          "expected %s in %s bytes, got %s".formatted(name, expected, size));
    }
    Object array = type.array(count);
    if (array instanceof float[] numbers) {
      part.asFloatBuffer().get(numbers);
    } else if (array instanceof double[] numbers) {
      part.asDoubleBuffer().get(numbers);
    } else if (array instanceof int[] numbers) {
      part.asIntBuffer().get(numbers);
    } else if (array instanceof long[] numbers) {
      part.asLongBuffer().get(numbers);
    } else if (array instanceof boolean[] truths) {
      for (int i = 0; i < count; i++) {
        truths[i] = part.get() != 0;
      }
    } else {
      readTexts(name, part, (String[]) array);
    }
    return array;
  }

  /**
   * Checks that all bytes have been read.
   *
   * @throws IllegalArgumentException if some are left
   */
  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(
          "expected no bytes after those of the inputs, got " + bytes.remaining());
    }
  }

  /** Returns the elements of an array as bytes. */
  static byte[] bytes(Values values) {
    if (values.array() instanceof String[] texts) {
      return bytes(texts);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.size(), width(values.type())))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (values.array() instanceof float[] numbers) {
      bytes.asFloatBuffer().put(numbers);
    } else if (values.array() instanceof double[] numbers) {
      bytes.asDoubleBuffer().put(numbers);
    } else if (values.array() instanceof int[] numbers) {
      bytes.asIntBuffer().put(numbers);
    } else if (values.array() instanceof long[] numbers) {
      bytes.asLongBuffer().put(numbers);
    } else {
      for (boolean truth : (boolean[]) values.array()) {
        bytes.put((byte) (truth ? 1 : 0));
      }
    }
    return bytes.array();
  }

  private static byte[] bytes(String[] texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String each : texts) {
      byte[] text = each.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(text.length)
              .array());
      bytes.writeBytes(text);
    }
    return bytes.toByteArray();
  }

  private static int width(ElementType type) {
    return switch (type) {
      case BOOL -> 1;
      case FLOAT, INT32, STRING -> Integer.BYTES; // of a text its length alone
      case DOUBLE, INT64 -> Long.BYTES;
    };
  }

  private static void readTexts(String name, ByteBuffer part, String[] texts) {
    for (int i = 0; i < texts.length; i++) {
      int length = part.remaining() < Integer.BYTES ? -1 : part.getInt();
      if (length < 0 || length > part.remaining()) {
        throw new IllegalArgumentException(
            "expected %s texts in the bytes of %s, got %s".formatted(texts.length, name, i));
      }
      byte[] text = new byte[length];
      part.get(text);
      texts[i] = new String(text, StandardCharsets.UTF_8);
    }
    if (part.hasRemaining()) {
      throw new IllegalArgumentException(
          "expected %s texts in the bytes of %s, got more".formatted(texts.length, name));
    }
  }
}
