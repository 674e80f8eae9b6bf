package io.github.tfflows.tables.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.Relation.Comparison;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.requirement.Requirement.Equation;
import io.github.tfflows.tables.requirement.Requirement.Order;
import io.github.tfflows.tables.requirement.Requirement.Side;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requirements of a table: the rules that follow from them, and the rows that break them. */
class RequirementsTest {
  private static final TableSource TABLE =
      Tables.of(
          "a,b,c,x,day,until,id",
          "1,1,3.5,0.25,2024-05-01,2024-05-01,7",
          "2,4,5,0.5,2024-05-02,2024-05-09,3",
          ",3,4,1,,2024-04-30,4");

  private static Requirements of(Set<String> given, String... texts) throws IOException {
    return Requirements.of(List.of(texts), TABLE, given);
  }

  private static Relation.Beyond beyond(
      String bound, String distance, Comparison comparison, String otherwise) {
    return new Relation.Beyond(List.of(bound), distance, comparison, otherwise);
  }

  private static String refused(String... texts) {
    return Expect.message(IllegalArgumentException.class, () -> of(Set.of(), texts));
  }

  @Test
  void theGreaterColumnFollowsFromTheSmallerOne() throws IOException {
    Requirements found = of(Set.of(), "a <= b < c");
    assertEquals(
        Map.of(
            "b", beyond("a", "b - a", Comparison.AT_LEAST, "3"),
            "c", beyond("b", "c - b", Comparison.ABOVE, "")),
        found.relations());
    assertEquals(
        Map.of("b - a", new ColumnKind.Count(), "c - b", new ColumnKind.Positive()), found.kinds());
    TableSource gaps = Tables.of("a,b", "1,2", ",3", ",3.5");
    assertEquals(
        Map.of("b - a", new ColumnKind.Positive()),
        Requirements.of(List.of("a <= b"), gaps, Set.of()).kinds());
    TableSource whole = Tables.of("a,b", "1,2", "3,7");
    assertEquals(
        Map.of("b - a", new ColumnKind.Positive()),
        Requirements.of(List.of("a < b"), whole, Set.of()).kinds());
  }

  @Test
  void theSmallerOneFollowsWhereTheGreaterIsGivenOrHasAConstantAbove() throws IOException {
    Relation.Beyond down = beyond("c", "c - b", Comparison.BELOW, "");
    assertEquals(Map.of("b", down), of(Set.of("c"), "b < c").relations());
    Requirements bounded = of(Set.of(), "b < c", "c <= 5");
    assertEquals(down, bounded.relations().get("b"));
    assertEquals(
        new Relation.Beyond(List.of(), "5 - c", Comparison.AT_MOST, "5"),
        bounded.relations().get("c"));
    assertEquals(Map.of(), of(Set.of("b", "c"), "b < c").relations(), "both are given");
  }

  @Test
  void aColumnIsBetweenTheNearestNumbersOfEachSide() throws IOException {
    Map<String, ColumnKind> nearest = Map.of("x", new ColumnKind.Bounded(0.2, 2));
    assertEquals(nearest, of(Set.of(), "0 <= x <= 5", "0.2 <= x <= 2").kinds());
    assertEquals(nearest, of(Set.of(), "0.2 <= x <= 2", "0 <= x <= 5").kinds());
    assertEquals(nearest, of(Set.of(), "x >= 0.2", "x >= 0", "x <= 5", "x <= 2").kinds());
  }

  @Test
  void aColumnIsBeyondTheFarthestOfSeveral() throws IOException {
    assertEquals(
        Map.of("c", new Relation.Beyond(List.of("a", "b"), "c - max(a, b)", Comparison.ABOVE, "")),
        of(Set.of(), "c > a", "c > b").relations());
  }

  @Test
  void constantsAreKindsOrBounds() throws IOException {
    assertEquals(Map.of("x", new ColumnKind.Bounded(0, 1)), of(Set.of(), "0 <= x <= 1").kinds());
    Requirements zero = of(Set.of(), "id >= 0", "x > 0");
    assertEquals(
        Map.of("id", new ColumnKind.Count(), "x", new ColumnKind.Positive()), zero.kinds());
    assertEquals(Map.of(), zero.relations());
    assertEquals(
        Map.of("id", new Relation.Beyond(List.of(), "id - 3", Comparison.AT_LEAST, "3")),
        of(Set.of(), "id >= 3").relations());
    String first = "1970-01-01"; // the day zero
    assertEquals(
        Map.of("day", new Relation.Beyond(List.of(), "day - " + first, Comparison.AT_LEAST, first)),
        of(Set.of(), "day >= " + first).relations());
  }

