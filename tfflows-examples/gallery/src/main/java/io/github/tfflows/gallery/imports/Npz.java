package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.data.Weights;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.tensorflow.ndarray.Shape;

/**
 * Reads the arrays of NumPy's {@code savez}: a ZIP file with an array in the NPY format (NumPy
 * Enhancement Proposal 1) for each name. In Python, a model of PyTorch is written by
 *
 * <pre>{@code
 * numpy.savez("flow.npz", **{name: value.numpy() for name, value in flow.state_dict().items()})
 * }</pre>
 */
final class Npz {
  /** The first bytes of version 1, which all arrays of numbers have. */
  private static final String MAGIC = "\u0093NUMPY\u0001";

  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'[<|](f[48]|i[148]|b1)'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\(((?:\\d{1,9}(?:, ?|(?=\\))))*)\\)");
  private static final String ENDING = ".npy";
  private static final int MOST_BYTES = 1 << 30;

  /** Returns the arrays by name, in the order of the file. */
  static Map<String, Weights.Array> read(Path file) throws IOException {
    Map<String, Weights.Array> arrays = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(ENDING)) {
          String key = name.substring(0, name.length() - ENDING.length());
          if (arrays.put(key, array(file + ": " + key, zip)) != null) {
            throw new IllegalArgumentException(file + " has two arrays " + key);
          }
        }
      }
    } catch (EOFException | ZipException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(file + " has no arrays; expected a file of numpy.savez");
    }
    return arrays;
  }

  private static Weights.Array array(String place, InputStream in) throws IOException {
    String header = header(place, in);
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find() || header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException(
          "%s is an array %s; expected numbers in C order, little-endian"
              .formatted(place, header.strip()));
    }
    Shape sizes = shape(shape.group(1));
    byte[] bytes = values(place, in, sizes, type.group(1).charAt(1) - '0');
    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new Weights.Array(sizes, numbers(type.group(1), values));
  }

  private static String header(String place, InputStream in) throws IOException {
    byte[] start = in.readNBytes(10); // the magic, a minor version and the size of the header
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    if (start.length < 10 || !magic.startsWith(MAGIC)) {
      throw new IllegalArgumentException(place + " is not an array in the NPY format, version 1");
    }
    int size = (start[8] & 0xff) | (start[9] & 0xff) << 8;
    return new String(in.readNBytes(size), StandardCharsets.UTF_8);
  }

  private static byte[] values(String place, InputStream in, Shape sizes, int width)
      throws IOException {
    double needed = LongStream.of(sizes.asArray()).asDoubleStream().reduce(width, (a, b) -> a * b);
    if (needed > MOST_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of shape %s has %.0f bytes of values; expected at most %d",
              place,
              sizes,
              needed,
              MOST_BYTES));
    }
    byte[] bytes = in.readNBytes((int) needed);
    if (bytes.length < needed || in.read() >= 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %s than the %.0f bytes of values that its shape %s needs",
              place,
              bytes.length < needed ? "fewer" : "more",
              needed,
              sizes));
    }
    return bytes;
  }

  private static Shape shape(String sizes) {
    return Shape.of(
        Arrays.stream(sizes.split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray());
  }

  private static double[] numbers(String type, ByteBuffer values) {
    int width = type.charAt(1) - '0';
    double[] numbers = new double[values.remaining() / width];
    for (int i = 0; i < numbers.length; i++) {
      int at = i * width;
      numbers[i] =
          switch (type) {
            case "f4" -> values.getFloat(at);
            case "f8" -> values.getDouble(at);
            case "i4" -> values.getInt(at);
            case "i8" -> values.getLong(at);
            default -> values.get(at); // b1 and i1
          };
    }
    return numbers;
  }

  private Npz() {}
}
