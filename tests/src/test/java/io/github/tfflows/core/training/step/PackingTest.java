package io.github.tfflows.core.training.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Weights as vectors, and shares of a batch. */
class PackingTest {
  private static final double[] VECTOR = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  private static final Packing PACKING = packing();

  private static Packing packing() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("kernel", Shape.of(2, 3));
    shapes.put("scale", Shape.scalar());
    shapes.put("bias", Shape.of(2));
    return new Packing(shapes);
  }

  @Test
  void weightsGoIntoAVectorAndBack() {
    Weights weights = PACKING.unpack(VECTOR);
    assertEquals(List.of("kernel", "scale", "bias"), List.copyOf(weights.byName().keySet()));
    assertEquals(
        new Weights.Array(Shape.of(2, 3), new double[] {1, 2, 3, 4, 5, 6}), weights.get("kernel"));
    assertEquals(new Weights.Array(Shape.scalar(), new double[] {7}), weights.get("scale"));
    assertArrayEquals(VECTOR, PACKING.pack(weights));
    assertEquals(PACKING, Packing.of(weights, name -> true));
    assertEquals(Shape.of(9), PACKING.shape());
  }

  private static List<Integer> sizes(int threads, int... parameters) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int size : parameters) {
      shapes.put("p" + shapes.size(), Shape.of(size));
    }
    List<Packing> vectors = new Packing(shapes).cut(threads);
    Map<String, Shape> together = new LinkedHashMap<>();
    vectors.forEach(vector -> together.putAll(vector.shapes()));
    assertEquals(List.copyOf(shapes.keySet()), List.copyOf(together.keySet()));
    return vectors.stream().map(Packing::size).toList();
  }

  @Test
  void theVectorIsCutAmongThreads() {
    assertEquals(List.of(40_000), sizes(1, 10_000, 10_000, 20_000));
    assertEquals(List.of(20_000, 20_000), sizes(2, 10_000, 10_000, 20_000));
    assertEquals(List.of(30_000, 10_000), sizes(2, 30_000, 10_000));
    assertEquals(List.of(10_000, 30_000), sizes(2, 10_000, 30_000));
    assertEquals(List.of(0, 40_000), sizes(2, 0, 40_000, 0), "nothing moves the first");
    assertEquals(List.of(10_000, 30_000), sizes(2, 10_000, 30_000, 0));
    assertEquals(List.of(9_000, 9_000), sizes(16, 9_000, 9_000), "8,192 numbers a thread");
    assertEquals(List.of(6_000), sizes(2, 3_000, 3_000), "too few for two threads");
    assertEquals(List.of(), sizes(2), "none at all");
  }

  @Test
  void weightsOfAnotherShapeAreRefused() {
    Weights others = new Weights(Map.of("kernel", new Weights.Array(Shape.of(6), new double[6])));
    assertThrows(IllegalArgumentException.class, () -> PACKING.pack(others));
  }

  @Test
  void kernelsAreMarked() {
    assertArrayEquals(
        new double[] {1, 1, 1, 1, 1, 1, 0, 0, 0}, PACKING.kernels(PACKING.shapes().keySet()));
  }

  @Test
  void operandsGoIntoAVectorAndBack() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<String, Operand<TFloating>> parts = PACKING.unpack(tf, vector(tf));
      assertEquals(Shape.of(2, 3), shape(parts, "kernel"));
      assertEquals(Shape.scalar(), shape(parts, "scale"));
      Operand<TFloating> whole = PACKING.pack(tf, Tensors.type(Precision.FLOAT64), parts);
      parts.remove("scale");
      Operand<TFloating> without = PACKING.pack(tf, Tensors.type(Precision.FLOAT64), parts);
      assertArrayEquals(VECTOR, run(graph, whole));
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 0, 8, 9}, run(graph, without));
    }
  }

  @Test
  void oneParameterIsAVectorByItself() {
    Packing one = new Packing(Map.of("kernel", Shape.of(3, 3)));
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<String, Operand<TFloating>> parts = one.unpack(tf, vector(tf));
      assertEquals(Shape.of(3, 3), shape(parts, "kernel"));
      assertArrayEquals(VECTOR, run(graph, one.pack(tf, Tensors.type(Precision.FLOAT64), parts)));
    }
  }

  @Test
  void aDistributionWithoutParametersIsFitted() {
    float[][] data = new float[64][2];
    Training recipe = Training.defaults().withSteps(3).withBatchSize(16);
    try (CompiledDistribution fitted = recipe.fit(StandardNormal.of(2), data)) {
      assertEquals(0, fitted.weights().size());
      assertEquals(-Math.log(2 * Math.PI), fitted.logProb(data)[0], 1e-6);
    }
  }

  private static Operand<TFloating> vector(Ops tf) {
    return tf.dtypes.cast(tf.constant(VECTOR), Tensors.type(Precision.FLOAT64));
  }

  private static Shape shape(Map<String, Operand<TFloating>> parts, String name) {
    return Optional.ofNullable(parts.get(name)).orElseThrow().shape();
  }

  private static double[] run(Graph graph, Operand<TFloating> vector) {
    try (Session session = new Session(graph);
        Result result = session.runner().fetch(vector).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  private static int count(int rows, int threads) {
    Execution execution = Execution.defaults().withDevice(Device.CPU).withThreads(threads);
    return Shares.of(rows, execution).count();
  }

  @Test
  void thereAreAsManyAsThreadsAsFarAsRowsAllow() {
    assertEquals(1, count(512, 1));
    assertEquals(2, count(512, 2));
    assertEquals(2, count(512, 3), "512 is not a multiple of 3");
    assertEquals(1, count(63, 2), "fewer than 32 rows a share");
    assertEquals(2, count(64, 8));
    assertEquals(1, count(509, 8), "a prime number of rows");
    assertEquals(16, count(1 << 12, 64), "no more than 16");
  }

  @Test
  void weightedSumsAreTheMeanOfTheWhole() {
    double[] x = {1, 2, 3, 4, 5, 60};
    assertArrayEquals(new double[] {12.5}, mean(x, new Shares(1)), 1e-15);
    assertArrayEquals(new double[] {12.5}, mean(x, new Shares(2)), 1e-15);
    assertArrayEquals(new double[] {12.5}, mean(x, new Shares(3)), 1e-14);
  }

  private static double[] mean(double[] values, Shares shares) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      GraphScope scope = GraphScope.root(tf, ParameterSource.initial(tf, TFloat64.class, 0));
      Expr x = scope.constant(Shape.of(values.length, 1), values);
      Shares.Call call =
          inputs -> {
            Expr share = scope.expr(cast(inputs.values().iterator().next()));
            return Map.of("mean", share.mean(0, 1).times(shares.weight()));
          };
      Operand<TFloating> mean = shares.sums(tf, Map.of("x", x), call).get("mean");
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(mean).run()) {
        return Tensors.doubles(result.get(0));
      }
    }
  }

  @SuppressWarnings("unchecked") // the only input is of this type
  private static Operand<TFloating> cast(Operand<?> input) {
    return (Operand<TFloating>) input;
  }
}