  @Test
  void aDeclaredKindStaysWithinRequiredBounds() throws IOException {
    TableSource table =
        Tables.of("x,y,z,angle", 60, i -> List.of(i / 100.0, i * i % 37, i % 7 - 0.5, i % 9));
    List<String> texts = List.of("0 <= x <= 1", "y >= 0", "z <= 9", "z >= -2", "0 <= angle <= 10");
    TableSchema schema =
        TableScan.all()
            .withKind("x", new ColumnKind.Real())
            .withKind("y", new ColumnKind.Whole())
            .withKind("z", new ColumnKind.Bounded(-1, 20))
            .withKind("angle", new ColumnKind.Circular(10))
            .requiring(Requirements.of(texts, table, Set.of()))
            .of(table, Missing.MODEL);
    assertEquals(
        List.of("bounded:0..1", "count", "bounded:-1..9", "circular:10"),
        schema.modelled().stream().map(column -> column.kind().text()).toList());
    Expect.rejected(
        "bounded:LOW..HIGH needs LOW below HIGH, got bounded:2..1",
        () -> new ColumnKind.Bounded(2, 5).within(new ColumnKind.Bounded(0, 1)));
  }

  @Test
  void datesHaveDaysBetweenThem() throws IOException {
    Requirements found = of(Set.of(), "until >= day");
    assertEquals(
        Map.of("until", beyond("day", "until - day", Comparison.AT_LEAST, "2024-04-30")),
        found.relations());
    assertEquals(Map.of("until - day", new ColumnKind.Count()), found.kinds());
  }

  @Test
  void aColumnOfWholeNumbersWithoutRepeatsNumbersTheRows() throws IOException {
    Requirements found = of(Set.of(), "unique(id)");
    assertEquals(Map.of("id", new Relation.Numbered(8)), found.relations());
    assertEquals(List.of(List.of("id")), found.keys());
    assertEquals(Map.of(), of(Set.of(), "unique(a, day)").relations());
    assertEquals(Map.of(), of(Set.of("id"), "unique(id)").relations(), "given numbers are kept");
    TableSource large = Tables.of("k", "1", "9007199254740992");
    assertEquals(Map.of(), Requirements.of(List.of("unique(k)"), large, Set.of()).relations());
    assertEquals(
        Map.of("id", new Relation.Beyond(List.of(), "9 - id", Comparison.BELOW, "9")),
        of(Set.of(), "unique(id)", "id < 9").relations(),
        "further numbers reach the bound");
  }

  @Test
  void aSumIsSolvedForAColumnThatIsNotGiven() throws IOException {
    TableSource sums = Tables.of("u,v,w", "1,2,3");
    Relation.Linear sum = new Relation.Linear(List.of("u", "v"), List.of(1.0, 1.0), 0);
    List<String> texts = List.of("w = u + v");
    for (Set<String> given : List.of(Set.<String>of(), Set.of("u"), Set.of("u", "v", "w"))) {
      assertEquals(Map.of("w", sum), Requirements.of(texts, sums, given).relations());
    }
    assertEquals(
        Map.of("u", sum.solved("w", 0)), Requirements.of(texts, sums, Set.of("w")).relations());
    assertEquals(
        Map.of("v", sum.solved("w", 1)),
        Requirements.of(texts, sums, Set.of("u", "w")).relations());
  }

  @Test
  void aRowThatBreaksOneIsNamedWithItsValues() {
    assertEquals(
        "t, row 1, column a is \"1\", column b is \"1\", but \"b > a\" is required",
        refused("c > a", "b > a"));
    assertEquals("t, row 3, column x is \"1\", but \"x < 1\" is required", refused("x < 1"));
    TableSource repeated = Tables.of("k", "u", "v", "u");
    Expect.rejected(
        "t, row 3, column k is \"u\", as in row 1, but \"unique(k)\" is required",
        () -> Requirements.of(List.of("unique(k)"), repeated, Set.of()));
    TableSource gaps = Tables.of("k,j", "u,", "u,");
    Expect.rejected(
        "t, row 2, column k is \"u\", column j is missing, as in row 1, but \"unique(k, j)\"",
        () -> Requirements.of(List.of("unique(k,j)"), gaps, Set.of()));
  }

