package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.surjection.AbsoluteValue;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Normalizations by moments of a table, of a first batch, and of each batch. */
class NormalizationsTest {
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

  @ParameterizedTest
  @EnumSource
  void firstBatchMakesItStandardize(Direction direction) {
    for (Shape event : List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3))) {
      try (Workbench bench = Workbench.initializing()) {
        Expr x = bench.input("x", event.prepend(-1));
        Mapped y = direction.build(new ActNorm(), bench.scope(), x);
        Values batch =
            Values.gaussian(event.prepend(40), 3, new SplittableRandom(1)).map(at -> at + 5);
        assertStandard(bench.fetch(y.value(), Map.of("x", batch)), event);
        assertEquals(Set.of("log_scale", "shift"), bench.computed().keySet());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheFirstBatchSetIsThenUsed(Direction direction) {
    Values batch = Values.gaussian(Shape.of(40, 3), 3, new SplittableRandom(1));
    Map<String, Values> feeds = new LinkedHashMap<>(Map.of("x", batch));
    Values first;
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Mapped y = direction.build(new ActNorm(), bench.scope(), x);
      first = bench.fetch(y.value(), feeds);
      bench.computed().forEach((name, value) -> feeds.put(name, bench.fetch(value, feeds)));
    }
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Mapped y = direction.build(new ActNorm(), bench.scope(), x);
      assertTrue(bench.fetch(y.value(), feeds).distance(first) <= 1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onePassInitializesAChain(Direction direction) {
    Bijector chain =
        Chain.of(new ActNorm(), new Standardize(List.of(7.0), List.of(0.1)), new ActNorm());
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Mapped y = direction.build(chain, bench.scope(), x);
      Values batch = Values.gaussian(Shape.of(40, 1), 3, new SplittableRandom(1));
      assertStandard(bench.fetch(y.value(), Map.of("x", batch)), Shape.of(1));
      assertEquals(4, bench.computed().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesAConstantFirstBatch(Direction direction) {
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Mapped y = direction.build(new ActNorm(), bench.scope(), x);
      Values batch = Values.ones(Shape.of(4, 2)).map(at -> 3.7);
      Values out = bench.fetch(y.value(), Map.of("x", batch));
      assertTrue(out.largestMagnitude() <= 1e-6, out::toString);
      // A constant channel keeps its scale: any other would blow up what comes later.
      assertEquals(0, bench.fetch(y.logDet(), Map.of("x", batch)).largestMagnitude());
    }
  }

  /** Moments of the first batch are those of its present entries. */
  @Test
  void absentEntriesDoNotInitialize() {
    try (Workbench bench = Workbench.initializing()) {
      Expr mask = bench.input("mask", Shape.of(-1, 2));
      Mapped y =
          new ActNorm()
              .inverse(bench.scope().withPresence(mask), bench.input("x", Shape.of(-1, 2)));
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(2), 1, 1e9, 3, 5, -1e9, 9),
              "mask", Values.rows(Shape.of(2), 1, 0, 1, 1, 0, 1));
      Values expected = Values.rows(Shape.of(2), -1, 1e9, 1, -1, -1e9, 1);
      assertTrue(bench.fetch(y.value(), feeds).distance(expected) <= 1e-5);
      Values logDet = bench.fetch(y.logDet(), feeds);
      assertTrue(logDet.distance(Values.of(Shape.of(3), 0, -Math.log(2), -Math.log(2))) <= 1e-5);
    }
  }

  /** Per channel mean zero and, but for the 1e-6 that keeps the scale positive, variance one. */
  private static void assertStandard(Values batch, Shape event) {
    int channels = Math.toIntExact(event.get(-1));
    int places = batch.size() / channels;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = c; i < batch.size(); i += channels) {
        sum += batch.at(i);
        squares += batch.at(i) * batch.at(i);
      }
      assertEquals(0, sum / places, 1e-12);
      assertEquals(1, squares / places, 1e-4);
    }
  }

  /** Rows 0 to 3, of which the first counts twice and the third does not. */
  private static final Values WEIGHTS = Values.of(Shape.of(4), 1.0, 0.5, 0, 0.5);

  private static final int[] COUNTED = {0, 0, 1, 3};

  private static Values counted(Values rows) {
    Values[] each = new Values[COUNTED.length];
    Shape one = Shape.of(rows.rowSize());
    for (int i = 0; i < each.length; i++) {
      each[i] = Values.of(one, rows.row(COUNTED[i]));
    }
    return Values.concatenated(rows.shape(), each);
  }

  private static List<Values> moments(GraphScope scope, Workbench bench, Map<String, Values> fed) {
    Moments found = Moments.ofBatch(scope, bench.input("x", Values.fed(fed, "x").shape()));
    return bench.fetchAll(List.of(found.mean(), found.variance()), fed);
  }

  private static void assertSame(List<Values> expected, List<Values> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(found.get(i).distance(expected.get(i)) <= 1e-14, () -> expected + " " + found);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void weightsStandForRepeatedAndAbsentRows(int places) {
    Shape shape = places == 1 ? Shape.of(4, 2) : Shape.of(4, 3, 2, 2);
    Values x = Values.gaussian(shape, 3, new SplittableRandom(1));
    try (Workbench bench = Workbench.training()) {
      List<Values> expected = moments(bench.scope(), bench, Map.of("x", counted(x)));
      GraphScope weighted = bench.scope().withRowWeights(bench.input("w", Shape.of(-1)));
      assertSame(expected, moments(weighted, bench, Map.of("x", x, "w", WEIGHTS)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-6})
  void weightsAreThoseOfPresentEntries(double unit) {
    Values x = Values.gaussian(Shape.of(4, 2), 3, new SplittableRandom(2));
    Values mask = Values.rows(Shape.of(2), 1, 0, 1, 1, 0, 1, 0, 1);
    Map<String, Values> weighted = Map.of("x", x, "mask", mask, "w", WEIGHTS.map(w -> unit * w));
    Map<String, Values> counted = Map.of("x", counted(x), "mask", counted(mask));
    try (Workbench bench = Workbench.training()) {
      GraphScope scope = bench.scope().withPresence(bench.input("mask", Shape.of(-1, 2)));
      List<Values> expected = moments(scope, bench, counted);
      Expr weights = bench.input("w", Shape.of(-1));
      assertSame(expected, moments(scope.withRowWeights(weights), bench, weighted));
    }
  }

  /** A row counts by its weight in each of its preimages, and in each of its vectors. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsFollowTheRows(boolean isSurjected) {
    Map<String, Values> weighted = new LinkedHashMap<>();
    weighted.put("x", Values.gaussian(Shape.of(4, 3, 2), 3, new SplittableRandom(3)));
    weighted.put("w", WEIGHTS);
    Map<String, Values> counted = Map.of("x", counted(Values.fed(weighted, "x")));
    assertSame(first(isSurjected, counted), first(isSurjected, weighted));
  }

  private static List<Values> first(boolean isSurjected, Map<String, Values> fed) {
    try (Workbench bench = Workbench.initializing()) {
      Expr x = bench.input("x", Shape.of(-1, 3, 2));
      Expr w = bench.input("w", Shape.of(-1));
      GraphScope scope = fed.containsKey("w") ? bench.scope().withRowWeights(w) : bench.scope();
      if (isSurjected) {
        var normalized = new TransformedDistribution(StandardNormal.of(6), new ActNorm());
        var unused =
            new Surjected(normalized, AbsoluteValue.of(0)).logProb(scope, x.reshape(-1, 6));
      } else {
        var unused = new ActNorm().inverse(scope.forVectorsOf(x), x.reshape(-1, 2));
      }
      return bench.fetchAll(List.copyOf(bench.computed().values()), fed);
    }
  }

  @Test
  void aTableHasMeansAndDeviations() {
    Standardize fit = Standardize.fit(new float[] {1, 7, 3, 7, 8, 7}, 2);
    assertEquals(List.of(4.0, 7.0), fit.mean());
    assertEquals(Math.sqrt((9 + 1 + 16) / 3.0), fit.scale().get(0), 1e-12);
    assertEquals(1.0, fit.scale().get(1), "a constant column keeps its scale");
  }

  /** Also of images, whose pixels count by the weight of the image. */
  @Test
  void weightsOfATableStandForRepeatedAndAbsentRows() {
    float[] values = {1, 40, 3, 50, 8, 10, 7, 20, Float.NaN, 0, 0, 0};
    Data data = Data.of(new Rows(values, Shape.of(2, 2), 3)).weighted(new float[] {6, 3, 0});
    float[] counted = {1, 40, 3, 50, 1, 40, 3, 50, 8, 10, 7, 20};
    Standardize expected = Standardize.fit(counted, 2);
    Standardize found = Standardize.fit(data);
    for (int i = 0; i < 2; i++) {
      assertEquals(expected.mean().get(i), found.mean().get(i), 1e-14);
      assertEquals(expected.scale().get(i), found.scale().get(i), 1e-14);
    }
    assertEquals(expected, Standardize.fit(Data.of(new Rows(counted, Shape.of(2), 6))));
    Data none = Data.of(Rows.of(new float[2][2])).weighted(new float[2]);
    Expect.rejected("one or more full rows", () -> Standardize.fit(none));
  }

  @Test
  void rejectsWhatCannotBeDividedBy() {
    Expect.rejected("got 0.0", () -> new Standardize(List.of(1.0), List.of(0.0)));
    Expect.rejected("NaN", () -> new Standardize(List.of(Double.NaN), List.of(1.0)));
    Expect.rejected("2 means", () -> new Standardize(List.of(1.0, 2.0), List.of(1.0)));
    Expect.rejected("got 3 values", () -> Standardize.fit(new float[] {1, 2, 3}, 2));
    Expect.rejected("row 1", () -> Standardize.fit(new float[] {1, Float.NaN}, 1));
  }
}
