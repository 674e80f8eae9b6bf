package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.column.NumberCoding.Range;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelationTest {
  private static final double PRECISION = 1e-12;

  private static Range within(Relation.Factor factor, double near, double value, double half) {
    Relation.Product product =
        new Relation.Product(2, List.of(factor, new Relation.Factor("b", 1)));
    return product.within(0, List.of(near, 3.0), value, half);
  }

  private static void assertWithin(double low, double high, Range found) {
    assertEquals(low, found.low(), PRECISION);
    assertEquals(high, found.high(), PRECISION);
  }

  @Test
  void aFactorHasTheNumbersWhoseProductRoundsToAValue() {
    Relation.Factor plain = new Relation.Factor("a", 1);
    assertWithin(9.5 / 6, 10.5 / 6, within(plain, 0, 10, 0.5));
    assertWithin(1 - 10.5 / 6, 1 - 9.5 / 6, within(new Relation.Factor("a", 1, -1, 1), 0, 10, 0.5));
    assertWithin(-Math.cbrt(10.5 / 6), -Math.cbrt(9.5 / 6), within(power(3), 1, -10, 0.5));
    assertWithin(Math.sqrt(9.5 / 6), Math.sqrt(10.5 / 6), within(power(2), 1, 10, 0.5));
    assertWithin(-Math.sqrt(10.5 / 6), -Math.sqrt(9.5 / 6), within(power(2), -1, 10, 0.5));
    assertWithin(0, Math.sqrt(0.5 / 6), within(power(2), 1, 0, 0.5));
  }

  @Test
  void aTermHasTheNumbersWhoseSumRoundsToAValue() {
    Relation.Linear sum = new Relation.Linear(List.of("a", "b"), List.of(-0.5, 2.0), 1);
    Relation.RoundedSum rounded = new Relation.RoundedSum(sum);
    assertWithin(-7, -5, rounded.within(0, List.of(Double.NaN, 3.0), 10, 0.5));
    assertWithin(5.5, 6, rounded.within(1, List.of(5.0, Double.NaN), 10, 0.5));
  }

  @Test
  void aDivisorKeepsItsSideOfAPole() {
    assertWithin(6 / 10.5, 6 / 9.5, within(power(-1), 1, 10, 0.5));
    assertWithin(12, Double.POSITIVE_INFINITY, within(power(-1), 1, 0, 0.5));
    assertWithin(Double.NEGATIVE_INFINITY, -12, within(power(-1), -1, 0, 0.5));
    assertWithin(Math.sqrt(12), Double.POSITIVE_INFINITY, within(power(-2), 1, 0, 0.5));
    assertWithin(Double.NEGATIVE_INFINITY, -Math.sqrt(12), within(power(-2), -1, 0, 0.5));
  }

  private static Relation.Factor power(int power) {
    return new Relation.Factor("a", power);
  }

  @Test
  void numbersAreMovedIntoARangeByMultiplesOfItsWidth() {
    Range range = new Range(2, 5);
    assertEquals(2.5, range.wrapped(2.5));
    assertEquals(2.5, range.wrapped(-0.5), PRECISION);
    assertEquals(4, range.wrapped(10), PRECISION);
    assertEquals(3, new Range(3, Double.POSITIVE_INFINITY).wrapped(1));
    assertEquals(3, new Range(3, 3).wrapped(1));
  }

  /** In tables of many names, a search through all of them for each row lasts for minutes. */
  @Test
  void theNamesOfAValueAreFoundAtOnce() {
    int count = 50_000;
    Map<String, String> groups = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      groups.put("n" + i, "g" + i / 2);
    }
    TableColumn group =
        new TableColumn("group", new ColumnKind.Categorical(), List.copyOf(groups.values()));
    DerivedColumn derived = new DerivedColumn(group, 1, new Relation.Renamed("name", groups));
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < count; i++) {
            assertTrue(derived.isAmbiguous("g" + i / 2));
          }
        });
    assertEquals(List.of("n6", "n7"), derived.sourcesOf("g3"));
    assertFalse(derived.isAmbiguous("n6"));
  }

  /**
   * Draws of a quotient with a pole, or of a product that can be zero, reach further than its ends.
   */
  @Test
  void productsOfDrawsStayWithinADeclaredKind() {
    Map<String, Range> ofData =
        Map.of("a", new Range(1, 2), "b", new Range(0, 3), "y", new Range(-2, 2));
    Reach reach = new Reach(ofData, Map.of("y", new ColumnKind.Bounded(-2, 2)), Map.of(), Map.of());
    Relation.Factor quotient = new Relation.Factor("b", 1, -1, -1);
    assertFalse(reach.add("y", product(0.1, quotient), new HashMap<>()));
    assertTrue(reach.add("y", product(0.1, new Relation.Factor("b", 1, 1, -1)), new HashMap<>()));
    assertFalse(reach.add("y", product(1, new Relation.Factor("b", 1)), new HashMap<>()));
    Relation.Factor square = new Relation.Factor("b", 1, -1, 2);
    Reach positive =
        new Reach(ofData, Map.of("y", new ColumnKind.Bounded(0.5, 9)), Map.of(), Map.of());
    assertFalse(positive.add("y", product(1, square), new HashMap<>()));
  }

  private static Relation.Product product(double constant, Relation.Factor factor) {
    return new Relation.Product(constant, List.of(new Relation.Factor("a", 1), factor));
  }

  /** No row of the fit was on a Tuesday. */
  @Test
  void anUnknownPartMayHaveAnyValue() {
    TableColumn group = new TableColumn("group", new ColumnKind.Categorical(), List.of("a", "b"));
    Relation rule =
        new Relation.Part("day", ChronoField.DAY_OF_WEEK, ZoneOffset.UTC, Map.of("1", "a"));
    DerivedColumn derived = new DerivedColumn(group, 1, rule);
    List<TableColumn> unread = List.of(group);
    assertTrue(derived.agree(unread, List.of("2024-01-01"), "a"));
    assertFalse(derived.agree(unread, List.of("2024-01-01"), "b"));
    assertTrue(derived.agree(unread, List.of("2024-01-02"), "b"));
    assertFalse(derived.agree(unread, List.of("2024-01-02"), ""));
    assertFalse(derived.isValue(unread, List.of("2024-01-02"), "b"));
  }

  @Test
  void sumsOfNumbersThatWereInSinglePrecisionHaveItsErrors() {
    assertEquals(8e-12, Relation.Linear.rounding(8, List.of(0.5, 20.0, 0.1), 0.25), 1e-15);
    assertEquals(3.2e-6, Relation.Linear.rounding(8, List.of(0.5, (double) 0.1f), 0.25), 1e-12);
    assertEquals(3.2e-6, Relation.Linear.rounding(8, List.of(0.5), (double) 0.1f), 1e-12);
  }
}
