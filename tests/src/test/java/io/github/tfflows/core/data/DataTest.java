package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Identity;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Rows, data that consist of them, batches, layouts by name, and weights. */
class DataTest {
  /** Rows {@code 0, 1, ...} given {@code 0, -1, ...}. */
  private static Data numbered(int count) {
    float[][] x = new float[count][1];
    float[][] context = new float[count][1];
    for (int i = 0; i < count; i++) {
      x[i][0] = i;
      context[i][0] = -i;
    }
    return Data.of(x, context);
  }

  @ParameterizedTest
  @CsvSource({"8, 0.25, 2", "5, 0.5, 3", "7, 0.5, 4", "10, 0, 0", "10, 0.04, 0", "10, 0.96, 10"})
  void splitsShareAllRowsOut(int count, double fraction, int heldOut) {
    Data.Split split = numbered(count).split(fraction, 3);
    assertEquals(heldOut, split.heldOut().count());
    assertEquals(count - heldOut, split.training().count());
    Data both = split.training().followedBy(split.heldOut());
    float[] rows = both.x().values().clone();
    float[] contexts = both.context().values();
    for (int i = 0; i < count; i++) {
      assertEquals(0, rows[i] + contexts[i]);
    }
    Arrays.sort(rows);
    assertArrayEquals(numbered(count).x().values(), rows);
  }

  @Test
  void noNoiseCopiesNothing() {
    Data data = Data.of(new float[][] {{1, 2}, {3, 4}});
    assertSame(data, data.dequantized(new float[2], 1));
  }

