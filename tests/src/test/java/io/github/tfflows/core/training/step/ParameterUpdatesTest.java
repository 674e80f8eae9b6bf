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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/** Updates of parameters by Adam and by Muon, beside their recursions. */
class ParameterUpdatesTest {
  private static final int STEPS = 40;

  /** Two parameters, a kernel {@code [2, 2]} and a bias {@code [2]}, as one flat array. */
  private static final double[] START = {0.5, -1, 2, 0.25, 1, -3};

  private static final Packing PACKING = packing();
  private static final Packing NONE = new Packing(Map.of());

  private static Packing packing() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("kernel", Shape.of(2, 2));
    shapes.put("bias", Shape.of(2));
    return new Packing(shapes);
  }

  private static final Training PLAIN =
      Training.defaults()
          .withSteps(STEPS)
          .withOptimization(
              new Optimization(
                  Adam.defaults(),
                  Optional.empty(),
                  LearningRate.cosine(0.1).warmedUp(5),
                  Double.POSITIVE_INFINITY,
                  0));

  private static Training with(UnaryOperator<Optimization> change) {
    return PLAIN.withOptimization(change.apply(PLAIN.optimization()));
  }

  // With a huge epsilon Adam is linear in the gradient, so that its length shows.
  private static final Adam LINEAR = new Adam(0, 0, 1e6, 0);
  private static final Adam DECAYING = Adam.defaults().withWeightDecay(0.3);

  static final List<Training> RECIPES =
      List.of(
          PLAIN,
          PLAIN.withLearningRate(LearningRate.constant(1)).withSteps(1),
          with(updates -> updates.withAdam(DECAYING)),
          with(updates -> updates.withAdam(LINEAR).withClipNorm(1e9)),
          with(updates -> updates.withAdam(LINEAR).withClipNorm(0.5)),
          with(updates -> updates.withAveraging(0.9)),
          with(updates -> updates.withAdam(DECAYING).withClipNorm(0.5).withAveraging(0.9)));

  /** In one vector, and in a vector for each parameter. */
  @ParameterizedTest
  @FieldSource("RECIPES")
  void parametersAndAveragesFollowTheRecursion(Training recipe) {
    List<Packing> two =
        PACKING.shapes().entrySet().stream()
            .map(shape -> new Packing(Map.of(shape.getKey(), shape.getValue())))
            .toList();
    Run expected = reference(recipe);
    double tolerance = recipe.optimization().adam().equals(LINEAR) ? 1e-17 : 1e-13;
    for (List<Packing> vectors : List.of(List.of(PACKING), two)) {
      Run run = run(recipe, vectors);
      assertArrayEquals(expected.value, run.value, tolerance);
      if (recipe.optimization().averaging() > 0) {
        assertArrayEquals(expected.average, run.average, tolerance);
      }
    }
  }

  @Test
  void adamIsTheSameInEverySession() {
    double[] first = run(PLAIN, List.of(PACKING)).value;
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(first, run(PLAIN, List.of(PACKING)).value, "session " + i);
    }
  }

  /** Where the parameters and their averages end. */
  @SuppressWarnings("ArrayRecordComponent") // read, not compared
  private record Run(double[] value, double[] average) {}

  /** A gradient that changes from step to step; its norm is well above one half. */
  private static double[] gradient(int step) {
    double[] g = new double[START.length];
    for (int i = 0; i < g.length; i++) {
      g[i] = Math.sin(1.7 * i + 0.3 * step + 1) * (1 + i);
    }
    return g;
  }

  private static Run reference(Training recipe) {
    Adam adam = recipe.optimization().adam();
    double[] w = START.clone();
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    double[] average = START.clone();
    for (int t = 0; t < recipe.steps(); t++) {
      double[] g = gradient(t);
      double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
      double lr = recipe.optimization().learningRate().at(t, recipe.steps());
      double rate =
          lr * Math.sqrt(1 - Math.pow(adam.beta2(), t + 1)) / (1 - Math.pow(adam.beta1(), t + 1));
      double decay = Math.min(recipe.optimization().averaging(), (1.0 + t) / (10.0 + t));
      for (int i = 0; i < w.length; i++) {
        double clipped = g[i] * Math.min(1, recipe.optimization().clipNorm() / norm);
        m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * clipped;
        v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * clipped * clipped;
        w[i] -= i < 4 ? lr * adam.weightDecay() * w[i] : 0;
        w[i] -= rate * m[i] / (Math.sqrt(v[i]) + adam.epsilon());
        average[i] = decay * average[i] + (1 - decay) * w[i];
      }
    }
    return new Run(w, average);
  }

  private static Run run(Training recipe, List<Packing> vectors) {
    return run(Precision.FLOAT64, recipe, PACKING, vectors, START, ParameterUpdatesTest::gradient);
  }

  private static Run run(
      Precision precision,
      Training recipe,
      Packing all,
      List<Packing> vectors,
      double[] start,
      IntFunction<double[]> slopes) {
    Class<TFloating> type = Tensors.type(precision);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      ParameterUpdates updates = new ParameterUpdates(graph, recipe, vectors, NONE, type);
      Placeholder<TFloating> g = tf.placeholder(type, Placeholder.shape(all.shape()));
      Map<String, Operand<TFloating>> parts = all.unpack(tf, g);
      Op update =
          updates.build(
              vectors.stream().map(vector -> vector.pack(tf, type, parts)).toList(),
              PACKING.shapes().keySet());
      Operand<TFloating> value = all.pack(tf, type, updates.values());
      try (Session session = new Session(graph)) {
        updates.assign(session, all.unpack(start));
        for (int step = 0; step < recipe.steps(); step++) {
          Session.Runner runner = session.runner();
          List<Tensor> numbers = updates.feed(runner, step);
          try (Tensor fed = Tensors.of(precision, all.shape(), slopes.apply(step))) {
            runner.feed(g, fed).addTarget(update).run().close();
          } finally {
            numbers.forEach(Tensor::close);
          }
        }
        return new Run(fetch(session, value), all.pack(updates.fetch(session)));
      }
    }
  }

  private static double[] fetch(Session session, Operand<TFloating> value) {
    try (Result result = session.runner().fetch(value).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  private static final double RATE = 0.1;

  @ParameterizedTest
  @CsvSource({"50, 70", "70, 50", "70, 70"})
  void theMomentumOfAKernelIsOrthogonalized(int rows, int columns) {
    Optimization muon =
        muon(new Muon(0.9, 0.4, Muon.Kernels.ALL)).withAdam(Adam.defaults().withWeightDecay(0.3));
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
    assertArrayEquals(expected, moved(muon, shapes, slopes, 5).get("kernel").values(), 1e-12);
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
    Weights moved = moved(muon(muon), shapes, slopes, 1);
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
        moved(muon(Muon.defaults()), shapes, step -> new double[64 * 64], 3).get("kernel").values();
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
          moved(Precision.FLOAT32, muon(Muon.defaults()), shapes, slopes, 3).get("kernel").values();
      double[] start = start(64 * 64);
      for (int i = 0; i < moved.length; i++) {
        assertEquals(start[i], moved[i], 3 * RATE * 0.2 * 6, "six deviations of three steps");
      }
    }
  }

  private static Optimization muon(Muon muon) {
    return Optimization.defaults()
        .withMuon(muon)
        .withLearningRate(LearningRate.constant(RATE))
        .withClipNorm(Double.POSITIVE_INFINITY);
  }

  /** Returns the parameters after steps with a constant learning rate. */
  private static Weights moved(
      Optimization muon, Map<String, Shape> shapes, IntFunction<double[]> slopes, int steps) {
    return moved(Precision.FLOAT64, muon, shapes, slopes, steps);
  }

  private static Weights moved(
      Precision precision,
      Optimization muon,
      Map<String, Shape> shapes,
      IntFunction<double[]> slopes,
      int steps) {
    Training recipe = Training.defaults().withSteps(steps).withOptimization(muon);
    Packing all = new Packing(shapes);
    List<Packing> vectors = ParameterUpdates.vectors(muon, all, 1);
    return all.unpack(run(precision, recipe, all, vectors, start(all.size()), slopes).value);
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
