package io.github.tfflows.core.training.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Optimization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/** Steps of Muon against their recursion in plain Java, and against known singular values. */
class MuonUpdateTest {
  private static final Packing NONE = new Packing(Map.of());
  private static final double RATE = 0.1;

  @ParameterizedTest
  @CsvSource({"50, 70", "70, 50", "70, 70"})
  void theMomentumOfAKernelIsOrthogonalized(int rows, int columns) {
    Optimization muon =
        with(new Muon(0.9, 0.4, Muon.Kernels.ALL)).withAdam(Adam.defaults().withWeightDecay(0.3));
    Map<String, Shape> shapes = Map.of("kernel", Shape.of(rows, columns));
    IntFunction<double[]> slopes =
        step -> numbers(rows * columns, i -> Math.sin(1.7 * i * i + 0.3 * step + 1));
    double[] expected = start(rows * columns);
    double[] momentum = new double[expected.length];
    for (int step = 0; step < 5; step++) {
      double[] g = slopes.apply(step);
      double[] ahead = new double[g.length];
      for (int i = 0; i < g.length; i++) {
        momentum[i] = 0.9 * momentum[i] + 0.1 * g[i];
        ahead[i] = 0.9 * momentum[i] + 0.1 * g[i];
      }
      double[] update = orthogonalized(ahead, rows, columns);
      for (int i = 0; i < g.length; i++) {
        expected[i] -= RATE * (0.4 * Math.sqrt(70) * update[i] + 0.3 * expected[i]);
      }
    }
    assertArrayEquals(expected, run(muon, shapes, slopes, 5).get("kernel").values(), 1e-12);
  }

  /**
   * Biases, kernels that are not square, and other matrices move by the sign of the gradient at
   * first.
   */
  @Test
  void otherParametersHaveAdam() {
    Map<String, Shape> shapes =
        new TreeMap<>(
            Map.of(
                "bias", Shape.of(64),
                "output/kernel", Shape.of(64, 65),
                "kernel", Shape.of(64, 64),
                "rotation", Shape.of(64, 64)));
    int size = new Packing(shapes).size();
    IntFunction<double[]> slopes = step -> numbers(size, i -> i % 3 == 0 ? 2 : -1);
    Muon muon = Muon.defaults().withKernels(Muon.Kernels.SQUARE);
    Weights moved = run(with(muon), shapes, slopes, 1);
    Weights start = new Packing(shapes).unpack(start(size));
    for (String name : shapes.keySet()) {
      double[] from = start.get(name).values();
      double[] to = moved.get(name).values();
      boolean isAdams =
          IntStream.range(0, to.length)
              .allMatch(i -> Math.abs(Math.abs(to[i] - from[i]) - RATE) < 1e-6);
      assertEquals(!name.equals("kernel"), isAdams, name);
    }
  }

  @Test
  void aKernelWithoutSlopesStays() {
    Map<String, Shape> shapes = Map.of("kernel", Shape.of(64, 64));
    double[] values =
        run(with(Muon.defaults()), shapes, step -> new double[64 * 64], 3).get("kernel").values();
    assertArrayEquals(start(64 * 64), values, 0);
  }

  /** The squares of such slopes are zero in single precision. */
  @Test
  void slopesWhoseSquaresVanishMoveAKernelByNoMoreThanOthers() {
    Map<String, Shape> shapes = Map.of("kernel", Shape.of(64, 64));
    IntFunction<double[]> tiny = step -> numbers(64 * 64, i -> 1e-24 * Math.sin(1.7 * i * i));
    for (double factor : List.of(1.0, 1e3, 1e5, 1e20)) {
      IntFunction<double[]> slopes =
          step -> Arrays.stream(tiny.apply(step)).map(slope -> factor * slope).toArray();
      double[] moved =
          run(Precision.FLOAT32, with(Muon.defaults()), shapes, slopes, 3).get("kernel").values();
      double[] start = start(64 * 64);
      for (int i = 0; i < moved.length; i++) {
        assertEquals(start[i], moved[i], 3 * RATE * 0.2 * 6, "six deviations of three steps");
      }
    }
  }

  private static Optimization with(Muon muon) {
    return Optimization.defaults()
        .withMuon(muon)
        .withLearningRate(LearningRate.constant(RATE))
        .withClipNorm(Double.POSITIVE_INFINITY);
  }

  /** Returns the parameters after steps with a constant learning rate. */
  private static Weights run(
      Optimization muon, Map<String, Shape> shapes, IntFunction<double[]> slopes, int steps) {
    return run(Precision.FLOAT64, muon, shapes, slopes, steps);
  }

  private static Weights run(
      Precision precision,
      Optimization muon,
      Map<String, Shape> shapes,
      IntFunction<double[]> slopes,
      int steps) {
    Class<TFloating> type = Tensors.type(precision);
    Training recipe = Training.defaults().withSteps(steps).withOptimization(muon);
    Packing all = new Packing(shapes);
    List<Packing> vectors = ParameterUpdates.vectors(muon, all, 1);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      ParameterUpdates updates = new ParameterUpdates(graph, recipe, vectors, NONE, type);
      Placeholder<TFloating> g = tf.placeholder(type, Placeholder.shape(all.shape()));
      Map<String, Operand<TFloating>> parts = all.unpack(tf, g);
      Op update =
          updates.build(vectors.stream().map(vector -> vector.pack(tf, type, parts)).toList());
      try (Session session = new Session(graph)) {
        updates.assign(session, all.unpack(start(all.size())));
        for (int step = 0; step < steps; step++) {
          Session.Runner runner = session.runner();
          List<Tensor> numbers = updates.feed(runner, step);
          try (Tensor fed = Tensors.of(precision, all.shape(), slopes.apply(step))) {
            runner.feed(g, fed).addTarget(update).run().close();
          } finally {
            numbers.forEach(Tensor::close);
          }
        }
        return updates.fetch(session);
      }
    }
  }

  private static double[] start(int size) {
    return numbers(size, i -> Math.cos(i));
  }

  private static double[] numbers(int size, IntToDoubleFunction of) {
    return IntStream.range(0, size).mapToDouble(of).toArray();
  }

  /** Five iterations of Newton and Schulz on the side with fewer rows. */
  private static double[] orthogonalized(double[] of, int rows, int columns) {
    double[][] x = new double[rows][columns];
    double norm = Math.sqrt(Arrays.stream(of).map(each -> each * each).sum());
    for (int i = 0; i < of.length; i++) {
      x[i / columns][i % columns] = of[i] / norm;
    }
    x = rows > columns ? transposed(x) : x;
    for (int i = 0; i < 5; i++) {
      double[][] square = product(x, transposed(x));
      double[][] once = product(square, x);
      double[][] twice = product(square, once);
      for (int row = 0; row < x.length; row++) {
        for (int column = 0; column < x[row].length; column++) {
          x[row][column] =
              3.4445 * x[row][column] - 4.7750 * once[row][column] + 2.0315 * twice[row][column];
        }
      }
    }
    return Arrays.stream(rows > columns ? transposed(x) : x)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[][] transposed(double[][] of) {
    return IntStream.range(0, of[0].length)
        .mapToObj(column -> Arrays.stream(of).mapToDouble(row -> row[column]).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] columns = transposed(b);
    return Arrays.stream(a)
        .map(row -> Arrays.stream(columns).mapToDouble(column -> dot(row, column)).toArray())
        .toArray(double[][]::new);
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
