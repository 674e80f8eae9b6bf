package io.github.tfflows.core.saved.shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** The shapes of ops that create and rearrange arrays. */
final class ArrayShapes {
  static List<Value> constant(Operation op) {
    return List.of(Value.of(op.attribute("value").getTensor()));
  }

  /**
   * A placeholder is a batch, whose first size is the number of rows, or it is the number of rows
   * itself, or a seed.
   */
  static List<Value> placeholder(Operation op) {
    TensorShapeProto declared = op.attribute("shape").getShape();
    Operation.require(!declared.getUnknownRank(), "has an unknown shape");
    List<Size> shape = new ArrayList<>(Value.sizes(declared));
    if (!shape.isEmpty() && shape.get(0).is(-1)) {
      shape.set(0, Size.ROWS);
    }
    boolean isCount = shape.isEmpty() && op.attribute("dtype").getType() == DataType.DT_INT32;
    return List.of(isCount ? Value.ofScalar(Size.ROWS) : Value.of(shape));
  }

  static List<Value> ensured(Operation op) {
    Operation.require(
        op.input(0).fits(op.attribute("shape").getShape()), "gets the shape %s", op.shape(0));
    return List.of(op.input(0).withoutNumbers());
  }

  static List<Value> shape(Operation op) {
    return List.of(Value.ofVector(op.shape(0)));
  }

  static List<Value> broadcastTo(Operation op) {
    List<Size> shape = op.shapeIn(1);
    Operation.requireEqual(Operation.broadcast(op.shape(0), shape), shape);
    return List.of(Value.of(shape));
  }

  static List<Value> reshape(Operation op) {
    Operation.require(op.shape(1).size() == 1, "has a shape that is not a vector");
    List<Size> shape = new ArrayList<>(op.numbers(1));
    Size all = op.input(0).entries();
    int open = shape.indexOf(Size.of(-1));
    if (open >= 0) {
      shape.set(open, Size.ONE);
      shape.set(open, all.over(entries(shape)));
    }
    Operation.require(entries(shape).equals(all), "makes %s of %s", shape, op.shape(0));
    return List.of(rearranged(op, Operation.requireShape(shape)));
  }

  private static Size entries(List<Size> shape) {
    return Value.of(shape).entries();
  }

  private static Value rearranged(Operation op, List<Size> shape) {
    return new Value(shape, op.input(0).numbers());
  }

  static List<Value> expand(Operation op) {
    int rank = op.shape(0).size();
    int given = op.constant(1);
    int axis = given < 0 ? given + rank + 1 : given;
    Operation.require(axis >= 0 && axis <= rank, "has the axis %s of %s", given, rank);
    List<Size> shape = new ArrayList<>(op.shape(0));
    shape.add(axis, Size.ONE);
    return List.of(rearranged(op, shape));
  }

  static List<Value> squeeze(Operation op) {
    List<Size> shape = op.shape(0);
    TreeSet<Integer> axes = new TreeSet<>();
    op.attribute("squeeze_dims").getList().getIList().forEach(axis -> axes.add(op.axis(0, axis)));
    for (int axis : axes.descendingSet()) {
      Operation.require(shape.get(axis).is(1), "has the size %s there", shape.get(axis));
      shape = Operation.with(shape, axis, null);
    }
    return List.of(rearranged(op, shape));
  }

  static List<Value> slice(Operation op) {
    List<Size> shape = new ArrayList<>(op.shape(0));
    List<Long> starts = op.vector(1);
    List<Long> sizes = op.vector(2);
    int rank = shape.size();
    Operation.require(starts.size() == rank && sizes.size() == rank, "has another number of axes");
    for (int i = 0; i < rank; i++) {
      shape.set(i, part(shape.get(i), starts.get(i), sizes.get(i)));
    }
    List<Size> numbers = rank == 1 ? op.input(0).numbers() : null;
    if (numbers != null) {
      int from = Math.toIntExact(starts.get(0));
      numbers = numbers.subList(from, from + Math.toIntExact(shape.get(0).fixed()));
    }
    return List.of(new Value(Operation.requireShape(shape), numbers));
  }

  /** Returns the size of a part; -1 stands for the rest. */
  private static Size part(Size whole, long start, long size) {
    if (start == 0 && size == -1) {
      return whole;
    }
    long part = size == -1 ? whole.fixed() - start : size;
    Operation.require(
        whole.perRow() == 0 && start >= 0 && part >= 0 && start + part <= whole.fixed(),
        "takes %s from %s on of %s",
        size,
        start,
        whole);
    return Size.of(part);
  }

  static List<Value> sizes(Operation op) {
    List<Size> numbers = op.numbers(0);
    List<Long> start = op.vector(1);
    List<Long> end = op.vector(2);
    Operation.require(
        start.size() == 1
            && end.size() == 1
            && op.vector(3).equals(List.of(1L))
            && op.shape(0).size() == 1
            && 0 <= start.get(0)
            && start.get(0) < end.get(0)
            && end.get(0) <= numbers.size(),
        "takes sizes that a shape does not have");
    numbers = numbers.subList(Math.toIntExact(start.get(0)), Math.toIntExact(end.get(0)));
    return List.of(Value.ofVector(numbers));
  }

