package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Chain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class BatchNormTest {
  private static final BatchNorm NORM = new BatchNorm(0.75, 1e-3);

  @Test
  void startsByItsEpsilonFromTheIdentity() {
    try (Workbench bench = Workbench.float64()) {
      Expr y = bench.input("y", Shape.of(-1, 2));
      Mapped x = NORM.inverse(bench.scope(), y);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("y", Values.rows(Shape.of(2), -3, 2));
      double scale = 1 / Math.sqrt(1 + 1e-3);
      Values expected = Values.rows(Shape.of(2), -3 * scale, 2 * scale);
      assertTrue(bench.fetch(x.value(), feeds).distance(expected) <= 1e-14);
      assertEquals(2 * Math.log(scale), bench.fetch(x.logDet(), feeds).at(0), 1e-14);
    }
  }

  /** Normalizes by the moments of the batch, and moves the averages by a quarter of the way. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aTrainingStepNormalizesItsBatch(int places) {
    Shape event = places == 1 ? Shape.of(3) : Shape.of(2, 2, 3);
    int channels = Math.toIntExact(event.get(-1));
    try (Workbench bench = Workbench.training()) {
      Expr y = bench.input("y", event.prepend(-1));
      Mapped x = NORM.inverse(bench.scope(), y);
      Map<String, Values> feeds = training(bench, event);
      Values batch = Values.fed(feeds, "y");
      Values run = bench.fetch(x.value(), feeds);
      Values means = bench.fetch(bench.update("mean"), feeds);
      Values variances = bench.fetch(bench.update("variance"), feeds);
      double logDet = 0;
      for (int c = 0; c < channels; c++) {
        double[] seen = moments(batch, channels, c);
        double[] found = moments(run, channels, c);
        double gamma = Values.fed(feeds, "log_scale").at(c);
        double ratio = Math.exp(2 * gamma) / (seen[1] + 1e-3);
        assertEquals(Values.fed(feeds, "shift").at(c), found[0], 1e-12);
        assertEquals(seen[1] * ratio, found[1], 1e-12);
        assertEquals(0.75 * Values.fed(feeds, "mean").at(c) + 0.25 * seen[0], means.at(c), 1e-12);
        double average = Values.fed(feeds, "variance").at(c);
        assertEquals(0.75 * average + 0.25 * seen[1], variances.at(c), 1e-12);
        logDet += 0.5 * Math.log(ratio) * places;
      }
      assertEquals(logDet, bench.fetch(x.logDet(), feeds).at(0), 1e-12);
    }
  }

  private static Map<String, Values> training(Workbench bench, Shape event) {
    SplittableRandom random = new SplittableRandom(6);
    Map<String, Values> feeds = bench.gaussianParameters(0.5, random);
    feeds.computeIfPresent("variance", (name, drawn) -> drawn.map(Math::exp));
    feeds.put("y", Values.gaussian(event.prepend(10), 3, random).map(at -> at + 5));
    return feeds;
  }

  /** The mean and the variance of a channel. */
  private static double[] moments(Values batch, int channels, int channel) {
    double[] entries = batch.entries();
    double[] column =
        IntStream.range(0, entries.length / channels)
            .mapToDouble(i -> entries[i * channels + channel])
            .toArray();
    double mean = Arrays.stream(column).average().orElseThrow();
    double squares = Arrays.stream(column).map(at -> (at - mean) * (at - mean)).sum();
    return new double[] {mean, squares / column.length};
  }

  @Test
  void gradientsFlowThroughTheMomentsOfTheBatch() {
    Shape event = Shape.of(2);
    try (Workbench bench = Workbench.training()) {
      Expr y = bench.input("y", event.prepend(-1));
      Mapped x = NORM.inverse(bench.scope(), y);
      Map<Part, Expr> parts = Map.of(Part.VALUE, x.value(), Part.LOG, x.logDet());
      DifferentiatedMap map = new DifferentiatedMap(bench, "norm", parts, Map.of("y", y));
      Map<String, Values> feeds = training(bench, event);
      SplittableRandom random = new SplittableRandom(7);
      Map<Part, Values> weights = new EnumMap<>(Part.class);
      weights.put(Part.VALUE, Values.gaussian(Shape.of(10, 2), 1, random));
      weights.put(Part.LOG, Values.gaussian(Shape.of(10), 1, random));
      map.entryErrors(weights, feeds)
          .forEach((name, error) -> assertTrue(error <= 1e-6, () -> name + " is off by " + error));
      assertFalse(map.reaches(Part.VALUE, "mean"), "averages do not move a training step");
    }
  }

  @Test
  void onlyTheDirectionFromTheDataUpdates() {
    try (Workbench bench = Workbench.training()) {
      Mapped unused = NORM.forward(bench.scope(), bench.input("x", Shape.of(-1, 2)));
      assertEquals(Map.of(), bench.updates());
    }
    try (Workbench bench = Workbench.training()) {
      Mapped unused = NORM.inverted().forward(bench.scope(), bench.input("x", Shape.of(-1, 2)));
      assertEquals(Set.of("mean", "variance"), bench.updates().keySet());
    }
    try (Workbench bench = Workbench.float64()) {
      Mapped unused = NORM.inverse(bench.scope(), bench.input("x", Shape.of(-1, 2)));
      assertEquals(Map.of(), bench.updates());
    }
  }

  /** The next maps, from the data on, are initialized from the output of a training step. */
  @Test
  void theFirstBatchIsNormalizedForDataDependentParameters() {
    try (Workbench bench = Workbench.initializing()) {
      Expr y = bench.input("y", Shape.of(-1, 2));
      Mapped unused = Chain.of(new ActNorm(), NORM).inverse(bench.scope(), y);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put(
          "y", Values.gaussian(Shape.of(50, 2), 3, new SplittableRandom(1)).map(at -> at + 5));
      bench
          .computed()
          .forEach(
              (name, value) ->
                  assertTrue(bench.fetch(value, feeds).largestMagnitude() <= 1e-3, name));
    }
  }

  @Test
  void absentEntriesDoNotMoveAverages() {
    try (Workbench bench = Workbench.training()) {
      Expr mask = bench.input("mask", Shape.of(-1, 2));
      Mapped unused =
          new BatchNorm(0, 1e-5)
              .inverse(bench.scope().withPresence(mask), bench.input("x", Shape.of(-1, 2)));
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("x", Values.rows(Shape.of(2), 1, 1e9, 3, 5, -1e9, 9));
      feeds.put("mask", Values.rows(Shape.of(2), 1, 0, 1, 1, 0, 1));
      Values means = bench.fetch(bench.update("mean"), feeds);
      Values variances = bench.fetch(bench.update("variance"), feeds);
      assertTrue(means.distance(Values.of(Shape.of(2), 2, 7)) <= 1e-14);
      assertTrue(variances.distance(Values.of(Shape.of(2), 1, 4)) <= 1e-14);
    }
  }

  @Test
  void rejectsNumbersOutOfRange() {
    Expect.rejected("got 1.0", () -> new BatchNorm(1, 1e-5));
    Expect.rejected("got -0.1", () -> new BatchNorm(-0.1, 1e-5));
    Expect.rejected("got NaN", () -> new BatchNorm(Double.NaN, 1e-5));
    Expect.rejected("got 0.0", () -> new BatchNorm(0.9, 0));
    Expect.rejected("got Infinity", () -> new BatchNorm(0.9, Double.POSITIVE_INFINITY));
    assertEquals(0, new BatchNorm(0, 1e-5).momentum());
  }
}
