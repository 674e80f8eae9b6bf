package io.github.tfflows.tables.derived;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DerivedCellsTest {
  private static TableColumn column(String name, int decimals) {
    NumberCoding coding =
        new NumberCoding(Scale.PLAIN, 0, decimals, NumberCoding.Range.ALL, List.of(), Lattice.NONE);
    return new TableColumn(name, new ColumnKind.Real(), coding, 0);
  }

  private static DerivedCells product(int decimals, int power) {
    Relation rule =
        new Relation.Product(
            0.5, List.of(new Relation.Factor("a", 1), new Relation.Factor("b", power)));
    return DerivedCells.of(
        List.of(new DerivedColumn(column("y", 2), 2, rule)),
        List.of(column("a", 1), column("b", decimals)));
  }

  @Test
  void squaresKeepTheSignOfTheDraw() {
    DerivedCells cells = product(1, 2);
    assertEquals(List.of("2", -3.0, "9"), cells.completed(List.of("2", "", "9"), draws(-5.0)));
    assertEquals(List.of("2", 3.0, "9"), cells.completed(List.of("2", "", "9"), draws(5.0)));
    assertEquals(List.of(), cells.completed(List.of("2", "", "8"), draws(5.0)), "no decimal fits");
  }

  @Test
  void aDrawWithTheRoundedProductIsKept() {
    DerivedCells cells = product(NumberCoding.ALL_DECIMALS, 1);
    double draw = 1.5012;
    assertEquals(List.of("2", draw, "1.5"), cells.completed(List.of("2", "", "1.5"), draws(draw)));
  }

  /** The products are 0.35 times numbers of which some round to others. */
  @Test
  void aDrawIsRoundedToTheSideThatHasTheProduct() {
    DerivedCells cells = product(2, 1);
    List<String> above = List.of("0.7", "", "0.71");
    assertEquals(List.of("0.7", 2.02, "0.71"), cells.completed(above, draws(2.0143)));
    List<String> below = List.of("0.7", "", "0.69");
    assertEquals(List.of("0.7", 1.98, "0.69"), cells.completed(below, draws(1.9857)));
  }

  /** The means of whole numbers are rounded to whole ones. */
  @Test
  void aDrawIsMovedToTheNextNumberWithTheRoundedMean() {
    Relation.Linear mean = new Relation.Linear(List.of("a", "b"), List.of(0.5, 0.5), 0);
    DerivedCells cells =
        DerivedCells.of(
            List.of(new DerivedColumn(column("y", 0), 2, new Relation.RoundedSum(mean))),
            List.of(column("a", 0), column("b", 1)));
    assertEquals(List.of("2", 6.3, "4"), cells.completed(List.of("2", "", "4"), draws(6.3)));
    assertEquals(List.of("2", 5.5, "4"), cells.completed(List.of("2", "", "4"), draws(3.5)));
    assertEquals(List.of(1.0, "6.3", "4"), cells.completed(List.of("", "6.3", "4"), draws(6.3)));
    Expect.rejected(
        "column y: got \"5\", expected \"4\", since it is 0.5 a + 0.5 b, rounded",
        () -> cells.sources(Map.of("a", "2", "b", "6.3", "y", "5")));
  }

  @Test
  void aValueIsGivenWithAllOfItsBounds() {
    Relation rule =
        new Relation.Beyond(List.of("a", "b"), "y - max(a, b)", Relation.Comparison.AT_LEAST, "");
    DerivedCells cells =
        DerivedCells.of(
            List.of(new DerivedColumn(column("y", 1), 2, rule)),
            List.of(column("a", 1), column("b", 1), column("y - max(a, b)", 1)));
    Expect.rejected(
        "column y: a value can be given only together with its bounds: a, b",
        () -> cells.sources(Map.of("y", "5", "a", "1")));
    assertEquals(
        Map.of("a", "1", "b", "2", "y - max(a, b)", "3"),
        cells.sources(Map.of("y", "5", "a", "1", "b", "2")));
  }

  private static DerivedColumn sum(String name, int place, double slope, NumberCoding.Range range) {
    NumberCoding coding = new NumberCoding(Scale.PLAIN, 0, 1, range, List.of(), Lattice.NONE);
    return new DerivedColumn(
        new TableColumn(name, new ColumnKind.Real(), coding, 0),
        place,
        new Relation.Linear(List.of("a", "b"), List.of(1.0, slope), 0));
  }

  @Test
  void severalSumsTogetherDetermineTheirTerms() {
    NumberCoding.Range all = NumberCoding.Range.ALL;
    DerivedCells cells =
        DerivedCells.of(
            List.of(sum("s", 2, 1, all), sum("d", 3, -1, all)),
            List.of(column("a", 1), column("b", 1)));
    assertEquals(
        List.of(7.0, 3.0, "10", "4"),
        cells.completed(List.of("", "", "10", "4"), List.of(1.0, 2.0, 3.0, -1.0)));
  }

  private static int read(TableSchema schema, double a, double b, double s) throws IOException {
    TableSource row = TableSources.ofMaps("t", List.of(Map.of("a", a, "b", b, "s", s)));
    return TableReader.readAll(row, schema, Missing.DROP).count();
  }

  @Test
  void aSumHasItsKind() throws IOException {
    DerivedColumn any = sum("s", 2, 1, NumberCoding.Range.ALL);
    TableColumn share =
        new TableColumn("s", new ColumnKind.Bounded(0, 1), any.column().coding(), 0);
    TableSchema schema =
        new TableSchema(
            List.of(column("a", 1), column("b", 1)),
            List.of(),
            Conditioning.NONE,
            List.of(any.withColumn(share)));
    assertEquals(1, read(schema, 0.5, 0.2, 0.7));
    assertEquals(0, read(schema, 0.5, 0.2, Double.NaN), "dropped");
    Expect.rejected("column s: got \"1.2\"", () -> read(schema, 0.5, 0.7, 1.2));
  }

  @Test
  void aSumHasTheSignOfTheData() {
    DerivedCells cells =
        DerivedCells.of(
            List.of(sum("d", 2, -1, new NumberCoding.Range(0, 9))),
            List.of(column("a", 1), column("b", 1)));
    List<String> gaps = List.of("", "", "");
    assertEquals(List.of(2.0, 1.0, 1.0), cells.completed(gaps, List.of(2.0, 1.0, 1.0)));
    assertEquals(List.of(), cells.completed(gaps, List.of(1.0, 2.0, -1.0)));
    assertEquals(List.of("1", "2", -1.0), cells.completed(List.of("1", "2", ""), draws(2)));
  }

  /** The sum of two marks, of which no row of the data has both. */
  @Test
  void aSumThatNoRowHasIsDrawnAgain() {
    List<Double> masses = List.of(0.0, 1.0);
    NumberCoding coding =
        new NumberCoding(Scale.PLAIN, 1, 0, new NumberCoding.Range(0, 1), masses, Lattice.NONE);
    List<TableColumn> marks =
        Stream.of("march", "april", "spring")
            .map(name -> new TableColumn(name, new ColumnKind.Whole(), coding, 0))
            .toList();
    Relation.Linear sum = new Relation.Linear(List.of("march", "april"), List.of(1.0, 1.0), 0);
    DerivedCells cells =
        DerivedCells.of(List.of(new DerivedColumn(marks.get(2), 2, sum)), marks.subList(0, 2));
    List<String> gaps = List.of("", "", "");
    assertEquals(List.of(1L, 0L, 1L), cells.completed(gaps, List.of(1L, 0L, 1L)));
    assertEquals(List.of(), cells.completed(gaps, List.of(1L, 1L, 2L)));
    assertTrue(marks.get(2).hasMassOfData(Double.NaN), "a missing one");
    List<String> given = List.of("1", "1", "");
    assertEquals(List.of("1", "1", 2L), cells.completed(given, List.of(1L, 1L, 2L)));
  }

  /** Returns the bytes that a draw of columns and of as many sums, one for each, allocates. */
  private static long allocated(int sums) {
    List<TableColumn> columns = IntStream.range(0, sums).mapToObj(i -> column("x" + i, 1)).toList();
    List<DerivedColumn> derived =
        IntStream.range(0, sums)
            .mapToObj(i -> new Relation.Linear(List.of("x" + i), List.of(2.0), 1))
            .map(sum -> new DerivedColumn(column("y of " + sum.sources(), 1), sums, sum))
            .toList();
    DerivedCells cells = DerivedCells.of(derived, columns);
    List<Object> draws = Collections.nCopies(2 * sums, 1.5);
    List<String> gaps = Collections.nCopies(2 * sums, "");
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20; i++) {
      assertEquals(2 * sums, cells.completed(gaps, draws).size());
    }
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void sumsOfDifferentColumnsAreSolvedEachAlone() {
    long few = allocated(20);
    long many = allocated(160);
    assertTrue(
        many < 30 * few, () -> "%d bytes of eight times as many as of %d".formatted(many, few));
  }

  /** The distance of the draws, on either side, leads from a given column back to its bound. */
  @Test
  void boundsOfGivenColumnsAreAtTheDistanceOfTheDraws() {
    Relation close = new Relation.Beyond(List.of("a"), "b - a", Relation.Comparison.CLOSE, "");
    Relation above = new Relation.Beyond(List.of("b"), "c - b", Relation.Comparison.ABOVE, "");
    DerivedCells cells =
        DerivedCells.of(
            List.of(
                new DerivedColumn(column("b", 1), 1, close),
                new DerivedColumn(column("c", 1), 2, above)),
            List.of(column("a", 1), column("b - a", 1), column("c - b", 1)));
    List<Object> draws = List.of(3.0, 1.0, 1.5);
    assertEquals(draws, cells.completed(List.of("", "", ""), draws));
    assertEquals(List.of(12.0, "10", 10.5), cells.completed(List.of("", "10", ""), draws));
    assertEquals(List.of(11.5, 9.5, "10"), cells.completed(List.of("", "", "10"), draws));
    assertEquals(List.of("30", "10", 10.5), cells.completed(List.of("30", "10", ""), draws));
  }

  private static TableColumn column(String name, ColumnKind kind, int decimals, double least) {
    NumberCoding.Range range = new NumberCoding.Range(least, 9);
    return new TableColumn(
        name, kind, new NumberCoding(Scale.PLAIN, 0, decimals, range, List.of(), Lattice.NONE), 0);
  }

  private static DerivedColumn above(TableColumn column, int place, String... bounds) {
    String distance = column.name() + " - max";
    return new DerivedColumn(
        column,
        place,
        new Relation.Beyond(List.of(bounds), distance, Relation.Comparison.ABOVE, ""));
  }

  /** The cells of a and b, drawn as 3 with y at a distance, if y is given. */
  private static List<Object> below(TableColumn a, String y, double distance) {
    DerivedCells cells =
        DerivedCells.of(
            List.of(above(column("y", 1), 2, "a", "b")),
            List.of(a, column("b", 1), column("y - max", 1)));
    List<Object> all = cells.completed(List.of("", "", y), List.of(3.0, 3.0, 3 + distance));
    return all.subList(0, 2);
  }

  @Test
  void boundsMoveBelowAGivenValueAsFarAsTheirKindsAllow() {
    ColumnKind real = new ColumnKind.Real();
    ColumnKind upToFour = new ColumnKind.Bounded(0, 4);
    assertEquals(List.of(0.0, 0.0), below(column("a", real, 1, 0), "1", 1), "to the least number");
    assertEquals(List.of(4.0, 4.0), below(column("a", upToFour, 1, 0), "5", 1), "to the bound");
    assertEquals(List.of(3.0, 7.0), below(column("a", upToFour, 1, 0), "8", 1), "not beyond it");
    assertEquals(List.of(0.4, -0.5), below(column("a", real, 1, 0), "0.5", 1), "three quarters");
    assertEquals(List.of(4.9, 4.9), below(column("a", 1), "5", 0), "the next decimal");
    int all = NumberCoding.ALL_DECIMALS;
    assertEquals(List.of(Math.nextDown(5.0), 4.9), below(column("a", all), "5", 0));
  }

  /** Between a and z, of which the latter is beyond c, too. */
  @Test
  void aValueBetweenGivenOnesKeepsItsPartOfTheWay() {
    DerivedCells cells =
        DerivedCells.of(
            List.of(above(column("y", 1), 3, "a", "b"), above(column("z", 1), 4, "y", "c")),
            List.of(
                column("a", 1),
                column("b", 1),
                column("c", 1),
                column("y - max", 1),
                column("z - max", 1)));
    List<String> given = List.of("3", "1", "", "", "5");
    assertEquals(
        List.of("3", "1", 3.0, 4.5, "5"),
        cells.completed(given, List.of(3.0, 1.0, 2.0, 9.0, 11.0)));
    assertEquals(
        List.of("3", "1", 3.0, 4.0, "5"), cells.completed(given, List.of(3.0, 1.0, 2.0, 4.0, 6.0)));
  }

  private static List<Object> terms(String sum, List<Double> slopes, List<Double> draws) {
    List<TableColumn> terms =
        Stream.of("a", "b", "c")
            .limit(draws.size())
            .map(name -> column(name, new ColumnKind.Bounded(0, 8), 1, 0))
            .toList();
    Relation rule = new Relation.Linear(terms.stream().map(TableColumn::name).toList(), slopes, 0);
    List<String> given = new ArrayList<>(Collections.nCopies(draws.size(), ""));
    given.add(sum);
    return DerivedCells.of(List.of(new DerivedColumn(column("s", 1), draws.size(), rule)), terms)
        .completed(given, List.copyOf(draws));
  }

  @Test
  void termsOfAGivenSumMoveTowardsTheBoundsOnItsSide() {
    assertEquals(List.of(7.4, 7.6, "15"), terms("15", List.of(1.0, 1.0), List.of(1.0, 3.0)));
    assertEquals(List.of(0.4, 0.6, "1"), terms("1", List.of(1.0, 1.0), List.of(3.0, 5.0)));
    assertEquals(List.of(7.3, 0.3, "7"), terms("7", List.of(1.0, -1.0), List.of(1.0, 3.0)));
    assertEquals(
        List.of(7.5, 7.6, 0.1, "15"), terms("15", List.of(1.0, 1.0, -1.0), List.of(1.0, 3.0, 2.0)));
  }

  /** Any value suits given numbers beyond those of the fit, and either one between two ranges. */
  @Test
  void drawsBeyondOrBetweenRangesHaveTheValueOfTheirRange() {
    Relation rule =
        new Relation.Ranges("a", List.of(1.0, 52.0), List.of(43.0, 90.0), List.of("-1", "1"));
    DerivedCells cells =
        DerivedCells.of(
            List.of(new DerivedColumn(column("sign", 0), 1, rule)), List.of(column("a", 1)));
    for (double number : List.of(-7.0, 30.0, 45.0, 51.0, 60.0, 95.0)) {
      String given = Double.toString(number);
      String value = number < 50 ? "-1" : "1"; // a range begins at the roundest number
      String other = number < 50 ? "1" : "-1";
      List<Object> draws = List.of(number, 0L);
      assertEquals(List.of(number, value), cells.completed(List.of("", value), draws));
      assertEquals(List.of(), cells.completed(List.of("", other), draws), given);
      assertEquals(List.of(given, value), cells.completed(List.of(given, value), draws));
      boolean isOfRange = number == 30 || number == 60;
      assertEquals(
          isOfRange ? List.of() : List.of(given, other),
          cells.completed(List.of(given, other), draws));
    }
  }

  private static List<Object> draws(double b) {
    return List.of(1.0, b, 7.0);
  }
}
