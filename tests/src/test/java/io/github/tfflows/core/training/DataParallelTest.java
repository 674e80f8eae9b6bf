package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Bayesian;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.parallel.Contribution;
import io.github.tfflows.core.parallel.TrainingPlan;
import io.github.tfflows.core.parallel.TrainingWorker;
import io.github.tfflows.core.parallel.Workers;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Serialized;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data-parallel trainings in one process, beside ordinary ones. */
class DataParallelTest {
  private static final int ROWS = 240;
  private static final Data DATA = data(ROWS, 1);
  private static final Data HELD_OUT = data(60, 2);

  /** With parameters that depend on the first batch. */
  private static final Distribution FLOW = Flows.glow(2, 1, Mlp.of(8));

  private static Data data(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[2 * count];
    for (int i = 0; i < count; i++) {
      x[2 * i] = (float) random.nextGaussian();
      x[2 * i + 1] = (float) (x[2 * i] * x[2 * i] + 0.3 * random.nextGaussian());
    }
    return Data.of(Rows.of(x, 2));
  }

  private static Training recipe(int batch, Precision precision) {
    return Training.defaults()
        .withSteps(30)
        .withBatchSize(batch)
        .withOptimization(Optimization.defaults().withAveraging(0.9))
        .withValidation(new Validation(0, 10, 100))
        .withSeed(5)
        .withExecution(Execution.defaults().withThreads(1).withPrecision(precision));
  }

  /** Workers in this process, called like those in other processes. */
  private static final class Local implements Workers, AutoCloseable {
    private final TrainingPlan plan;
    private final List<Data> parts;
    private final int steps;
    private final List<TrainingWorker> workers = new ArrayList<>();
    private int rounds;
    private int replacedAfter = -1;

    Local(Training recipe, int parts, int steps) {
      this(recipe, DATA, parts, steps);
    }

    Local(Training recipe, Data data, int parts, int steps) {
      this(FLOW, recipe, data, parts, steps);
    }

    Local(Distribution flow, Training recipe, Data data, int parts, int steps) {
      this.plan = TrainingPlan.of(flow, recipe.withBatchSize(recipe.batchSize() / parts));
      this.steps = steps;
      this.parts =
          IntStream.range(0, parts)
              .mapToObj(i -> data.slice(i * ROWS / parts, (i + 1) * ROWS / parts))
              .toList();
      open();
    }

    private void open() {
      parts.forEach(
          part ->
              workers.add(
                  TrainingWorker.open(Serialized.copy(plan), DataSource.of(part), part.count())));
    }

    Local replacedAfter(int round) {
      replacedAfter = round;
      return this;
    }

    @Override
    public int stepsPerRound() {
      return steps;
    }

    @Override
    public Data first() {
      return workers.stream().map(TrainingWorker::first).reduce(Data::followedBy).orElseThrow();
    }

    @Override
    public Contribution run(Round round) {
      if (rounds++ == replacedAfter) {
        close();
        open();
      }
      return workers.stream()
          .map(worker -> Serialized.copy(worker.run(Serialized.copy(round))))
          .reduce(Contribution::plus)
          .orElseThrow();
    }

    @Override
    public void close() {
      workers.forEach(TrainingWorker::close);
      workers.clear();
    }
  }

  private static Weights together(Training recipe, int parts, int steps) {
    try (Local workers = new Local(recipe, parts, steps)) {
      return together(recipe, workers, progress -> {});
    }
  }

  private static Weights together(Training recipe, Workers workers, Consumer<Progress> listener) {
    try (CompiledDistribution model = recipe.fit(FLOW, workers, HELD_OUT, listener)) {
      return model.weights();
    }
  }

  private static Weights alone(Training recipe) {
    return alone(recipe, DATA);
  }

  private static Weights alone(Training recipe, Data data) {
    try (CompiledDistribution model = recipe.fit(FLOW, DataSource.of(data), HELD_OUT)) {
      return model.weights();
    }
  }

  private static double difference(Weights one, Weights other) {
    assertEquals(one.byName().keySet(), other.byName().keySet());
    double most = 0;
    for (String name : one.byName().keySet()) {
      double[] a = one.get(name).values();
      double[] b = other.get(name).values();
      for (int i = 0; i < a.length; i++) {
        most = Math.max(most, Math.abs(a[i] - b[i]));
      }
    }
    return most;
  }

  @Test
  void oneWorkerEqualsAnOrdinaryTrainingBitForBit() {
    int steps = 7;
    Training recipe = recipe(50, Precision.FLOAT32);
    assertEquals(alone(recipe), together(recipe, 1, steps));
  }

  @Test
  void severalStepsBetweenAveragesAreAnotherAlgorithm() {
    Training recipe = recipe(60, Precision.FLOAT32);
    assertNotEquals(together(recipe, 2, 1), together(recipe, 2, 4));
  }

