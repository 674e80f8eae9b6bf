package io.github.tfflows.core.training.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

/** The optimizer, clipping and averaging against the papers' recursions in plain Java. */
class ParameterUpdatesTest {
  private static final int STEPS = 40;

  /** Two parameters, a kernel {@code [2, 2]} and a bias {@code [2]}, as one flat array. */
  private static final double[] START = {0.5, -1, 2, 0.25, 1, -3};

  private static final Packing PACKING = packing();
  private static final Packing NONE = new Packing(Map.of());
  private static final Class<TFloating> TYPE = Tensors.type(Precision.FLOAT64);

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
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      ParameterUpdates updates = new ParameterUpdates(graph, recipe, vectors, NONE, TYPE);
      Placeholder<TFloating> g = tf.placeholder(TYPE, Placeholder.shape(PACKING.shape()));
      Map<String, Operand<TFloating>> slopes = PACKING.unpack(tf, g);
      List<Operand<TFloating>> gradients =
          vectors.stream().map(vector -> vector.pack(tf, TYPE, slopes)).toList();
      Op update = updates.build(gradients);
      Operand<TFloating> value = PACKING.pack(tf, TYPE, updates.values());
      try (Session session = new Session(graph)) {
        updates.assign(session, PACKING.unpack(START));
        for (int step = 0; step < recipe.steps(); step++) {
          step(session, updates, g, update, step);
        }
        return new Run(fetch(session, value), PACKING.pack(updates.fetch(session)));
      }
    }
  }

  private static double[] fetch(Session session, Operand<TFloating> value) {
    try (Result result = session.runner().fetch(value).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  private static void step(
      Session session, ParameterUpdates updates, Placeholder<TFloating> g, Op update, int step) {
    Session.Runner runner = session.runner();
    List<Tensor> numbers = updates.feed(runner, step);
    try (Tensor gradient = Tensors.of(Precision.FLOAT64, PACKING.shape(), gradient(step))) {
      runner.feed(g, gradient).addTarget(update).run().close();
    } finally {
      numbers.forEach(Tensor::close);
    }
  }
}
