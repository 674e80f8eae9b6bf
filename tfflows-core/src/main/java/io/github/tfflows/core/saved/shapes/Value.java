package io.github.tfflows.core.saved.shapes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The shape of an array of a graph, and its entries if they are known.
 *
 * @param shape its sizes
 * @param numbers its entries in row-major order, one for each place, if they are whole numbers that
 *     follow from shapes and constants
 */
public record Value(List<Size> shape, @Nullable List<Size> numbers) {
  public Value {
    if (numbers != null && !entries(shape).is(numbers.size())) {
      throw new IllegalArgumentException(
          "has %s numbers in an array of the shape %s".formatted(numbers.size(), shape));
    }
  }

  static Value of(List<Size> shape) {
    return new Value(shape, null);
  }

  static Value ofScalar(Size number) {
    return new Value(List.of(), List.of(number));
  }

  static Value ofVector(List<Size> numbers) {
    return new Value(List.of(Size.of(numbers.size())), numbers);
  }

  static Value of(TensorProto constant) {
    List<Size> shape = sizes(constant.getTensorShape());
    List<Long> numbers = shape.size() > 2 ? null : TensorRules.wholeNumbers(constant);
    return numbers == null || !numbers.stream().allMatch(Size::isOne)
        ? of(shape)
        : new Value(shape, numbers.stream().map(Size::of).toList());
  }

  static List<Size> sizes(TensorShapeProto shape) {
    return shape.getDimList().stream().map(size -> Size.of(size.getSize())).toList();
  }

  public int rank() {
    return shape.size();
  }

  Size entries() {
    return entries(shape);
  }

  private static Size entries(List<Size> shape) {
    return shape.stream().reduce(Size.ONE, Size::times);
  }

  public Value withoutNumbers() {
    return numbers == null ? this : of(shape);
  }

  /**
   * Returns whether this may be an array of a declared shape, with sizes of -1 for unknown ones.
   */
  public boolean fits(TensorShapeProto declared) {
    boolean isCompatible = declared.getUnknownRank() || declared.getDimCount() == rank();
    for (int i = 0; isCompatible && i < declared.getDimCount(); i++) {
      long size = declared.getDim(i).getSize();
      isCompatible = size == -1 || shape.get(i).is(size);
    }
    return isCompatible;
  }
}
