package io.github.tfflows.core.saved.shapes;

import java.util.List;

/** The shapes of random draws by the generator Philox. */
final class RandomShapes {
  private static final Size PHILOX = Size.ONE;
  private static final List<Size> KEY = List.of(Size.of(1));
  private static final List<Size> COUNTER = List.of(Size.of(2));

  static List<Value> start(Operation op) {
    Operation.requireEqual(op.shape(0), List.of(Size.of(2)));
    return List.of(Value.of(KEY), Value.of(COUNTER));
  }

  static List<Value> draws(Operation op) {
    requireGenerator(op);
    return List.of(Value.of(op.shapeIn(0)));
  }

  static List<Value> gamma(Operation op) {
    requireGenerator(op);
    List<Size> shape = op.shapeIn(0);
    int rank = op.shape(4).size();
    Operation.require(rank <= shape.size(), "has more axes than it draws");
    Operation.requireEqual(op.shape(4), shape.subList(shape.size() - rank, shape.size()));
    return List.of(Value.of(shape));
  }

  private static void requireGenerator(Operation op) {
    Operation.requireEqual(op.shape(1), KEY);
    Operation.requireEqual(op.shape(2), COUNTER);
    Operation.require(
        op.shape(3).isEmpty() && op.numbers(3).equals(List.of(PHILOX)),
        "draws by another generator than Philox");
  }

  private RandomShapes() {}
}
