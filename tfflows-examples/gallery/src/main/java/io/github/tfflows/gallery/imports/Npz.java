package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.Weights;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
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
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'[<|]([fib][1248])'");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d, ]*)\\)");
  private static final String ENDING = ".npy";

  /** Returns the arrays by name, in the order of the file. */
  static Map<String, Weights.Array> read(Path file) throws IOException {
    Map<String, Weights.Array> arrays = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(ENDING)) {
          String key = name.substring(0, name.length() - ENDING.length());
          arrays.put(key, array(file + ": " + key, new DataInputStream(zip)));
        }
      }
    }
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(file + " has no arrays; expected a file of numpy.savez");
    }
    return arrays;
  }

  private static Weights.Array array(String place, DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    boolean hasShortLength = start.length == 8 && start[6] == 1;
    ByteBuffer length = littleEndian(in.readNBytes(hasShortLength ? 2 : 4));
    int size = hasShortLength ? length.getShort() & 0xffff : length.getInt();
    String header = new String(in.readNBytes(size), StandardCharsets.UTF_8);
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find() || header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException(
          "%s is an array %s; expected numbers in C order, little-endian"
              .formatted(place, header.strip()));
    }
    Shape sizes = shape(shape.group(1));
    byte[] bytes = in.readAllBytes();
    int width = type.group(1).charAt(1) - '0';
    if (bytes.length != width * sizes.size()) {
      throw new IllegalArgumentException(
          "%s has %d bytes of values, its shape %s needs %d"
              .formatted(place, bytes.length, sizes, width * sizes.size()));
    }
    return new Weights.Array(sizes, numbers(type.group(1), littleEndian(bytes)));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
            case "b1", "i1" -> values.get(at);
            default -> throw new IllegalArgumentException("no numbers are read from " + type);
          };
    }
    return numbers;
  }

  private Npz() {}
}
