package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of rows, and splits that hold whole groups out. */
class GroupsTest {
  /** Rows {@code 0, 1, …}, each in the group of its number modulo the number of groups. */
  private static Data grouped(int count, int groups) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = i;
    }
    return Data.of(Rows.of(x, 1)).grouped(IntStream.range(0, count).map(i -> i % groups).toArray());
  }

  private static Set<Integer> groups(Data rows, int groups) {
    Set<Integer> found = new HashSet<>();
    for (float row : rows.x().values()) {
      found.add(Math.round(row) % groups);
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 100, 0.1, 100",
    "1000, 10, 0.25, 200",
    "600, 3, 0.1, 200",
    "100, 100, 0.07, 7"
  })
  void noGroupIsInBothParts(int count, int groups, double fraction, int heldOut) {
    Data rows = grouped(count, groups);
    for (long seed = 0; seed < 20; seed++) {
      Data.Split split = rows.split(fraction, seed);
      int group = count / groups;
      assertTrue(Math.abs(heldOut - split.heldOut().count()) <= group, "rounded to whole groups");
      assertEquals(count, split.heldOut().count() + split.training().count());
      Set<Integer> apart = groups(split.heldOut(), groups);
      assertTrue(apart.size() > 0, "one group at least");
      Set<Integer> learned = groups(split.training(), groups);
      assertEquals(groups, apart.size() + learned.size());
      learned.retainAll(apart);
      assertEquals(Set.of(), learned);
    }
  }

  /** A split of a part still keeps groups together. */
  @Test
  void partsKeepTheirGroups() {
    Data all = grouped(900, 30).weighted(new float[900]);
    Data outer = all.split(0.3, 1).training().slice(3, 500).dequantized(new float[] {0.5f}, 1);
    Data.Split inner = outer.followedBy(outer).split(0.2, 2);
    Set<Integer> both = groups(inner.training(), 30);
    both.retainAll(groups(inner.heldOut(), 30));
    assertEquals(Set.of(), both);
    assertEquals(0, outer.ungrouped().groups().size());
    assertTrue(outer.ungrouped().isWeighted());
  }

  /** So that a resumed training can join rows that were left over, without their groups. */
  @Test
  void batchesHaveNoGroups() {
    try (Batches batches = new Batches(DataSource.of(grouped(10, 5)), 4, 1)) {
      assertEquals(0, batches.next().groups().size());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.15, 0.2})
  void foldsHaveNoGroupInCommon(double fraction) {
    Data rows = grouped(2_000, 200);
    Set<Float> heldOut = new HashSet<>();
    int folds = (int) (1 / fraction);
    int sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      Data part = new Validation(fraction, 1, 1).split(rows, 3, fold).heldOut();
      sum += part.count();
      for (float row : part.x().values()) {
        heldOut.add(row);
      }
    }
    assertEquals(sum, heldOut.size());
    assertEquals(fraction * folds, sum / 2_000.0, 0.01);
  }

  /** Groups of very different sizes: the largest one has two thirds of the rows. */
  @Test
  void groupsThatAreTooLargeAreLearnedFrom() {
    long[] sizes = new long[101];
    Random random = new Random(1);
    Arrays.setAll(sizes, i -> 1 + random.nextInt(20));
    sizes[40] = 2_000;
    long all = Arrays.stream(sizes).sum();
    Groups groups = new Groups(sizes);
    for (int fold = 0; fold < 10; fold++) {
      boolean[] heldOut = groups.heldOut(0.1, 7, fold);
      assertFalse(heldOut[40]);
      double rows =
          IntStream.range(0, 101).filter(i -> heldOut[i]).mapToDouble(i -> sizes[i]).sum();
      assertEquals(0.1 * all, rows, 20);
    }
    assertArrayEquals(
        new boolean[] {false, true, false}, new Groups(50, 20, 30).heldOut(0.1, 1, 0));
    assertArrayEquals(
        new boolean[] {false, false, true}, new Groups(50, 20, 30).heldOut(0.1, 1, 1));
  }

  @Test
  void atLeastOneGroupIsLearnedFrom() {
    boolean[] most = new Groups(5, 5).heldOut(0.95, 1, 0);
    assertNotEquals(most[0], most[1]);
    assertArrayEquals(new boolean[2], new Groups(5, 5).heldOut(0, 1, 0));
    assertArrayEquals(new boolean[1], new Groups(5).heldOut(0, 1, 0));
    assertArrayEquals(new boolean[0], new Groups().heldOut(0.5, 1, 0));
  }

  @Test
  void equalSeedsGiveEqualSplits() {
    Data rows = grouped(500, 50);
    assertEquals(rows.split(0.2, 1), rows.split(0.2, 1));
    assertNotEquals(rows.split(0.2, 1), rows.split(0.2, 2));
  }

  /** Numbers that users choose, such as years, dates or hashes, remain apart. */
  @Test
  void groupsAreAsManyAsTheirNumbers() {
    for (int[] numbers :
        new int[][] {
          IntStream.range(0, 100_000).toArray(),
          IntStream.range(0, 1_000).map(i -> i << 16).toArray(),
          {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}
        }) {
      float[] groups = Data.of(new float[numbers.length][1]).grouped(numbers).groups().values();
      Set<Float> distinct = new HashSet<>();
      for (float group : groups) {
        distinct.add(group);
      }
      assertEquals(numbers.length, distinct.size());
    }
  }

  @Test
  void groupsThatCannotBeHeldOutAreRefused() {
    Expect.rejected("all rows are of one group", () -> grouped(10, 1).split(0.1, 1));
    Expect.rejected("got 1.0", () -> grouped(10, 2).split(1, 1));
    Expect.rejected("fold must be at least 0, got -1", () -> grouped(10, 2).split(0.1, 1, -1));
    Expect.rejected("one row in group 1, got 0", () -> new Groups(3, 0));
    Expect.rejected(
        "one group for each of 2 rows, got 1", () -> Data.of(new float[2][1]).grouped(new int[1]));
    Data alone = Data.of(new float[2][1]);
    Expect.rejected("expected more rows", () -> alone.followedBy(alone.grouped(new int[2])));
  }
}
