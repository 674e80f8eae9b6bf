package io.github.tfflows.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/** Numbers from a file of references beside a test, which names where they are from. */
public final class ReferenceValues {
  private final Properties properties = new Properties();

  private ReferenceValues(InputStream in) throws IOException {
    properties.load(in);
  }

  public static ReferenceValues of(Class<?> test, String file) {
    try (InputStream in = test.getResourceAsStream(file)) {
      return new ReferenceValues(in);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns the numbers under a key, which the file separates by spaces. */
  public double[] numbers(String key) {
    return Arrays.stream(words(key)).mapToDouble(Double::parseDouble).toArray();
  }

  /** Returns the numbers under each key. */
  public Map<String, double[]> all() {
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, this::numbers));
  }

  /** Returns the numbers under a key as an array. */
  public Values values(String key, Shape shape) {
    return Values.of(shape, numbers(key));
  }

  /** Returns the words under a key, which the file separates by spaces. */
  public String[] words(String key) {
    return properties.getProperty(key).trim().split("\\s+");
  }
}
