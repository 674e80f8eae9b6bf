package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** One modelled cell of a row, as a density of its own. */
class CellDensityTest {
  private static final Standardize SCALE = new Standardize(List.of(1.0), List.of(2.0));
  private static final PointMasses MASSES = new PointMasses(List.of(-1.0, 0.5, 3.0), 0.25);
  private static final PointMasses LEVELS = new PointMasses(List.of(0.0, 1.0, 2.0), 1);

  /** The columns with missing values. */
  private static final List<Integer> OPTIONAL = List.of(0, 3);

  private static final List<Cell> CELLS =
      List.of(
          new CategoryCell(3, List.of(1, 2, 5), 0.1),
          new CategoryCell(4),
          new NumberCell(Chain.of(SCALE, new Exp()), 1, PointMasses.NONE),
          new NumberCell(SCALE, 7, MASSES),
          new NumberCell.Levelled(new NumberCell(SCALE, 7, LEVELS)),
          new NumberCell(
              SCALE, 7, PointMasses.NONE, Optional.of(new Phases(0, 1, 2)), Optional.empty()));

  private static final double[] ROW = {1, 1, 4, 2, 1.3, 0.7, 1, 0.4};
  private static final double[] LEVELS_OF_P = {0.001, 0.1, 0.35, 0.5, 0.65, 0.9, 0.999};

  private static DensityLab lab() {
    return new DensityLab(
        new TableDensity(
            CELLS, OPTIONAL, Optional.of(DensityLab.flow(4)), Mlp.of(8), Conditioning.ANY));
  }

  /** The context in which only one cell is modelled. */
  private static double[] context(int column, State ofCell, State ofOthers) {
    State[] states = new State[CELLS.size()];
    Arrays.fill(states, ofOthers);
    states[(column + 1) % CELLS.size()] = State.GIVEN;
    states[column] = ofCell;
    return DensityLab.context(List.of(states), Arrays.copyOfRange(ROW, OPTIONAL.size(), 8));
  }

  private static int place(int column) {
    return OPTIONAL.size() + column;
  }

  private static Distribution alone(DensityLab lab, int place) {
    return lab.density.alone(place).orElseThrow();
  }

