package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final int ROWS = 3_000;
  private static final int[] DIGITS = {10, 100};

  private static double[] drawn(java.util.function.ToDoubleFunction<Random> number) {
    Random random = new Random(5);
    return IntStream.range(0, ROWS).mapToDouble(i -> number.applyAsDouble(random)).toArray();
  }

  private static double price(Random random) {
    return 100 * Math.rint(20 + 5 * random.nextGaussian()) + (random.nextInt(4) == 0 ? 95 : 99);
  }

  /** The mean height of the cells of some values. */
  private static double height(Relief relief, IntStream values) {
    return values
        .mapToDouble(value -> relief.heights().get((int) ((value - relief.low()) / relief.step())))
        .average()
        .orElseThrow();
  }

  @Test
  void smoothCountsHaveNoRelief() {
    double[] smooth = drawn(random -> Math.rint(40 * random.nextGaussian()));
    assertTrue(Histogram.of(1, smooth).orElseThrow().relief(DIGITS).isEmpty());
    double[] skewed = drawn(random -> Math.floor(Math.exp(1.5 * random.nextGaussian() + 3)));
    assertTrue(Histogram.of(1, skewed).orElseThrow().relief(DIGITS).isEmpty());
  }

  @Test
  void theLastDigitsOfPricesStandOutWherePricesWereSeenAndWhereNot() {
    Relief relief =
        Histogram.of(1, drawn(HistogramTest::price)).orElseThrow().relief(DIGITS).orElseThrow();
    IntStream hundreds = IntStream.range(15, 25);
    double of99 = height(relief, hundreds.map(hundred -> 100 * hundred + 99));
    double of95 = height(relief, IntStream.range(15, 25).map(hundred -> 100 * hundred + 95));
    double ofOthers = height(relief, IntStream.range(1500, 2500).filter(x -> x % 100 < 95));
    assertEquals(3, of99 / of95, 1);
    assertTrue(of99 > 1000 * ofOthers, of99 + " " + ofOthers);
  }

  @Test
  void singleValuesThatManyRowsShareStandOut() {
    List<Integer> shared = List.of(3, 17, 31, 32, 48, 77);
    double[] values =
        drawn(random -> random.nextBoolean() ? shared.get(random.nextInt(6)) : random.nextInt(100));
    Relief relief = Histogram.of(1, values).orElseThrow().relief(DIGITS).orElseThrow();
    double ofShared = height(relief, shared.stream().mapToInt(x -> x));
    double ofOthers = height(relief, IntStream.range(0, 100).filter(x -> !shared.contains(x)));
    assertTrue(ofShared > 10 * ofOthers, ofShared + " " + ofOthers);
  }

  @Test
  void valuesWithoutASpacingAndFewCellsHaveNone() {
    assertTrue(Histogram.of(0, 1, 2, 3).isEmpty());
    assertTrue(Histogram.of(1, 1, 2, 3).isEmpty());
    assertTrue(Histogram.of(1, 1, 1e6, 2e6).isEmpty());
  }
}
