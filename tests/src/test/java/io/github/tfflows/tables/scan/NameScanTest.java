package io.github.tfflows.tables.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.column.NameCoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameScanTest {
  private static final int CAP = NameScan.MOST_COUNTED;
  private static final int ROWS = CAP + 1_000;

  private static NameScan scan(int from, int to, IntFunction<String> name) {
    NameScan scan = new NameScan();
    IntStream.range(from, to).mapToObj(name).forEach(scan::accept);
    return scan;
  }

  /** Scans of a table's rows in one part, and in parts that begin with the given rows. */
  private static List<NameScan> scans(int rows, IntFunction<String> name, int... cuts) {
    NameScan merged = scan(0, cuts[0], name);
    List<NameScan> parts = new ArrayList<>();
    for (int i = 0; i < cuts.length; i++) {
      NameScan part = scan(cuts[i], i + 1 < cuts.length ? cuts[i + 1] : rows, name);
      merged.append(part);
      parts.add(part);
    }
    Collections.reverse(parts);
    NameScan fromTheEnd = parts.get(0);
    for (NameScan part : parts.subList(1, parts.size())) {
      part.append(fromTheEnd);
      fromTheEnd = part;
    }
    NameScan first = scan(0, cuts[0], name);
    first.append(fromTheEnd);
    return List.of(scan(0, rows, name), merged, first);
  }

  private static void assertCapped(boolean isUnique, IntFunction<String> name) {
    for (int[] cuts : List.of(new int[] {0, 1, 50_000, CAP}, new int[] {CAP, CAP + 1})) {
      for (NameScan scan : scans(ROWS, name, cuts)) {
        assertEquals(isUnique, scan.isUnique());
        assertTrue(scan.isUncounted());
      }
    }
  }

  @Test
  void partsHoldTheNamesBeforeTheCap() {
    assertCapped(true, i -> i + "k");
    for (NameScan scan : scans(ROWS, i -> i + "k", 60_000)) {
      List<String> names = scan.coding().names();
      assertEquals(CAP, names.size());
      assertTrue(names.contains((CAP - 1) + "k"));
    }
  }

  @Test
  void repeatsBeyondTheCapAreNotCounted() {
    assertCapped(true, i -> (i < CAP ? i : 0) + "k");
    assertCapped(true, i -> (i < CAP + 1 ? i : CAP) + "k");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50_000, CAP - 1})
  void repeatsBeforeTheCapAre(int row) {
    assertCapped(false, i -> (i == row ? 0 : i) + "k");
    assertCapped(false, i -> (i == row ? row - 1 : i) + "k");
  }

  @ParameterizedTest
  @CsvSource({
    "x x, true",
    "x y x, true",
    "x 0k, true",
    "x y y, true",
    "0k x, false",
    "0k x 0k, false"
  })
  void aPartCanReachTheCapByItsFirstName(String names, boolean isUnique) {
    NameScan scan = scan(0, CAP - 1, i -> i + "k");
    NameScan later = new NameScan();
    for (String name : names.split(" ", -1)) {
      later.accept(name);
    }
    scan.append(later);
    assertTrue(scan.isUncounted());
    assertEquals(isUnique, scan.isUnique());
  }

  @Test
  void countsOfPartsAddUp() {
    for (NameScan scan : scans(5_000, i -> (i % 2 == 0 ? i % 20 : i) + "k", 700, 700, 3_000)) {
      NameCoding coding = scan.coding();
      assertEquals(2_510, coding.names().size());
      assertEquals("0k", coding.names().get(0));
      assertEquals(2_500, coding.pooled().stream().mapToInt(Integer::intValue).sum());
      assertFalse(scan.isUnique() || scan.isUncounted());
    }
    assertTrue(scans(500, i -> "k", 9, 9, 20).stream().allMatch(NameScan::isConstant));
  }

  /** The share of names that occur once, at least as if there were one in half a row more. */
  @Test
  void unseenNamesHaveTheShareOfThoseThatOccurOnce() {
    for (NameScan scan : scans(1_000, i -> (i % 10 == 0 ? i : i % 7) + "k", 100, 400)) {
      long once = IntStream.range(0, 1_000).filter(i -> i % 10 == 0 && i >= 7).count();
      assertEquals(once / 1_000.0, scan.coding().unseen(), 1e-12);
    }
    assertEquals(0.5 / 1_001, scan(0, 1_000, i -> i % 3 + "k").coding().unseen(), 1e-12);
    assertEquals(0.5, scan(0, 1_000, i -> (i == 9 ? 8 : i) + "k").coding().unseen(), 1e-12);
    assertEquals(0, new NameCoding(List.of("a", "b"), List.of(), 0).unseen());
  }
}
