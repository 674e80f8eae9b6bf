package io.github.tfflows.tables.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.requirement.Requirement.Order;
import io.github.tfflows.tables.requirement.Requirement.Side;
import io.github.tfflows.tables.requirement.Requirement.Sum;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of requirements. */
class RequirementTest {
  private static final List<String> COLUMNS = List.of("start", "end", "a b", "c", "2024");

  private static List<Requirement> parsed(String text) {
    return Requirement.parse(text, COLUMNS);
  }

  private static Side column(String name) {
    return new Side(name, true);
  }

  private static Side number(String text) {
    return new Side(text, false);
  }

  private static void assertRefused(String text, String... words) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> parsed(text), text);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("the requirement \"" + text + "\": "), message);
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  @Test
  void comparisonsPutTheLowerSideFirst() {
    Order order = new Order(column("start"), column("end"), false, "end >= start");
    assertEquals(List.of(order), parsed("end >= start"));
    assertEquals(List.of(order), parsed(" end >= start "));
    assertEquals(
        List.of(new Order(column("start"), column("a b"), true, "start<a b")), parsed("start<a b"));
    assertEquals(
        List.of(new Order(number("2.5"), column("c"), true, "c > 2.5")), parsed("c > 2.5"));
    assertEquals(
        List.of(new Order(column("c"), number("2024-05-01"), false, "c <= 2024-05-01")),
        parsed("c <= 2024-05-01"));
  }

  @Test
  void severalComparisonsMakeOneLine() {
    assertEquals(
        List.of(
            new Order(number("0"), column("c"), false, "0 <= c < end"),
            new Order(column("c"), column("end"), true, "0 <= c < end")),
        parsed("0 <= c < end"));
  }

  @Test
  void aNameThatIsANumberIsAColumn() {
    assertEquals(
        List.of(new Order(column("2024"), column("c"), false, "c >= 2024")), parsed("c >= 2024"));
  }

  @Test
  void sumsHaveSignsFactorsAndAConstant() {
    assertEquals(
        List.of(
            new Sum("c", new Relation.Linear(List.of("start", "a b"), List.of(1.0, -2.5), 3.0))),
        parsed("start - 2.5 * a b + 3 = c"));
    assertEquals(
        List.of(new Sum("end", new Relation.Linear(List.of("start"), List.of(-1.0), 0))),
        parsed("end = -start"));
    assertEquals(
        List.of(new Sum("end", new Relation.Linear(List.of("c"), List.of(2.0), 0))),
        parsed("c + c == end"));
  }

  @Test
  void keysNameTheirColumns() {
    assertEquals(
        List.of(new Requirement.Key(List.of("start", "a b"))), parsed("unique(start, a b)"));
  }

  @Test
  void otherTextsAreRefusedWithTheReason() {
    assertRefused("end", "expected one such as \"end >= start\"");
    assertRefused("", "expected one such as");
    assertRefused("end = start = c", "expected one such as");
    assertRefused("end >= begin", "\"begin\" is neither a column nor a number", "start, end");
    assertRefused("end >=", "\"\" is neither a column nor a number");
    assertRefused("end > end", "expected two different columns");
    assertRefused("1 < 2", "expected two different columns, or one and a number");
    assertRefused("start + end = 3 + c", "expected one column alone on a side of =");
    assertRefused("end = 3", "expected a sum of other columns");
    assertRefused("end = end + c", "expected a sum of other columns");
    assertRefused("unique()", "\"\" is neither a column");
    assertRefused("unique(key)", "\"key\" is neither a column");
  }
}
