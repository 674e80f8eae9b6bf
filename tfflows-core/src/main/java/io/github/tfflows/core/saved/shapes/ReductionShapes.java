package io.github.tfflows.core.saved.shapes;

import java.util.List;
import java.util.TreeSet;

/** The shapes of ops that work along axes. */
final class ReductionShapes {
  static List<Value> reduced(Operation op) {
    List<Size> shape = op.shape(0);
    TreeSet<Integer> axes = op.axes();
    for (int axis : axes.descendingSet()) {
      shape = Operation.with(shape, axis, op.flag("keep_dims") ? Size.ONE : null);
    }
    return List.of(Value.of(shape));
  }

  static List<Value> place(Operation op) {
    return List.of(Value.of(Operation.with(op.filled(0), op.axis(0, op.constant(1)), null)));
  }

  static List<Value> alongAxes(Operation op) {
    int rank = op.node().getOp().equals("ReverseV2") ? 1 : 0;
    Operation.require(op.shape(1).size() == rank, "has axes of the shape %s", op.shape(1));
    op.axes();
    return List.of(op.input(0).withoutNumbers());
  }

  static List<Value> alongLast(Operation op) {
    op.axis(0, -1);
    return List.of(op.input(0));
  }

  static List<Value> largest(Operation op) {
    int last = op.axis(0, -1);
    int k = op.constant(1);
    Size size = op.filled(0).get(last);
    Operation.require(
        k >= 1 && size.perRow() == 0 && k <= size.fixed(), "has the %s largest of %s", k, size);
    Value found = Value.of(Operation.with(op.shape(0), last, Size.of(k)));
    return List.of(found, found);
  }

  /**
   * Returns the shape of indices: each row has the index of each of its numbers among sorted
   * numbers.
   */
  static List<Value> places(Operation op) {
    Operation.require(
        op.shape(0).size() == 2 && op.shape(1).size() == 2,
        "has the ranks %s and %s",
        op.shape(0).size(),
        op.shape(1).size());
    Operation.requireEqual(op.shape(0).subList(0, 1), op.shape(1).subList(0, 1));
    return List.of(Value.of(op.shape(1)));
  }

  private ReductionShapes() {}
}
