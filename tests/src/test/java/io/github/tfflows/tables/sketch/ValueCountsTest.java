package io.github.tfflows.tables.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCountsTest {
  /** The reach of equal values, which is without ends. */
  private static final Bulk.Reach ALL = Bulk.Reach.of(1, 1);

  private static List<Double> masses(int rows, double step, DoubleSupplier values) {
    ValueCounts counts = new ValueCounts();
    for (int i = 0; i < rows; i++) {
      counts.add(values.getAsDouble());
    }
    return counts.masses(step, ALL);
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 200_000})
  void findsAValueAmongMoreThanItHolds(int rows) {
    Random random = new Random(1);
    assertEquals(
        List.of(0.0),
        masses(rows, 0, () -> random.nextInt(50) == 0 ? -0.0 : 1 + random.nextDouble()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300, 3_000})
  void findsAValueInPartsOfMoreThanItHolds(int rows) {
    Random random = new Random(1);
    ValueCounts merged = new ValueCounts();
    for (int part = 0; part < 20; part++) {
      ValueCounts counts = new ValueCounts();
      for (int i = 0; i < rows * part; i++) {
        counts.add(random.nextInt(50) == 0 ? -0.0 : 1 + random.nextDouble());
      }
      merged.append(counts);
    }
    assertEquals(rows == 1 ? List.of() : List.of(0.0), merged.masses(0, ALL));
  }

  @Test
  void addsCountsOfPartsWithMoreThanItHolds() {
    ValueCounts merged = new ValueCounts();
    for (int part = 0; part < 3; part++) {
      ValueCounts counts = new ValueCounts();
      for (int i = 0; i < 20_000; i++) {
        counts.add(i % 100 == 0 ? -1 - part % 2 : 20_000 * part + i);
      }
      merged.append(counts);
    }
    assertEquals(List.of(-1.0), merged.masses(0, ALL), "400 of 60,000 rows, not the 200 of -2");
  }

  @Test
  void fewValuesAreNotThoseThatAreLeftOfMany() {
    ValueCounts counts = new ValueCounts();
    for (int i = -1; i <= 20_000; i++) {
      counts.add(Math.max(0, i));
    }
    assertEquals(List.of(), counts.masses(0, ALL), "two rows of zero");
    ValueCounts merged = new ValueCounts();
    merged.append(counts);
    assertEquals(List.of(), merged.masses(0, ALL));
  }

  @Test
  void holdsNoMoreOfManyPartsThanOfOne() throws IOException {
    ValueCounts merged = new ValueCounts();
    for (int part = 0; part < 5; part++) {
      ValueCounts counts = new ValueCounts();
      for (int i = 0; i < 20_000; i++) {
        counts.add(20_000 * part + i);
      }
      int size = size(counts);
      merged.append(counts);
      assertTrue(size(merged) <= size);
    }
  }

  private static int size(ValueCounts counts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(counts);
    }
    return bytes.size();
  }

  @Test
  void findsNoneInSmoothCounts() {
    Random random = new Random(2);
    assertEquals(List.of(), masses(20_000, 1, () -> Math.rint(60 + 12 * random.nextGaussian())));
    assertEquals(List.of(), masses(20_000, 0, random::nextGaussian));
  }

  @Test
  void findsRoundNumbersOnAGrid() {
    Random random = new Random(3);
    DoubleSupplier prices =
        () -> {
          int price = 100 + random.nextInt(1_900);
          return random.nextInt(3) == 0 ? Math.rint(price / 500.0) * 500 : price;
        };
    assertEquals(List.of(0.0, 500.0, 1_000.0, 1_500.0, 2_000.0), masses(20_000, 1, prices));
  }

  @Test
  void givesAllOfFewValuesMasses() {
    Random random = new Random(4);
    assertEquals(List.of(1.0, 2.0, 3.0), masses(60, 1, () -> 1 + random.nextInt(3)));
    assertEquals(List.of(), masses(50, 1, () -> 1 + random.nextInt(3)));
  }

  @Test
  void keepsTheMostFrequentOfMany() {
    Random random = new Random(5);
    DoubleSupplier values = () -> 10 * Math.min(random.nextInt(80), random.nextInt(80));
    List<Double> found = masses(100_000, 1, values);
    assertEquals(60, found.size());
    assertEquals(List.of(0.0, 10.0, 20.0), found.subList(0, 3));
  }
}