  @Test
  void splitsAreRandomByTheirSeed() {
    Data data = numbered(100);
    assertEquals(data.split(0.3, 1), data.split(0.3, 1));
    assertNotEquals(data.split(0.3, 1), data.split(0.3, 2));
    float[] heldOut = data.split(0.3, 1).heldOut().x().values();
    assertNotEquals(0, heldOut[29] - heldOut[0] - 29, "neighbouring rows");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1, 1.5, Double.NaN})
  void sharesOutsideTheirRangeAreRefused(double fraction) {
    Expect.rejected("got " + fraction, () -> numbered(4).split(fraction, 0));
  }

  @Test
  void negativeNumbersOfFoldsAreRefused() {
    Expect.rejected("fold must be at least 0, got -1", () -> numbered(4).split(0.5, 0, -1));
  }

  /** Each of the six orders of three comes a sixth of the time, within four deviations. */
  @Test
  void shufflesAreUniform() {
    int times = 6000;
    Random random = new Random(4);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < times; i++) {
      counts.merge(Arrays.toString(Seeds.shuffled(3, random)), 1, Integer::sum);
    }
    assertEquals(6, counts.size());
    double deviation = Math.sqrt(times * (1.0 / 6) * (5.0 / 6));
    counts.forEach((order, count) -> assertEquals(times / 6.0, count, 4 * deviation, order));
  }

  @Test
  void rowsTakeTheirContextsAlong() {
    Data some = numbered(9).select(4, 2).followedBy(numbered(9).slice(7, 9));
    assertArrayEquals(new float[] {4, 2, 7, 8}, some.x().values());
    assertArrayEquals(new float[] {-4, -2, -7, -8}, some.context().values());
    assertEquals(0, Data.none().count());
    assertEquals(0, Data.of(new float[3][2]).context().size());
  }

  @Test
  void noiseIsCenteredAndAsWideAsItsColumn() {
    int count = 4000;
    Data zeros = Data.of(new float[count][2]);
    float[] noise = zeros.dequantized(new float[] {0, 3}, 8).x().values();
    double[] first = IntStream.range(0, count).mapToDouble(i -> noise[2 * i]).toArray();
    double[] second = IntStream.range(0, count).mapToDouble(i -> noise[2 * i + 1]).toArray();
    assertArrayEquals(new double[count], first);
    assertEquals(-1.5, Arrays.stream(second).min().orElseThrow(), 0.01);
    assertEquals(1.5, Arrays.stream(second).max().orElseThrow(), 0.01);
    assertArrayEquals(new float[2 * count], zeros.x().values(), "the rows given");
    Expect.rejected(
        "column 1 must be zero or more, got Infinity",
        () -> zeros.dequantized(new float[] {1, Float.POSITIVE_INFINITY}, 0));
  }

  @Test
  void entriesThatAreNotFiniteAreNamed() {
    float[][] finite = {{1}, {2}};
    float[][] holed = {{1}, {Float.NaN}};
    Data good = Data.of(finite, finite);
    assertSame(good, good.requireFinite("a batch"));
    Expect.rejected(
        "finite numbers in a batch, got NaN",
        () -> Data.of(holed, finite).requireFinite("a batch"));
    Expect.rejected(
        "finite numbers in the context of a batch, got NaN",
        () -> Data.of(finite, holed).requireFinite("a batch"));
  }

  @Test
  void rowsKeepTheirWeights() {
    Data data = numbered(5).weighted(new float[] {0, 1, 2, 3, 4});
    assertArrayEquals(new float[] {4, 2, 1}, data.select(4, 2, 1).weights().values());
    Data joined = data.slice(1, 2).followedBy(data.slice(3, 5)).dequantized(new float[1], 1);
    assertArrayEquals(new float[] {1, 3, 4}, joined.weights().values());
    Data.Split split = data.split(0.4, 1);
    assertArrayEquals(split.training().x().values(), split.training().weights().values());
    assertArrayEquals(new float[] {1, 2, 3, 4}, data.withoutZeroWeights().x().values());
    assertArrayEquals(
        new float[] {0, 0.5f, 1, 1.5f, 2}, data.withMeanWeightOne().weights().values());
    assertEquals(3, data.weight(3));
  }

  @Test
  void unweightedRowsCountAlike() {
    Data data = numbered(5);
    assertEquals(1, data.weight(3));
    assertSame(data, data.withoutZeroWeights());
    assertSame(data, data.withMeanWeightOne());
    Data ones = data.weighted(new float[] {1, 1, 1, 1, 1});
    Expect.rejected("expected more rows of shape [0]", () -> data.followedBy(ones));
  }

  @Test
  void rowsThatCountAlikeStandForWeightedOnes() {
    Data data = numbered(5);
    assertSame(data, data.unweighted());
    Data equal = data.weighted(new float[] {0.1f, 0.1f, 0.1f, 0.1f, 0.1f}).unweighted();
    assertArrayEquals(data.x().values(), equal.x().values());
    assertFalse(equal.isWeighted());
    Data three = data.weighted(new float[] {0, 1, 2, 3, 4}).unweighted(); // 100 / 30 rows
    assertArrayEquals(new float[] {2, 3, 4}, three.x().values());
    assertArrayEquals(new float[] {-2, -3, -4}, three.context().values());
    Data heavy = data.weighted(new float[] {1, 0, 4, 0, 4}).unweighted(); // 81 / 33 rows
    assertArrayEquals(new float[] {2, 4}, heavy.x().values());
    assertArrayEquals(data.x().values(), data.weighted(new float[5]).unweighted().x().values());
  }

  @Test
  void heavyRowsStandSeveralTimes() {
    float[] weights = new float[1_000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 10 == 0 ? 9 : 1; // every tenth number, half of the weight
    }
    Data draws = numbered(1_000).weighted(weights).unweighted();
    assertEquals(360, draws.count());
    double heavy = IntStream.range(0, 360).filter(i -> draws.x().values()[i] % 10 == 0).count();
    assertEquals(180, heavy, 1);
  }

  @Test
  void weightsContextsAndSizesThatDoNotFitAreRefused() {
    Data data = numbered(3);
    Expect.rejected("row 1 must be zero or more, got -2", () -> data.weighted(row(0, -2, 1)));
    Expect.rejected(
        "row 2 must be zero or more, got NaN", () -> data.weighted(row(0, 1, Float.NaN)));
    Expect.rejected("got Infinity", () -> data.weighted(row(Float.POSITIVE_INFINITY, 1, 1)));
    Expect.rejected("each of 3 rows, got 2 rows", () -> data.weighted(row(1, 1)));
    Rows pairs = Rows.of(new float[6], 2);
    Expect.rejected("got 3 rows of shape [2]", () -> new Data(data.x(), data.context(), pairs));
    Rows images = Rows.of(new float[8], 2, 2);
    Expect.rejected("contexts as vectors", () -> new Data(Rows.empty(2), images));
    Expect.rejected("each of 3 rows, got 2", () -> new Data(Rows.empty(3), Rows.empty(2)));
    Expect.rejected("got 5", () -> Rows.of(new float[5], 2));
    Expect.rejected("row 1 has 1 columns", () -> Rows.of(new float[][] {{1, 2}, {3}}));
    Expect.rejected("at least one row", () -> Rows.of(new float[0][]));
    Expect.rejected("got 5", () -> new Rows(new float[5], Shape.of(2), 3));
    Expect.rejected("count must be at least 0, got -5", () -> Rows.empty(-5));
    Expect.rejected("[0]", () -> Rows.of(new float[4], 0));
    Expect.rejected("3 rows", () -> Rows.of(new float[1], 1).followedBy(rows));
    Expect.rejected("got 1", () -> new Data(rows, Rows.empty(1)));
    Expect.rejected("got 1.0", () -> Data.of(rows).split(1, 0));
  }

  private static float[] row(float... numbers) {
    return numbers;
  }

  private final Rows rows = Rows.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});

  @Test
  void arraysAreFlattenedRowByRowAndGivenBack() {
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, rows.values());
    assertArrayEquals(new float[][] {{1, 2}, {3, 4}, {5, 6}}, rows.toArrays());
    assertEquals(3, rows.count());
    assertEquals(2, rows.size());
  }

  @Test
  void rowsAreSlicedSelectedAndJoined() {
    assertArrayEquals(new float[] {3, 4}, rows.slice(1, 2).values());
    assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, rows.select(2, 0, 2).values());
    assertEquals(rows, rows.slice(0, 1).followedBy(rows.slice(1, 3)));
  }

  @Test
  void onlyRowsThatThereAreAreSlicedAndSelected() {
    assertEquals(0, rows.slice(3, 3).count());
    for (int[] range : new int[][] {{1, 5}, {-1, 2}, {2, 1}, {4, 4}}) {
      Expect.failed(
          IndexOutOfBoundsException.class,
          "3 rows, got " + range[0],
          () -> rows.slice(range[0], range[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> Rows.empty(3).slice(range[0], range[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> Data.of(rows).slice(range[0], range[1]));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> rows.select(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> rows.select(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> Rows.empty(3).select(3));
  }

  @Test
  void eventsMayHaveAnyShape() {
    Rows images = Rows.of(new float[24], 2, 3, 1);
    assertEquals(4, images.count());
    assertEquals(Shape.of(2, 3, 1), images.eventShape());
  }

  @Test
  void rowsAreValues() {
    Rows same = Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 2);
    assertEquals(same, rows);
    assertEquals(same.hashCode(), rows.hashCode());
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 7}, 2), rows);
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 3), rows);
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 7}, 2).hashCode(), rows.hashCode());
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 3).hashCode(), rows.hashCode());
    assertEquals("3 rows of shape [2]", rows.toString());
  }

  @Test
  void entriesOfRowsThatAreNotFiniteAreNamed() {
    Rows last = Rows.of(new float[][] {{1, 2}, {3, Float.NaN}});
    Rows first = Rows.of(new float[][] {{Float.NEGATIVE_INFINITY, 2}, {3, 4}});
    Expect.rejected(
        "finite numbers in x, got NaN in row 1, column 1", () -> last.requireFinite("x"));
    Expect.rejected(
        "finite numbers in x, got -Infinity in row 0, column 0", () -> first.requireFinite("x"));
    assertSame(rows, rows.requireFinite("x"));
  }

  private static Data inRows(int from, int to) {
    float[][] rows = new float[to - from][1];
    float[][] context = new float[to - from][1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = from + i;
      context[i][0] = -(from + i);
    }
    return Data.of(rows, context);
  }

  @Test
  void everyRowComesOnceAPassAndTheRestGoesOver() {
    try (Batches batches = new Batches(DataSource.of(inRows(0, 10)), 4, 1)) {
      int[] seen = new int[10];
      for (int i = 0; i < 5; i++) { // 5 batches of 4 are two passes of 10
        for (float value : batches.next().x().values()) {
          seen[(int) value]++;
        }
      }
      assertEquals(20, Arrays.stream(seen).sum());
      assertEquals(2, batches.epoch());
      assertTrue(Arrays.stream(seen).allMatch(count -> count >= 1 && count <= 3));
    }
  }

  @Test
  void rowsAreShuffledBySeed() {
    DataSource source = DataSource.of(inRows(0, 50));
    try (Batches one = new Batches(source, 50, 1);
        Batches same = new Batches(source, 50, 1);
        Batches other = new Batches(source, 50, 2)) {
      float[] first = one.next().x().values();
      assertArrayEquals(first, same.next().x().values());
      assertFalse(Arrays.equals(first, other.next().x().values()));
      assertFalse(Arrays.equals(first, one.next().x().values()));
    }
  }

  @Test
  void smallPiecesAreShuffledTogether() {
    DataSource source = epoch -> IntStream.range(0, 100).mapToObj(i -> inRows(10 * i, 10 * i + 10));
    try (Batches batches = new Batches(source, 10, 1)) {
      float[] batch = batches.next().x().values();
      float spread =
          IntStream.range(0, 10).mapToObj(i -> batch[i]).max(Float::compare).orElseThrow()
              - IntStream.range(0, 10).mapToObj(i -> batch[i]).min(Float::compare).orElseThrow();
      assertTrue(spread > 100, "ten neighbouring rows: " + Arrays.toString(batch));
    }
  }

  @Test
  void aPositionIsFoundAgain() {
    DataSource source =
        epoch -> IntStream.range(0, 9).mapToObj(i -> inRows(i * i, (i + 1) * (i + 1)));
    for (int taken = 1; taken < 40; taken++) {
      try (Batches all = new Batches(source, 7, 1);
          Batches later = new Batches(source, 7, 1)) {
        for (int i = 0; i < taken; i++) {
          Data unused = all.next();
        }
        Data unused = later.next();
        later.seek(all.position());
        for (int i = 0; i < 30; i++) {
          assertEquals(all.next(), later.next());
          assertEquals(all.epoch(), later.epoch());
        }
      }
    }
  }

  @Timeout(30)
  @Test
  void endlessEmptyPiecesAreAnErrorAndNotAHang() {
    Data none = inRows(0, 1).slice(0, 0);
    DataSource endless = epoch -> Stream.generate(() -> none);
    try (Batches batches = new Batches(endless, 2, 1)) {
      Expect.rejected("100,000 consecutive pieces without rows", batches::next);
    }
  }

  @Test
  void fewerRowsThanABatchAreRepeated() {
    try (Batches batches = new Batches(DataSource.of(inRows(0, 3)), 8, 1)) {
      assertEquals(8, batches.next().count());
    }
  }

  @Test
  void dequantizationStaysWithinItsWidthAndIsFreshInEveryPass() {
    DataSource noisy = DataSource.of(inRows(0, 1000)).dequantized(new float[] {1}, 5);
    float[] first = pass(noisy, 0);
    float[] second = pass(noisy, 1);
    assertArrayEquals(first, pass(noisy, 0));
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      assertEquals(i, first[i], 0.5001);
      assertNotEquals(first[i], second[i]);
      sum += first[i] - i;
    }
    assertEquals(0, sum / first.length, 4 * Math.sqrt(1 / 12.0 / first.length));
    Expect.rejected(
        "got 2", () -> pass(DataSource.of(inRows(0, 1)).dequantized(new float[2], 0), 0));
  }

  @Test
  void noiseOfDifferentSeedsEpochsAndPiecesDiffers() {
    float[] width = {1};
    Data zeros = Data.of(new float[10][1]);
    DataSource pieces = epoch -> Stream.of(zeros, zeros);
    Set<Float> firsts = new HashSet<>();
    for (long seed : new long[] {0, 1, 31, 1_000_003}) {
      firsts.add(zeros.dequantized(width, seed).x().values()[0]);
      for (int epoch = 0; epoch < 2; epoch++) {
        pieces
            .dequantized(width, seed)
            .pass(epoch)
            .forEach(piece -> firsts.add(piece.x().values()[0]));
      }
    }
    assertEquals(20, firsts.size());
    Expect.rejected("NaN", () -> zeros.dequantized(new float[] {Float.NaN}, 0));
    Expect.rejected("-1.0", () -> zeros.dequantized(new float[] {-1}, 0));
  }

  private static float[] pass(DataSource source, int epoch) {
    try (Stream<Data> pieces = source.pass(epoch)) {
      return pieces.findFirst().orElseThrow().x().values();
    }
  }

  @Test
  void columnsAreCutFromRowsThatStandBesideEachOther() {
    Rows left = Rows.of(new float[] {1, 2, 3, 4}, 2);
    Rows all = left.beside(Rows.empty(2)).beside(Rows.of(new float[] {5, 6}, 1));
    assertEquals(Rows.of(new float[] {1, 2, 5, 3, 4, 6}, 3), all);
    assertEquals(left, all.columns(0, 2));
    assertEquals(Rows.of(new float[] {5, 6}, 1), all.columns(2, 1));
    assertEquals(Rows.empty(2), all.columns(3, 0));
    Exception outside = assertThrows(IndexOutOfBoundsException.class, () -> all.columns(2, 2));
    assertTrue(outside.toString().endsWith("length 3"), outside::toString);
    Expect.rejected(
        "expected 2 rows beside these, got 1 row of shape", () -> all.beside(Rows.empty(1)));
  }

  private static final Layout LAYOUT = Layout.of("point", Shape.of(2)).and("image", Shape.of(1, 3));

  private static final Rows POINTS = Rows.of(new float[][] {{1, 2}, {3, 4}});
  private static final Rows IMAGES = Rows.of(new float[] {5, 6, 7, 8, 9, 10}, 1, 3);

  @Test
  void namesBecomeVectorsAndBack() {
    Rows vectors = LAYOUT.joined(Map.of("image", IMAGES, "point", POINTS));
    assertEquals(Shape.of(5), vectors.eventShape());
    assertArrayEquals(new float[] {1, 2, 5, 6, 7, 3, 4, 8, 9, 10}, vectors.values());
    Map<String, Rows> parts = LAYOUT.split(vectors);
    assertEquals(List.of("point", "image"), List.copyOf(parts.keySet()));
    assertEquals(POINTS, parts.get("point"));
    assertEquals(IMAGES, parts.get("image"));
    Map<String, Rows> none = LAYOUT.split(Rows.of(new float[0], 5));
    none.forEach((name, rows) -> assertEquals(0, rows.count(), name));
  }

  /** A flow of two named parts, each with its base and its map. */
  @Test
  void drawsComeOutByName() {
    Map<String, Distribution> bases =
        Map.of("image", Uniform.cube(3, 2, 4), "point", StandardNormal.of(2));
    Map<String, Bijector> maps = Map.of("image", new Identity(), "point", new Exp());
    List<Bijector> inOrder = LAYOUT.ordered(maps);
    List<Integer> sizes = LAYOUT.parts().stream().map(part -> (int) part.shape().size()).toList();
    Blockwise map =
        new Blockwise(
            IntStream.range(0, sizes.size())
                .mapToObj(i -> new Blockwise.Part(sizes.get(i), inOrder.get(i)))
                .toList());
    Distribution flow = new TransformedDistribution(new Joint(LAYOUT.ordered(bases)), map);
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 1)) {
      Map<String, Rows> drawn = LAYOUT.split(model.sampleAndLogProb(50, 1).x());
      for (float entry : LAYOUT.ordered(drawn).get(1).values()) {
        assertEquals(3, entry, 1);
      }
      for (float entry : LAYOUT.ordered(drawn).get(0).values()) {
        assertEquals(1, Math.signum(entry));
      }
    }
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Expect.rejected("[a, a]", () -> Layout.of("a", Shape.of(1)).and("a", Shape.of(2)));
    Expect.rejected("[0]", () -> Layout.of("a", Shape.of(0)));
    Expect.rejected("names []", () -> new Layout(List.of()));
    Expect.rejected("[point, image]", () -> LAYOUT.joined(Map.of("point", POINTS)));
    Expect.rejected("pixels", () -> LAYOUT.ordered(Map.of("point", 1, "pixels", 2)));
    Expect.rejected(
        "2 rows of shape [1, 3] as image",
        () -> LAYOUT.joined(Map.of("point", POINTS, "image", IMAGES.slice(0, 1))));
    Expect.rejected(
        "as image",
        () -> LAYOUT.joined(Map.of("point", POINTS, "image", Rows.of(new float[6], 3))));
    Expect.rejected("5 entries", () -> LAYOUT.split(POINTS));
  }

  private final Weights.Array array = new Weights.Array(Shape.of(2), new double[] {1, 2});
  private final Weights weights = new Weights(Map.of("a", array));

  @Test
  void weightsAreFoundByName() {
    assertEquals(array, weights.get("a"));
    assertEquals(2, weights.size());
    Expect.rejected("no weights named b; there are [a]", () -> weights.get("b"));
    Expect.rejected("shape [2], expected [3]", () -> weights.get("a", Shape.of(3)));
  }

  @Test
  void weightsAreValues() {
    Weights.Array same = new Weights.Array(Shape.of(2), new double[] {1, 2});
    assertEquals(weights, new Weights(Map.of("a", same)));
    assertEquals(array.hashCode(), same.hashCode());
    assertNotEquals(array, new Weights.Array(Shape.of(2), new double[] {1, 3}));
    assertNotEquals(array, new Weights.Array(Shape.of(1, 2), new double[] {1, 2}));
    assertNotEquals(
        array.hashCode(), new Weights.Array(Shape.of(2), new double[] {1, 3}).hashCode());
    assertNotEquals(
        array.hashCode(), new Weights.Array(Shape.of(1, 2), new double[] {1, 2}).hashCode());
    assertEquals("array of shape [2]", array.toString());
  }

  @Test
  void someMayBeReplaced() {
    Weights.Array other = new Weights.Array(Shape.of(1), new double[] {5});
    assertEquals(other, weights.with(Map.of("a", other)).get("a"));
    assertEquals(array, weights.get("a"));
  }

  @Test
  void weightsOfSizesThatDoNotFitAreRefused() {
    Expect.rejected("got 3", () -> new Weights.Array(Shape.of(2), new double[3]));
    Expect.rejected("[-1]", () -> new Weights.Array(Shape.of(-1), new double[0]));
    assertEquals(array, weights.get("a", Shape.of(2)));
  }

  @Test
  void allEntriesAreCountedAndLookedAt() {
    Weights.Array holed = new Weights.Array(Shape.of(1, 3), new double[] {1, 2, Double.NaN});
    assertEquals(5, weights.with(Map.of("b", holed)).size());
    assertTrue(weights.areFinite());
    assertFalse(weights.with(Map.of("b", holed)).areFinite());
  }

  @Test
  void theOrderIsKept() {
    Map<String, Weights.Array> named = new LinkedHashMap<>();
    for (String name : List.of("z", "a", "m", "b")) {
      named.put(name, array);
    }
    Weights ordered = new Weights(named).with(Map.of("a", array));
    assertEquals(List.of("z", "a", "m", "b"), List.copyOf(ordered.byName().keySet()));
  }
}
