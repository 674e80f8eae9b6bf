package io.github.tfflows.tables.strangeness;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Base64;

/** Numbers of single precision as text: their bytes, the highest first, in base 64. */
final class FloatText {
  static String text(float[]... parts) {
    int count = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, count));
    FloatBuffer numbers = bytes.asFloatBuffer();
    Arrays.stream(parts).forEach(numbers::put);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /**
   * Reads such a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FloatBuffer read(String text) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(text)).asFloatBuffer();
  }

  private FloatText() {}
}
