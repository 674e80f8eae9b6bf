package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.FullNormal;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.Trainability;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.Ramp;
import io.github.tfflows.tables.flow.RandomStates;
import io.github.tfflows.tables.stacking.Gaussians;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/**
 * Parts of a table's density: layouts of rows and their random states, phases of days, lines and
 * Gaussians.
 */
class RowLayoutTest {
  private static final RowLayout LAYOUT = new RowLayout(3, List.of(0, 2));

  @Test
  void bitsComeBeforeValues() {
    assertEquals(5, LAYOUT.size());
    assertEquals(Optional.of(1), LAYOUT.bit(2));
    assertEquals(Optional.empty(), LAYOUT.bit(1));
    assertEquals(3, LAYOUT.value(1));
  }

  @Test
  void bitsOfGivenColumnsComeAfterValues() {
    RowLayout given = new RowLayout(3, List.of(0, 2), RowLayout.Order.VALUES_FIRST);
    assertEquals(5, given.size());
    assertEquals(Optional.of(4), given.bit(2));
    assertEquals(Optional.empty(), given.bit(1));
    assertEquals(1, given.value(1));
    Rows context = Rows.of(new float[][] {{5, 6, 7, 0, 1}});
    assertArrayEquals(new float[] {Float.NaN}, given.values(context, 0));
    assertArrayEquals(new float[] {7}, given.values(context, 2));
    assertTrue(given.isMissing(context, 0, 0));
    assertArrayEquals(new int[] {0}, given.rowsWith(context, 2));
  }

  @Test
  void contextsHaveTheGivenValuesAndTellOfMissingOnes() {
    Rows x = Rows.of(new float[][] {{1, 0, 5, 6, 7}, {0, 1, 8, 9, 10}});
    Rows context = LAYOUT.context(x, (row, column) -> column == 1 ? State.MODELLED : State.GIVEN);
    assertArrayEquals(new float[] {2, 1, 3, 5, 0, 0, 3, 1, 2, 0, 0, 10}, context.values());
  }

  @Test
  void aGivenCellIsMissingWhereTheFitHasGapsAndElseNotGiven() {
    Rows x = Rows.of(new float[][] {{0, 1, 5, Float.NaN, 7}});
    RowLayout.States states = LAYOUT.given(x, List.of(0, 1), LAYOUT::stateThere);
    assertEquals(State.GIVEN, states.of(0, 0));
    assertEquals(State.MODELLED, states.of(0, 1));
    assertEquals(State.PRESENT, states.of(0, 2));
  }

  @Test
  void notANumberIsMissing() {
    Rows x = Rows.of(new float[][] {{1, 1, 5, Float.NaN, Float.NaN}});
    assertFalse(LAYOUT.isMissing(x, 0, 0));
    assertTrue(LAYOUT.isMissing(x, 0, 1) && LAYOUT.isMissing(x, 0, 2));
    Rows context = LAYOUT.context(x, (row, column) -> State.GIVEN);
    assertArrayEquals(new float[] {2, 0, 3, 5, 0, 0}, context.values());
  }

  /** Hours in seconds, of days that begin at -1,800. */
  private static final Phases HOURS = new Phases(-1_800, 3_600, 24);

  @Test
  void theRestIsTheSameForEachPhaseOfADay() {
    double day = 86_400;
    for (int hour = 0; hour < 24; hour++) {
      assertEquals(day / 2 - 1_800, HOURS.rest(3_600 * hour), 1e-6);
      assertEquals(day / 2 - 1_800 - 3 * day, HOURS.rest(3_600 * hour - 3 * day), 1e-6);
    }
    assertEquals(-1_800, HOURS.rest(5_400), 1e-6, "the beginning of a phase");
  }

