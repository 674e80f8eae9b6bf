package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/** Equal ops of a graph are one, and ops that differ in anything are several. */
class CommonOpsTest {
  /** Two ways of building an op on the same array. */
  private record Pair(
      String name,
      BiFunction<Ops, Operand<TFloat32>, Operand<?>> one,
      BiFunction<Ops, Operand<TFloat32>, Operand<?>> other) {
    static Pair of(String name, Function<Ops, Operand<?>> one, Function<Ops, Operand<?>> other) {
      return new Pair(name, (tf, x) -> one.apply(tf), (tf, x) -> other.apply(tf));
    }

    static Pair twice(String name, BiFunction<Ops, Operand<TFloat32>, Operand<?>> op) {
      return new Pair(name, op, op);
    }

    Operand<?> first(Ops tf, Operand<TFloat32> x) {
      return one.apply(tf, x);
    }

    Operand<?> second(Ops tf, Operand<TFloat32> x) {
      return other.apply(tf, x);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Pair> equal() {
    return Stream.of(
        Pair.twice("numbers", (tf, x) -> tf.constant(1f)),
        Pair.twice("arrays", (tf, x) -> tf.constant(new float[] {1, 2})),
        Pair.twice("functions", (tf, x) -> tf.math.exp(tf.math.add(x, tf.constant(1f)))),
        Pair.twice("lists of inputs", (tf, x) -> tf.concat(List.of(x, x), tf.constant(0))),
        Pair.twice("attributes", (tf, x) -> tf.dtypes.cast(x, TFloat64.class)),
        new Pair("scopes", (tf, x) -> tf.math.exp(x), (tf, x) -> tf.withSubScope("s").math.exp(x)));
  }

  private static Stream<Pair> different() {
    return Stream.of(
        Pair.of("numbers", tf -> tf.constant(1f), tf -> tf.constant(2f)),
        Pair.of("signs of zero", tf -> tf.constant(0f), tf -> tf.constant(-0f)),
        Pair.of("types with equal bytes", tf -> tf.constant(0f), tf -> tf.constant(0)),
        Pair.of("shapes", tf -> tf.constant(1f), tf -> tf.constant(new float[] {1})),
        Pair.twice("texts", (tf, x) -> tf.constant("text")),
        Pair.twice("large arrays", (tf, x) -> tf.constant(new float[10_000])),
        new Pair("functions", (tf, x) -> tf.math.exp(x), (tf, x) -> tf.math.log(x)),
        new Pair(
            "order of inputs",
            (tf, x) -> tf.math.sub(x, tf.constant(1f)),
            (tf, x) -> tf.math.sub(tf.constant(1f), x)),
        new Pair(
            "attributes",
            (tf, x) -> tf.dtypes.cast(x, TFloat64.class),
            (tf, x) -> tf.dtypes.cast(x, TInt32.class)),
        new Pair(
            "devices",
            (tf, x) -> tf.math.exp(x),
            (tf, x) -> tf.withDevice(DeviceSpec.newBuilder().deviceIndex(0).build()).math.exp(x)),
        new Pair(
            "control dependencies",
            (tf, x) -> tf.math.exp(x),
            (tf, x) -> tf.withControlDependencies(List.of(tf.noOp())).math.exp(x)),
        new Pair("names", (tf, x) -> tf.math.exp(x), (tf, x) -> tf.withName("name").math.exp(x)),
        Pair.twice("inputs", (tf, x) -> tf.placeholder(TFloat32.class)),
        Pair.twice(
            "inputs with defaults",
            (tf, x) -> tf.placeholderWithDefault(tf.constant(1f), Shape.scalar())),
        Pair.twice("barriers of gradients", (tf, x) -> tf.identity(x)),
        Pair.twice(
            "random numbers",
            (tf, x) -> tf.random.randomUniform(tf.constant(new int[] {2}), TFloat32.class)));
  }

  @ParameterizedTest
  @MethodSource("equal")
  void equalOpsAreOne(Pair pair) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph);
      Operand<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2)));
      assertEquals(pair.first(tf, x).op(), pair.second(tf, x).op());
    }
  }

  @ParameterizedTest
  @MethodSource("different")
  void opsThatDifferAreSeveral(Pair pair) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph);
      Operand<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2)));
      assertNotEquals(pair.first(tf, x).op(), pair.second(tf, x).op());
    }
  }

  @Test
  void opsThatChangeAVariableAreSeveral() {
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph);
      Variable<TFloat32> variable = tf.variable(Shape.scalar(), TFloat32.class);
      Operand<TFloat32> one = tf.constant(1f);
      assertNotEquals(tf.assignAdd(variable, one).op(), tf.assignAdd(variable, one).op());
    }
  }

  @Test
  void opsOfLibrariesThatAreLoadedLaterAreSeveral() {
    try (Graph graph = new Graph()) {
      OperationBuilder builder = graph.baseScope().opBuilder("NoOp", "later");
      assertSame(builder, new CommonOps().builder("Later", () -> builder));
      builder.build();
    }
  }

  @Test
  void theTextOfABuilderBuildsNothing() {
    try (Graph graph = new Graph()) {
      OperationBuilder builder = GraphScope.ops(graph).scope().opBuilder("NoOp", "op");
      assertFalse(builder.toString().isEmpty());
      assertFalse(graph.operations().hasNext());
    }
  }

  @Test
  void anOpThatTensorFlowRefusesFailsWithItsMessage() {
    try (Graph graph = new Graph()) {
      Ops tf = GraphScope.ops(graph);
      Operand<TFloat32> two = tf.constant(Shape.of(2), DataBuffers.of(1f, 2f));
      Operand<TFloat32> three = tf.constant(Shape.of(3), DataBuffers.of(1f, 2f, 3f));
      assertThrows(IllegalArgumentException.class, () -> tf.math.add(two, three));
      try (Graph other = new Graph()) {
        Operand<TFloat32> foreign = Ops.create(other).constant(1f);
        assertThrows(IllegalArgumentException.class, () -> tf.math.add(two, foreign));
      }
    }
  }
}