  @Test
  void requirementsThatNoDistancesMeetAreRefused() {
    assertTrue(refused("a <= b", "b <= c", "c <= b").contains("go round in a circle"));
    assertTrue(refused("0 <= a", "a <= b", "b <= 9").contains("bound them from several sides"));
    assertTrue(
        refused("day >= 2024-01-01", "day <= 2024-12-31")
            .contains("bound them from several sides"));
    assertTrue(refused("c >= a", "c > b").contains("with and without equality"));
    assertTrue(refused("a <= day").contains("expected numbers, dates or timestamps in both"));
    TableSource clocks = Tables.of("from,to", "22:30,06:15");
    Expect.rejected(
        "got \"06:15\", expected a number, a date or a timestamp to compare",
        () -> Requirements.of(List.of("from >= to"), clocks, Set.of()));
  }

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
    String message = Expect.message(IllegalArgumentException.class, () -> parsed(text));
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
            new Equation(
                "c", new Relation.Linear(List.of("start", "a b"), List.of(1.0, -2.5), 3.0))),
        parsed("start - 2.5 * a b + 3 = c"));
    assertEquals(
        List.of(new Equation("end", new Relation.Linear(List.of("start"), List.of(-1.0), 0))),
        parsed("end = -start"));
    assertEquals(
        List.of(new Equation("end", new Relation.Linear(List.of("c"), List.of(2.0), 0))),
        parsed("c + c == end"));
  }

  /** The first column of the sum is the one that follows. */
  @Test
  void sumsNeedNoColumnAlone() {
    assertEquals(
        List.of(
            new Equation(
                "start", new Relation.Linear(List.of("end", "c"), List.of(-1.0, -1.0), 100))),
        parsed("start + end + c = 100"));
    assertEquals(
        List.of(
            new Equation(
                "start", new Relation.Linear(List.of("c", "end"), List.of(-0.5, 0.5), -1.5))),
        parsed("2 * start + c = end - 3"));
    assertEquals(
        List.of(new Equation("a - b", new Relation.Linear(List.of("c"), List.of(2.0), 0))),
        Requirement.parse("2 * c = a - b", List.of("a - b", "c")));
    assertEquals(
        List.of(new Equation("a - b", new Relation.Linear(List.of("c"), List.of(1.0), 3))),
        Requirement.parse("c + 3 = a - b", List.of("a - b", "c")));
  }

  @Test
  void productsHavePowersSharesAndAConstant() {
    assertEquals(
        List.of(
            new Equation(
                "end",
                new Relation.Product(
                    2, List.of(new Relation.Factor("a b", 1), new Relation.Factor("start", -2))))),
        parsed("2 * a b / start ^2 = end"));
    assertEquals(
        List.of(
            new Equation(
                "a-b/c",
                new Relation.Product(
                    0.5,
                    List.of(new Relation.Factor("d*", 1), new Relation.Factor("e", 1, 1, -1))))),
        Requirement.parse("a-b/c = d* / 2 / (1+e)", List.of("a-b/c", "d*", "e")));
    assertEquals(
        List.of(new Equation("end", new Relation.Linear(List.of("c"), List.of(2.0), 0))),
        parsed("end = 2*c"));
    assertEquals(parsed("end = a b * (1 - 0.01 * c)"), parsed("a b * (1 - c / 100) = end"));
    assertEquals(parsed("end = c / start"), parsed("c/start = end"));
  }

  @Test
  void multiplesHaveTheirNumberOnEitherSide() {
    assertEquals(parsed("end = 0.5 * c"), parsed("end = c / 2"));
    assertEquals(parsed("end = 0.19 * c"), parsed("19 * c / 100 = end"));
    assertEquals(
        List.of(new Equation("c", new Relation.Linear(List.of("end"), List.of(0.5), -1.5))),
        parsed("2 * c = end - 3"));
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
    assertRefused("start + c = c + 3", "expected a sum of other columns");
    assertRefused("end = 3", "expected a sum of other columns");
    assertRefused("end = end + c", "expected a sum of other columns");
    assertRefused("end = c * begin", "\"c * begin\" is neither a column nor a number");
    assertRefused("end = 0 * c * start", "expected a finite constant other than zero, got 0.0");
    assertRefused("end = 0 * c", "expected a finite slope other than zero");
    assertRefused("end = c * c", "\"c * c\" is neither a column nor a number");
    assertRefused("3 = c * start", "\"3\" is neither a column");
    assertRefused("end + 1 = c * start", "\"end + 1\" is neither a column");
    assertRefused("unique()", "\"\" is neither a column");
    assertRefused("unique(key)", "\"key\" is neither a column");
  }
}
