package io.github.tfflows.core.saved.shapes;

import java.util.ArrayList;
import java.util.List;

/** The shapes of ops on matrices and images. */
final class MatrixShapes {
  static List<Value> product(Operation op) {
    Operation.require(
        op.filled(0).size() == 2 && op.filled(1).size() == 2, "multiplies other than matrices");
    return products(op.filled(0), op.filled(1), op.flag("transpose_a"), op.flag("transpose_b"));
  }

  static List<Value> products(Operation op) {
    return products(op.filled(0), op.filled(1), op.flag("adj_x"), op.flag("adj_y"));
  }

  private static List<Value> products(
      List<Size> one, List<Size> other, boolean isFirstTurned, boolean isSecondTurned) {
    Size rows = size(one, isFirstTurned ? 1 : 2);
    Size columns = size(other, isSecondTurned ? 2 : 1);
    Size inner = size(one, isFirstTurned ? 2 : 1);
    Operation.require(
        inner.equals(size(other, isSecondTurned ? 1 : 2)),
        "multiplies matrices of the shapes %s and %s",
        one,
        other);
    List<Size> shape = new ArrayList<>(Operation.broadcast(stack(one), stack(other)));
    shape.add(rows);
    shape.add(columns);
    return List.of(Value.of(shape));
  }

  private static Size size(List<Size> shape, int fromBack) {
    Operation.require(shape.size() >= 2, "has a matrix of the shape %s", shape);
    return shape.get(shape.size() - fromBack);
  }

  private static List<Size> stack(List<Size> shape) {
    return shape.subList(0, shape.size() - 2);
  }

  static List<Value> square(Operation op) {
    requireSquare(op.filled(0));
    return List.of(op.input(0));
  }

  private static void requireSquare(List<Size> shape) {
    Operation.require(size(shape, 1).equals(size(shape, 2)), "has matrices of the shape %s", shape);
  }

  static List<Value> solution(Operation op) {
    requireSquare(op.filled(0));
    return products(op.filled(0), op.filled(1), false, false);
  }

  static List<Value> determinant(Operation op) {
    requireSquare(op.filled(0));
    Value each = Value.of(stack(op.filled(0)));
    return List.of(each, each);
  }

  static List<Value> factors(Operation op) {
    requireSquare(op.filled(0));
    return List.of(op.input(0), op.input(0));
  }

  /** Kernels of one stride, which keep the size of images. */
  static List<Value> convolution(Operation op) {
    List<Size> images = op.filled(0);
    List<Size> kernel = op.filled(1);
    Operation.require(
        images.size() == 4 && kernel.size() == 4 && images.get(3).equals(kernel.get(2)),
        "convolves images of the shape %s by kernels of %s",
        images,
        kernel);
    return List.of(Value.of(Operation.with(images, 3, kernel.get(3))));
  }

  private MatrixShapes() {}
}