  static List<Value> concat(Operation op) {
    int last = op.inputs().size() - 1;
    int axis = op.axis(0, op.constant(last));
    Size size = Size.of(0);
    for (Value part : op.inputs().subList(0, last)) {
      Operation.require(part.rank() == op.shape(0).size(), "joins arrays of different ranks");
      Size own = part.shape().get(axis);
      Operation.requireEqual(Operation.with(op.shape(0), axis, own), part.shape());
      size = size.plus(own);
    }
    List<Size> shape = Operation.with(op.shape(0), axis, size);
    return List.of(new Value(Operation.requireShape(shape), joined(op.inputs().subList(0, last))));
  }

  private static @Nullable List<Size> joined(List<Value> parts) {
    List<Size> numbers = new ArrayList<>();
    for (Value part : parts) {
      if (part.numbers() == null || part.rank() > 1) {
        return null;
      }
      numbers.addAll(part.numbers());
    }
    return numbers;
  }

  static List<Value> pack(Operation op) {
    for (Value part : op.inputs()) {
      Operation.requireEqual(op.shape(0), part.shape());
    }
    List<Size> shape = new ArrayList<>(op.shape(0));
    shape.add(0, Size.of(op.inputs().size()));
    return List.of(new Value(shape, joined(op.inputs())));
  }

  static List<Value> unpack(Operation op) {
    int axis = op.axis(0, op.attribute("axis").getI());
    int count = Math.toIntExact(op.attribute("num").getI());
    Operation.require(op.shape(0).get(axis).is(count), "makes %s of %s", count, op.shape(0));
    return Collections.nCopies(count, Value.of(Operation.with(op.shape(0), axis, null)));
  }

  static List<Value> split(Operation op) {
    List<Long> sizes = op.vector(1);
    int axis = op.axis(0, op.constant(2));
    long sum = sizes.stream().mapToLong(Long::longValue).sum();
    Operation.require(
        sizes.size() == op.attribute("num_split").getI()
            && sizes.stream().allMatch(size -> size >= 0)
            && op.shape(0).get(axis).is(sum),
        "makes parts of %s that it does not have",
        op.shape(0));
    return sizes.stream()
        .map(size -> Value.of(Operation.with(op.shape(0), axis, Size.of(size))))
        .toList();
  }

  static List<Value> gather(Operation op) {
    int axis = op.axis(0, op.constant(2));
    List<Size> shape = new ArrayList<>(op.shape(0).subList(0, axis));
    shape.addAll(op.shape(1));
    shape.addAll(op.shape(0).subList(axis + 1, op.shape(0).size()));
    return List.of(Value.of(shape));
  }

  static List<Value> pad(Operation op) {
    List<Size> shape = new ArrayList<>(op.shape(0));
    List<Long> widths = op.constants(1);
    Operation.requireEqual(op.shape(1), List.of(Size.of(shape.size()), Size.of(2)));
    Operation.require(op.shape(2).isEmpty(), "has a value that is not a scalar");
    for (int i = 0; i < widths.size(); i++) {
      Operation.require(widths.get(i) >= 0, "has a negative width");
      shape.set(i / 2, shape.get(i / 2).plus(Size.of(widths.get(i))));
    }
    return List.of(Value.of(shape));
  }

  static List<Value> transpose(Operation op) {
    List<Long> places = op.vector(1);
    int rank = op.shape(0).size();
    Operation.require(
        places.size() == rank
            && new TreeSet<>(places).size() == rank
            && places.stream().allMatch(place -> place >= 0 && place < rank),
        "permutes %s axes by %s",
        rank,
        places);
    return List.of(
        Value.of(places.stream().map(place -> op.shape(0).get(Math.toIntExact(place))).toList()));
  }

  static List<Value> oneHot(Operation op) {
    List<Size> shape = new ArrayList<>(op.shape(0));
    shape.add(Size.of(op.constant(1)));
    Operation.require(
        op.shape(2).isEmpty() && op.shape(3).isEmpty(), "has values that are not scalars");
    return List.of(Value.of(Operation.requireShape(shape)));
  }

  static List<Value> range(Operation op) {
    Operation.require(
        op.constant(0) == 0 && op.constant(2) > 0 && op.shape(1).isEmpty(),
        "counts other than upwards from 0");
    Size count = op.numbers(1).get(0).over(Size.of(op.constant(2)));
    return List.of(Value.of(List.of(count)));
  }

  static List<Value> scatter(Operation op) {
    List<Size> places = op.shape(1);
    Operation.require(
        places.size() == 2 && places.get(1).is(1) && !op.shape(0).isEmpty(),
        "has places of the shape %s",
        places);
    Operation.requireEqual(Operation.with(op.shape(0), 0, places.get(0)), op.shape(2));
    return List.of(op.input(0));
  }

  private ArrayShapes() {}
}