  /** Each batch has all rows, so that their order does not matter. */
  @Test
  void gradientsOfSeveralWorkersAverageToThatOfAllRows() {
    int parts = 3;
    Training recipe = recipe(ROWS, Precision.FLOAT64).withSteps(12);
    Weights expected = alone(recipe);
    assertEquals(0, difference(expected, together(recipe, parts, 1)), 1e-9);
    assertTrue(difference(expected, alone(recipe.withSteps(1))) > 1e-3, "it learns");
  }

  /** On one scale for all workers, whatever the mean of each. */
  @Test
  void weightedRowsOfSeveralWorkersCountAsInOne() {
    Training recipe = recipe(ROWS, Precision.FLOAT64).withSteps(12);
    float[] numbers = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      numbers[i] = i < ROWS / 2 ? 0.25f : 1.75f;
    }
    Data weighted = DATA.weighted(numbers);
    Weights expected = alone(recipe, weighted);
    try (Local workers = new Local(recipe, weighted, 2, 1)) {
      assertEquals(0, difference(expected, together(recipe, workers, progress -> {})), 1e-9);
    }
    assertTrue(difference(expected, alone(recipe)) > 1e-3, "weights make no difference");
  }

  /** A divergence of weights counts once, not once for each worker. */
  @Test
  void termsOfTheLossBesideRowsCountAsInOne() {
    Distribution flow =
        new TransformedDistribution(
            new Bayesian(DiagonalNormal.trainable(2), 30, 1, 2), Permutation.reverse(2));
    Training recipe = recipe(ROWS, Precision.FLOAT64).withSteps(12);
    Distribution without =
        new TransformedDistribution(
            new Bayesian(DiagonalNormal.trainable(2), Long.MAX_VALUE, 1, 2),
            Permutation.reverse(2));
    Weights expected = fitted(recipe, flow);
    try (Local workers = new Local(flow, recipe, DATA, 2, 1);
        CompiledDistribution model = recipe.fit(flow, workers, HELD_OUT, progress -> {})) {
      assertEquals(0, difference(expected, model.weights()), 1e-9);
    }
    assertTrue(difference(expected, fitted(recipe, without)) > 1e-4, "no divergence");
  }

  private static Weights fitted(Training recipe, Distribution flow) {
    try (CompiledDistribution model = recipe.fit(flow, DataSource.of(DATA), HELD_OUT)) {
      return model.weights();
    }
  }

  @Test
  void aWorkerInPlaceOfALostOneGivesTheSameResults() {
    int steps = 7;
    Training recipe = recipe(60, Precision.FLOAT32);
    try (Local workers = new Local(recipe, 2, steps).replacedAfter(2)) {
      assertEquals(together(recipe, 2, steps), together(recipe, workers, progress -> {}));
    }
  }

  @Test
  void goesOnFromACheckpoint(@TempDir Path folder) {
    Training recipe = recipe(60, Precision.FLOAT32);
    Weights expected = together(recipe, 2, 5);
    Training kept = recipe.withCheckpoints(folder, 5, 2);
    try (Local workers = new Local(recipe, 2, 5)) {
      together(
          kept,
          workers,
          progress -> {
            if (progress.step() >= 15) {
              progress.stop();
            }
          });
    }
    try (Local workers = new Local(recipe, 2, 5)) {
      assertEquals(expected, together(kept, workers, progress -> {}));
      assertTrue(workers.rounds <= 3, workers.rounds + " rounds after 15 of 30 steps");
    }
  }

  @Test
  void severalStepsBetweenAveragesLearnToo() {
    Training recipe = recipe(60, Precision.FLOAT32).withSteps(200);
    try (Local workers = new Local(recipe, 2, 10);
        CompiledDistribution model = recipe.fit(FLOW, workers, HELD_OUT, progress -> {});
        CompiledDistribution ordinary = recipe.fit(FLOW, DataSource.of(DATA), HELD_OUT)) {
      double found = Double.parseDouble(model.description().get("training.held_out_loss"));
      double wanted = Double.parseDouble(ordinary.description().get("training.held_out_loss"));
      assertEquals(wanted, found, 0.1);
    }
  }

  @Test
  void rejectsMembersAndLambdas() {
    Training recipe = recipe(60, Precision.FLOAT32);
    try (Local workers = new Local(recipe, 2, 5)) {
      Expect.rejected(
          "one member at a time, got 3",
          () -> recipe.withMembers(3).fit(FLOW, workers, HELD_OUT, progress -> {}));
    }
    LearningRate lambda = (step, steps) -> 0.1;
    Expect.rejected(
        "which other processes can read",
        () -> TrainingPlan.of(FLOW, recipe.withLearningRate(lambda)));
  }
}
