package io.github.tfflows.core.saved.shapes;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Checks shapes and constants: the content must fit the shape, and the memory. */
public final class TensorRules {
  private static final long MOST_ENTRIES = 1L << 40;

  private static final int MOST_AXES = 32;

  /**
   * The limit on the bytes of all constants that repeat one number. Exported constants list their
   * entries, but TensorFlow shortens repeated ones in graphs that it rewrites.
   */
  private static final long MOST_REPEATED_BYTES = 1L << 28;

  /** The types of numbers in exported models, with their bytes. */
  private static final Map<DataType, Integer> BYTES =
      Map.of(
          DataType.DT_FLOAT, Float.BYTES,
          DataType.DT_DOUBLE, Double.BYTES,
          DataType.DT_BFLOAT16, Short.BYTES,
          DataType.DT_BOOL, Byte.BYTES,
          DataType.DT_INT32, Integer.BYTES,
          DataType.DT_INT64, Long.BYTES,
          DataType.DT_UINT64, Long.BYTES);

  private long repeatedBytes;

  /** Returns whether a type is one of numbers, with a known size. */
  public static boolean isNumber(DataType type) {
    return BYTES.containsKey(type);
  }

  /** Returns the rule that a shape breaks, with sizes of -1 for unknown ones; null if none. */
  public static @Nullable String brokenBy(TensorShapeProto shape) {
    if (shape.getDimCount() > MOST_AXES) {
      return "has a shape of more than %s axes".formatted(MOST_AXES);
    }
    long entries = 1;
    for (TensorShapeProto.Dim size : shape.getDimList()) {
      if (size.getSize() < -1 || size.getSize() > MOST_ENTRIES) {
        return "has a shape with the size " + size.getSize();
      }
      entries *= Math.max(1, size.getSize());
      if (entries > MOST_ENTRIES) {
        return "has a shape of more than %s entries".formatted(MOST_ENTRIES);
      }
    }
    return null;
  }

  /** Returns the rule that a constant of a declared type breaks; null if none. */
  public @Nullable String brokenBy(TensorProto tensor, DataType declared) {
    return tensor.getDtype() == declared
        ? brokenBy(tensor)
        : "holds %s in place of %s".formatted(tensor.getDtype(), declared);
  }

  private @Nullable String brokenBy(TensorProto tensor) {
    TensorShapeProto shape = tensor.getTensorShape();
    String broken = brokenBy(shape);
    if (broken != null) {
      return broken;
    }
    if (!isNumber(tensor.getDtype())) {
      return "holds a constant of type " + tensor.getDtype();
    }
    if (shape.getUnknownRank()
        || shape.getDimList().stream().anyMatch(size -> size.getSize() < 0)) {
      return "holds a constant of an unknown shape";
    }
    long entries = entries(shape);
    if (entries == 0 && shape.getDimCount() > 1) { // TensorFlow's products end the process
      return "holds an array without entries, of more than one axis";
    }
    return contentBrokenBy(tensor, entries);
  }

  private @Nullable String contentBrokenBy(TensorProto tensor, long entries) {
    long bytes = entries * BYTES.getOrDefault(tensor.getDtype(), 1);
    int listed = listed(tensor);
    if (!tensor.getTensorContent().isEmpty()) {
      return listed == 0 && tensor.getTensorContent().size() == bytes
          ? null
          : "holds %s bytes for %s entries of %s"
              .formatted(tensor.getTensorContent().size(), entries, tensor.getDtype());
    }
    if (listed < 0 || listed > entries) {
      return "holds other numbers than the %s entries of %s of its shape"
          .formatted(entries, tensor.getDtype());
    }
    if (listed < entries) {
      repeatedBytes += bytes;
    }
    return repeatedBytes > MOST_REPEATED_BYTES
        ? "repeats one number in a constant of %s bytes".formatted(bytes)
        : null;
  }

  /**
   * Returns the entries of a constant of whole numbers; null for other types, and for constants
   * that do not list all of them.
   */
  public static @Nullable List<Long> wholeNumbers(TensorProto tensor) {
    ByteBuffer content =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    @Nullable LongStream numbers =
        switch (tensor.getDtype()) {
          case DT_INT32 ->
              content.hasRemaining()
                  ? LongStream.generate(content::getInt).limit(content.remaining() / Integer.BYTES)
                  : tensor.getIntValList().stream().mapToLong(Integer::longValue);
          case DT_INT64 ->
              content.hasRemaining()
                  ? LongStream.generate(content::getLong).limit(content.remaining() / Long.BYTES)
                  : tensor.getInt64ValList().stream().mapToLong(Long::longValue);
          default -> null;
        };
    List<Long> all = numbers == null ? List.of() : numbers.boxed().toList();
    return numbers != null && all.size() == entries(tensor.getTensorShape()) ? all : null;
  }

  private static long entries(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .reduce(1, (a, b) -> a * b);
  }

  /** Returns the number of entries that a constant lists; -1 if they are of another type. */
  private static int listed(TensorProto tensor) {
    int own =
        switch (tensor.getDtype()) {
          case DT_FLOAT -> tensor.getFloatValCount();
          case DT_DOUBLE -> tensor.getDoubleValCount();
          case DT_BFLOAT16 -> tensor.getHalfValCount();
          case DT_BOOL -> tensor.getBoolValCount();
          case DT_INT32 -> tensor.getIntValCount();
          case DT_INT64 -> tensor.getInt64ValCount();
          default -> tensor.getUint64ValCount();
        };
    // No method reference: it would name a class of protobuf that its older versions lack.
    int all =
        tensor.getAllFields().keySet().stream()
            .filter(FieldDescriptor::isRepeated)
            .mapToInt(field -> tensor.getRepeatedFieldCount(field))
            .sum();
    return all == own ? own : -1;
  }
}