  private static double[] read(List<Ramp> ramps, double... row) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(1, row.length));
      Expr read = Ramp.read(ramps, x);
      return bench.fetch(read, Map.of("x", Values.rows(Shape.of(row.length), row))).entries();
    }
  }

  @Test
  void linesOfSeveralNumbersAreReadAtOnceInTheirOrder() {
    List<Ramp> ramps =
        List.of(
            new Ramp(0, false, 3, 2, 1, 40),
            new Ramp(2, true, 1, 0.5, 0, 40),
            new Ramp(1, false, 0, 1, 0, 1),
            new Ramp(2, false, 0, 1, 0, 40),
            new Ramp(2, true, 0, 1, 0, 1));
    double[] found = read(ramps, 5, -7, Math.exp(3));
    assertArrayEquals(new double[] {3, 1, -1, Math.exp(3), 1}, found, 1e-12);
  }

  @Test
  void aNumberThatOthersNeedNoLogarithmOfMayBeNegative() {
    List<Ramp> ramps = List.of(new Ramp(0, false, 0, 1, 0, 40), new Ramp(1, true, 0, 1, 0, 40));
    assertArrayEquals(new double[] {-2, 0}, read(ramps, -2, 1), 1e-12);
  }

  /** By the means and covariances that the parameters stand for. */
  @Test
  void isTheMixtureOfGaussiansWithTheseMeansAndCovariances() {
    Weights weights =
        new Weights(
            Map.of(
                "logits", array(Shape.of(2), Math.log(0.25), Math.log(0.75)),
                "shifts", array(Shape.of(2, 2), 0, 0, 1, 4),
                "lower", array(Shape.of(2, 2, 2), 7, 7, 7, 7, 7, 7, -1, 7),
                "log_diagonal", array(Shape.of(2, 2), 0, 0, 0, Math.log(2))));
    // Of the first, z = (x, y + 7x). Of the second, z = (x, 2y - x) - (1, 4).
    FullNormal first = normal(List.of(0.0, 0.0), 1, -7, 50);
    FullNormal second = normal(List.of(1.0, 2.5), 1, 0.5, 0.5);
    Mixture expected = new Mixture(List.of(first, second), List.of(0.25, 0.75), Trainability.FIXED);
    float[][] rows = {{0, 0}, {1, 2.5f}, {-1, 6}, {3, -2}};
    try (CompiledDistribution model =
            CompiledDistribution.compile(new Gaussians(2, 2), 0, weights, Execution.defaults());
        CompiledDistribution mixture = CompiledDistribution.compile(expected, 0)) {
      assertArrayEquals(mixture.logProb(rows), model.logProb(rows), 1e-4f);
    }
  }

  private static Weights.Array array(Shape shape, double... values) {
    return new Weights.Array(shape, values);
  }

  private static FullNormal normal(List<Double> mean, double xx, double xy, double yy) {
    return FullNormal.fixed(mean, List.of(List.of(xx, xy), List.of(xy, yy)));
  }

  @Test
  void rejectsPlacesPhasesAndMixturesThatAreNone() {
    Expect.rejected("columns must be at least 1, got 0", () -> new RowLayout(0, List.of()));
    Expect.rejected("from 0 to 1 in ascending order, got [2]", () -> new RowLayout(2, List.of(2)));
    Expect.rejected("got [1, 0]", () -> new RowLayout(2, List.of(1, 0)));
    Expect.rejected(
        "expected at least two phases of a positive length, got 1 of 2.0 from 0.0 on",
        () -> new Phases(0, 2, 1));
    Expect.rejected("components must be at least 1, got 0", () -> new Gaussians(0, 2));
    Expect.rejected("dimension must be at least 1, got 0", () -> new Gaussians(3, 0));
  }

  private static final int ROWS = 2_000;
  private static final RowLayout WITH_GAPS = new RowLayout(3, List.of(1));

  /** Rows of a bit and three categories; every third one lacks the second. */
  private static Data rows() {
    float[][] rows = new float[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = new float[] {i % 3 == 0 ? 0 : 1, i % 3, i % 2, i % 4};
    }
    return Data.of(rows);
  }

  @Test
  void rowsKeepTheirWeights() {
    float[] weights = new float[ROWS];
    Arrays.fill(weights, 3, 9, 0.5f);
    DataSource source = DataSource.of(rows().weighted(weights));
    Data first = new RandomStates(WITH_GAPS, source, 1).pass(0).findFirst().orElseThrow();
    assertArrayEquals(weights, first.weights().values());
  }

  private static float[] context(long seed, int epoch) {
    RandomStates states = new RandomStates(WITH_GAPS, DataSource.of(rows()), seed);
    return states.pass(epoch).findFirst().orElseThrow().context().values();
  }

  @Test
  void equalSeedsGiveEqualStatesAndNeighboursOthers() {
    assertArrayEquals(context(1, 1), context(1, 1));
    assertFalse(Arrays.equals(context(1, 1), context(2, 0)));
    assertFalse(Arrays.equals(context(1, 1), context(1, 0)));
  }

  @Test
  void aQuarterOfTheRowsAreModelledWholeAndNoneNotAtAll() {
    float[] context = context(7, 0);
    int whole = 0;
    int absent = 0;
    int given = 0;
    for (int row = 0; row < ROWS; row++) {
      int modelled = 0;
      for (int column = 0; column < 3; column++) {
        float state = context[6 * row + column];
        given += state == State.GIVEN.code() || state == State.GIVEN_MISSING.code() ? 1 : 0;
        modelled += state == State.MODELLED.code() || state == State.PRESENT.code() ? 1 : 0;
        assertTrue(state != State.PRESENT.code() || (column == 1 && row % 3 > 0), "row " + row);
        absent += context[6 * row + column] == State.ABSENT.code() ? 1 : 0;
      }
      boolean isKnownToLackIt = context[6 * row + 1] == State.GIVEN_MISSING.code();
      assertTrue(modelled > 0 || isKnownToLackIt, "row " + row);
      whole += modelled == 3 ? 1 : 0;
    }
    assertTrue(whole > 0.25 * ROWS && whole < 0.5 * ROWS, "modelled whole: " + whole);
    assertTrue(given > 0.3 * 3 * ROWS, "given: " + given);
    assertTrue(absent > 0.02 * ROWS, "absent: " + absent);
  }

  /** A third of the rows lack the second value: in each state, whatever else is given. */
  @Test
  void noStateDependsOnWhatIsMissing() {
    int[] rows = new int[State.values().length];
    int[] missing = new int[State.values().length];
    for (int epoch = 0; epoch < 10; epoch++) {
      float[] context = context(5, epoch);
      for (int row = 0; row < ROWS; row++) {
        int state = (int) context[6 * row + 1];
        rows[state]++;
        missing[state] += row % 3 == 0 ? 1 : 0;
      }
    }
    int modelled = (int) State.MODELLED.code();
    int given = (int) State.GIVEN.code();
    int present = (int) State.PRESENT.code();
    int without = (int) State.GIVEN_MISSING.code();
    assertEquals(1 / 3.0, missing[modelled] / (double) rows[modelled], 0.015);
    int known = rows[given] + rows[present] + rows[without];
    assertEquals(1 / 3.0, rows[without] / (double) known, 0.02);
    assertEquals(0, missing[given] + missing[present]);
  }
}
