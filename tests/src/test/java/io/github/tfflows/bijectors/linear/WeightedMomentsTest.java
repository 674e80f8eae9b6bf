package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.surjection.AbsoluteValue;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Moments of the data: those of a table, and those of a batch whose rows count differently. */
class WeightedMomentsTest {
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
