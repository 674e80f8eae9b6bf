package io.github.tfflows.core.saved.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * A node with its inputs. Its methods refuse inputs that the op cannot process.
 *
 * @param inputs the arrays, without control dependencies
 */
record Operation(NodeDef node, List<Value> inputs) {
  /** Exported models have no arrays with more axes. */
  private static final int MOST_AXES = 8;

  Value input(int index) {
    return inputs.get(index);
  }

  List<Size> shape(int index) {
    return input(index).shape();
  }

  AttrValue attribute(String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
  }

  boolean flag(String name) {
    return attribute(name).getB();
  }

  /** Refuses the node unless a rule holds, with a message about the values that break it. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library of its own
  static void require(boolean holds, String found, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(found.formatted(values));
    }
  }

  /** Returns the whole numbers of an input, each as a function of the number of rows. */
  List<Size> numbers(int index) {
    List<Size> numbers = input(index).numbers();
    if (numbers == null) {
      throw new IllegalArgumentException(
          "has an input %s that does not follow from constants and shapes".formatted(index));
    }
    return numbers;
  }

  List<Long> constants(int index) {
    List<Long> constants = new ArrayList<>();
    for (Size number : numbers(index)) {
      require(number.perRow() == 0, "has an input %s that is not a constant", index);
      constants.add(number.fixed());
    }
    return constants;
  }

  /** Returns the constants of an input, which must have one axis. */
  List<Long> vector(int index) {
    require(shape(index).size() == 1, "has an input %s that is not a vector", index);
    return constants(index);
  }

  int constant(int index) {
    require(shape(index).isEmpty(), "has an input %s that is not a scalar", index);
    return Math.toIntExact(constants(index).get(0));
  }

  /** Returns the shape that an input contains as numbers. */
  List<Size> shapeIn(int index) {
    require(shape(index).size() == 1, "has an input %s that is not a shape", index);
    return requireShape(numbers(index));
  }

  /** Returns a shape if no size is negative for any number of rows. */
  static List<Size> requireShape(List<Size> shape) {
    require(shape.size() <= MOST_AXES, "has more than %s axes", MOST_AXES);
    for (Size size : shape) {
      require(size.perRow() >= 0 && size.fixed() >= 0, "has the shape %s", shape);
    }
    return shape;
  }

  /**
   * Returns the shape of an input of a kernel that crashes the process at arrays without entries.
   */
  List<Size> filled(int index) {
    require(
        shape(index).stream().noneMatch(size -> size.is(0)),
        "reads no entries, of the shape %s",
        shape(index));
    return shape(index);
  }

  /** Returns an axis of an input, counted from the front. */
  int axis(int input, long axis) {
    int rank = input(input).rank();
    long fromFront = axis < 0 ? axis + rank : axis;
    require(fromFront >= 0 && fromFront < rank, "has the axis %s of %s", axis, rank);
    return (int) fromFront;
  }

  TreeSet<Integer> axes() {
    TreeSet<Integer> axes = new TreeSet<>();
    require(shape(1).size() <= 1, "has axes that are not a vector");
    for (long axis : constants(1)) {
      require(axes.add(axis(0, axis)), "has the axis %s twice", axis);
    }
    return axes;
  }

  static List<Size> broadcast(List<Size> one, List<Size> other) {
    int rank = Math.max(one.size(), other.size());
    List<Size> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Size a = fromBack(one, rank - i);
      Size b = fromBack(other, rank - i);
      require(a.equals(b) || a.is(1) || b.is(1), "combines the shapes %s and %s", one, other);
      shape.add(a.is(1) ? b : a);
    }
    return shape;
  }

  private static Size fromBack(List<Size> shape, int place) {
    return place > shape.size() ? Size.ONE : shape.get(shape.size() - place);
  }

  static void requireEqual(List<Size> one, List<Size> other) {
    require(one.equals(other), "combines the shapes %s and %s", one, other);
  }

  /** Returns a shape with one size replaced, or removed if it is null. */
  static List<Size> with(List<Size> shape, int axis, @Nullable Size size) {
    List<Size> changed = new ArrayList<>(shape);
    if (size == null) {
      changed.remove(axis);
    } else {
      changed.set(axis, size);
    }
    return changed;
  }
}
