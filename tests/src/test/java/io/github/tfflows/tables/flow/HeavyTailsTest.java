package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeavyTailsTest {
  private static Optional<HeavyTails> of(int count, ToDoubleFunction<Random> draw) {
    Random random = new Random(7);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) draw.applyAsDouble(random);
    }
    Rows rows = Rows.of(numbers, 1);
    return HeavyTails.of(
        WeightedNumbers.of(Data.of(rows), rows, 0, IntStream.range(0, count).toArray()));
  }

  @Test
  void otherNumbersHaveALinearScale() {
    assertEquals(Optional.empty(), of(2000, Random::nextGaussian));
    assertEquals(Optional.empty(), of(2000, random -> random.nextDouble() - 0.5));
    assertEquals(Optional.empty(), of(2000, random -> Math.exp(2 * random.nextGaussian())));
    assertEquals(Optional.empty(), of(2000, random -> -Math.exp(2 * random.nextGaussian())));
    assertEquals(Optional.empty(), of(2000, random -> 3));
    assertEquals(Optional.empty(), of(0, random -> 3));
  }

  @Test
  void fewNumbersHaveALinearScale() {
    ToDoubleFunction<Random> draw =
        random -> random.nextGaussian() * Math.exp(random.nextGaussian());
    assertEquals(Optional.empty(), of(20, draw));
    assertTrue(of(2000, draw).isPresent());
  }

  /** A Gaussian on the scale, three times as wide as its linear part. */
  @Test
  void findsTheScale() {
    HeavyTails zero =
        of(20_000, random -> 500 * Math.sinh(3 * random.nextGaussian())).orElseThrow();
    assertEquals(0, zero.center());
    assertEquals(1, zero.unit() / 500, 0.5);
    HeavyTails balances =
        of(20_000, random -> 500 * Math.sinh(2 + 2 * random.nextGaussian())).orElseThrow();
    assertEquals(0, balances.center());
    assertEquals(1, balances.unit() / 500, 0.5);
    HeavyTails shifted =
        of(20_000, random -> 40_000 + 5_000 * Math.sinh(2 * random.nextGaussian())).orElseThrow();
    assertEquals(40_000, shifted.center(), 500);
    assertEquals(1, shifted.unit() / 5000, 0.5);
  }

  /** Wide ones follow narrow ones, as in a sorted table. */
  @Test
  void everyNthOfManyNumbersIsRead() {
    int[] place = {0};
    HeavyTails tails =
        of(150_000, random -> random.nextGaussian() * (place[0]++ < 100_000 ? 1 : 1000))
            .orElseThrow();
    assertEquals(0, tails.center(), 0.1);
    assertTrue(tails.unit() < 10, tails::toString);
  }

  @Test
  void aFarValueHasNoInfluence() {
    assertEquals(
        Optional.empty(),
        of(2000, random -> random.nextInt(1000) == 0 ? 1e12 : random.nextGaussian()));
  }
}