  private static Values repeated(double value, int times) {
    return Values.of(Shape.of(times, 1), DoubleStream.generate(() -> value).limit(times).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0, PRESENT",
    "0, MODELLED",
    "1, MODELLED",
    "2, MODELLED",
    "3, PRESENT",
    "3, MODELLED",
    "4, MODELLED",
    "5, MODELLED"
  })
  void itIsTheDensityOfTheRow(int column, State ofCell) {
    try (DensityLab lab = lab()) {
      Expr y = lab.bench.input("y", Shape.of(-1, 1));
      List<String> names = lab.bench.parameterNames();
      Expr found = alone(lab, place(column)).logProb(lab.scope, y);
      for (State others : List.of(State.GIVEN, State.ABSENT)) {
        double[] context = context(column, ofCell, others);
        for (double value : new double[] {0, 0.5, 1, 2, 3, 3.1, 17}) {
          double[] row = ROW.clone();
          row[place(column)] = value;
          Map<String, Values> feeds = lab.feeds(1, context);
          feeds.put("y", repeated(value, 1));
          double expected = lab.logProb(List.of(row), context)[0];
          assertEquals(expected, lab.bench.fetch(found, feeds).at(0), 1e-11, "at " + value);
        }
      }
      assertEquals(names, lab.bench.parameterNames(), "no others");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void presenceHasTheProbabilityOfTheBit(int column) {
    try (DensityLab lab = lab()) {
      int bit = OPTIONAL.indexOf(column);
      double[] context = context(column, State.MODELLED, State.GIVEN);
      double[] row = ROW.clone();
      row[bit] = 0;
      double expected = lab.logProb(List.of(row), context)[0];
      Distribution alone = alone(lab, bit);
      Expr both = alone.categories().orElseThrow().logProbs().apply(lab.scope);
      double[] found = lab.bench.fetch(both, lab.feeds(1, context)).entries();
      assertEquals(expected, found[0], 1e-12);
      assertEquals(1, Math.exp(found[0]) + Math.exp(found[1]), 1e-12);
      assertDrawsHaveTheirDensity(lab, alone, context);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, PRESENT", "0, MODELLED", "1, MODELLED"})
  void namesHaveThoseOfTheRow(int column, State ofCell) {
    try (DensityLab lab = lab()) {
      Map<String, Values> feeds = lab.feeds(1, context(column, ofCell, State.GIVEN));
      Expr whole = lab.density.categories().orElseThrow().logProbs().apply(lab.scope);
      Expr alone = alone(lab, place(column)).categories().orElseThrow().logProbs().apply(lab.scope);
      double[] found = lab.bench.fetch(alone, feeds).entries();
      double[] expected = lab.bench.fetch(whole, feeds).entries();
      assertArrayEquals(Arrays.copyOf(expected, found.length), found, 1e-12);
      assertEquals(((CategoryCell) CELLS.get(column)).size(), found.length);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, MODELLED", "3, PRESENT", "3, MODELLED", "4, MODELLED"})
  void numbersHaveTheDistributionFunctionsOfTheRow(int column, State ofCell) {
    try (DensityLab lab = lab()) {
      int count = LEVELS_OF_P.length;
      Map<String, Values> feeds = lab.feeds(count, context(column, ofCell, State.GIVEN));
      Expr p = lab.bench.input("p", Shape.of(-1, 1));
      feeds.put("p", Values.of(Shape.of(count, 1), LEVELS_OF_P));
      Marginals whole = lab.density.conditional().orElseThrow().marginals();
      Marginals alone = alone(lab, place(column)).marginals().orElseThrow();
      Expr x = alone.quantile().at(lab.scope, p);
      assertEqual(lab, feeds, whole.quantile().at(lab.scope, p), x);
      assertEqual(
          lab,
          feeds,
          whole.upperQuantile().at(lab.scope, p),
          alone.upperQuantile().at(lab.scope, p));
      assertEqual(lab, feeds, whole.cdf().at(lab.scope, x), alone.cdf().at(lab.scope, x));
      assertEqual(lab, feeds, whole.survival().at(lab.scope, x), alone.survival().at(lab.scope, x));
      whole
          .presence()
          .filter(unused -> OPTIONAL.contains(column))
          .ifPresent(
              of ->
                  assertEqual(
                      lab,
                      feeds,
                      of.at(lab.scope, x),
                      alone.presence().orElseThrow().at(lab.scope, x)));
    }
  }

  private static void assertEqual(
      DensityLab lab, Map<String, Values> feeds, Expr expected, Expr found) {
    Values values = lab.bench.fetch(expected, feeds);
    assertTrue(values.allFinite(), values::toString);
    assertArrayEquals(values.entries(), lab.bench.fetch(found, feeds).entries(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void drawsHaveTheirDensity(int column) {
    State ofCell = OPTIONAL.contains(column) ? State.PRESENT : State.MODELLED;
    try (DensityLab lab = lab()) {
      double[] context = context(column, ofCell, State.GIVEN);
      assertDrawsHaveTheirDensity(lab, alone(lab, place(column)), context);
    }
  }

  private static void assertDrawsHaveTheirDensity(
      DensityLab lab, Distribution alone, double... context) {
    Sample drawn = alone.sample(lab.scope, lab.bench.noise(100, 3, 1));
    Expr expected = alone.logProb(lab.scope, drawn.value());
    List<Values> both =
        lab.bench.fetchAll(List.of(drawn.logProb(), expected), lab.feeds(100, context));
    assertTrue(both.get(1).allFinite(), both.get(1)::toString);
    assertArrayEquals(both.get(1).entries(), both.get(0).entries(), 1e-9);
  }

  /** Its quantiles would be those of rests. */
  @Test
  void aNumberWithPhasesHasNoDistributionFunctions() {
    try (DensityLab lab = lab()) {
      assertEquals(Optional.empty(), alone(lab, place(5)).marginals());
    }
  }

  @Test
  void cellsOfOtherTablesAreNotAlone() {
    TableDensity density =
        new TableDensity(
            CELLS, OPTIONAL, Optional.of(DensityLab.flow(4)), Mlp.of(8), Conditioning.NONE);
    assertEquals(Optional.empty(), density.alone(3));
  }
}
