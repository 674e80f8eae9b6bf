package io.github.tfflows.core.saved.shapes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of ops that work entry by entry. */
final class EntrywiseShapes {
  static List<Value> likeFirst(Operation op) {
    return List.of(op.input(0).withoutNumbers());
  }

  static List<Value> broadcast(Operation op) {
    return List.of(Value.of(broadcastShape(op)));
  }

  private static List<Size> broadcastShape(Operation op) {
    return op.inputs().stream().map(Value::shape).reduce(List.of(), Operation::broadcast);
  }

  static List<Value> arithmetic(Operation op) {
    return List.of(new Value(broadcastShape(op), numbers(op)));
  }

  /**
   * Computes with whole numbers of equal shapes, or with a scalar; null if numbers are unknown or
   * out of range.
   */
  private static @Nullable List<Size> numbers(Operation op) {
    List<Size> one = op.input(0).numbers();
    List<Size> other = op.input(1).numbers();
    boolean isScalar = op.shape(0).isEmpty() || op.shape(1).isEmpty();
    if (one == null || other == null || !(isScalar || op.shape(0).equals(op.shape(1)))) {
      return null;
    }
    List<Size> numbers = new ArrayList<>();
    try {
      int count = op.shape(0).isEmpty() ? other.size() : one.size();
      for (int i = 0; i < count; i++) {
        Size a = one.get(op.shape(0).isEmpty() ? 0 : i);
        Size b = other.get(op.shape(1).isEmpty() ? 0 : i);
        numbers.add(op.node().getOp().equals("Add") ? a.plus(b) : a.times(b));
      }
    } catch (ArithmeticException e) {
      return null;
    }
    return numbers;
  }

  static List<Value> sum(Operation op) {
    for (Value term : op.inputs()) {
      Operation.requireEqual(op.shape(0), term.shape());
    }
    return likeFirst(op);
  }

  /** The condition has the shape of the others, or is a vector that selects rows. */
  static List<Value> select(Operation op) {
    Operation.requireEqual(op.shape(1), op.shape(2));
    if (op.shape(0).size() == 1 && !op.shape(1).isEmpty()) {
      Operation.requireEqual(op.shape(0), op.shape(1).subList(0, 1));
    } else {
      Operation.requireEqual(op.shape(0), op.shape(1));
    }
    return List.of(op.input(1).withoutNumbers());
  }

  private EntrywiseShapes() {}
}
