package io.github.tfflows.tables.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of numbers and names of columns, of which parts of a table add up. */
class DecimalsTest {
  private static Decimals of(double... numbers) {
    Decimals decimals = new Decimals();
    DoubleStream.of(numbers).forEach(decimals::add);
    return decimals;
  }

  private static double[] wholes(int count, double... others) {
    DoubleStream wholes = IntStream.range(0, count).asDoubleStream();
    return DoubleStream.concat(DoubleStream.of(others), wholes).toArray();
  }

  @Test
  void aHandfulOfManyNumbersMayHaveMore() {
    assertEquals(0, of(wholes(3_000, 0.5, 7.25)).suffice());
    assertEquals(2, of(wholes(1_500, 0.5, 7.25)).suffice(), "too few others");
    assertEquals(1, of(wholes(90_000, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)).suffice(), "too many");
    assertEquals(1, of(wholes(90_000, 0.25, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)).suffice());
    assertEquals(3, of(0.125, 4, 5.5).suffice());
  }

  @Test
  void thoseOfPartsAreThoseOfAll() {
    for (double[] odd : List.of(new double[] {0.5, 7.25, 1.5}, new double[] {0.5, 0.3, 0.7})) {
      Decimals parts = of(odd);
      parts.append(of(odd));
      parts.append(of(wholes(9_000)));
      double[] twice = DoubleStream.concat(DoubleStream.of(odd), DoubleStream.of(odd)).toArray();
      assertEquals(of(wholes(9_000, twice)).suffice(), parts.suffice());
    }
    Decimals parts = of(0.5, 1.5, 2.5);
    parts.append(of(wholes(1_500, 0.25, 1.25, 2.25, 3.25, 4.25, 5.25, 0.125)));
    assertEquals(2, parts.suffice(), "three are odd in the first part alone");
  }

  @Test
  void aColumnKeepsTheStepOfNearlyAllNumbersAndTakesTheOthers() throws IOException {
    Random random = new Random(2);
    TableSource table =
        Tables.of(
            "x", 4_000, i -> List.of(i == 70 ? "12.25" : Math.round(50 * random.nextGaussian())));
    TableColumn column = TableScan.all().of(table, Missing.MODEL).modelled().get(0);
    assertEquals(new ColumnKind.Real(), column.kind());
    assertEquals(1, column.step());
    assertEquals(13.0, column.drawn(12.7f));
    assertEquals(12.25f, column.parse("12.25"));
  }

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
    NameCoding all = new NameCoding(List.of("a", "b"), List.of(), 0);
    assertEquals(0, all.unseen());
    assertEquals("b", all.written(2), "none is unseen");
  }
}
