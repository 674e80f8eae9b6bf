package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.tables.density.PiecewiseEncoding;
import io.github.tfflows.tables.density.Ramp;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class PiecewiseEncodingTest {
  private static final int ROWS = 6_400;

  private static double[] encoded(Workbench bench, List<Double> knots, double... numbers) {
    try (bench) {
      Expr x = bench.input("x", Shape.of(numbers.length, 1));
      Expr read = Ramp.read(new PiecewiseEncoding(knots).ramps(0), x);
      return bench.fetch(read, Map.of("x", Values.rows(Shape.of(1), numbers))).entries();
    }
  }

  private static WeightedNumbers numbers(int count, IntToDoubleFunction number) {
    double[] all = IntStream.range(0, count).mapToDouble(number).toArray();
    float[] single = new float[count];
    IntStream.range(0, count).forEach(i -> single[i] = (float) all[i]);
    Data data = Data.of(Rows.of(single, 1));
    return WeightedNumbers.of(data, data.x(), 0, IntStream.range(0, count).toArray());
  }

  @Test
  void tellsHowMuchOfEachIntervalIsBelowANumber() {
    assertArrayEquals(
        new double[] {-1, -1, 0, -1, 1, -1, 1, 0.5, 1, 1},
        encoded(Workbench.float64(), List.of(0.0, 1.0, 3.0), -7, 0.5, 1, 2.5, 9));
  }

  @Test
  void isFiniteAtTheEdgesOfSinglePrecision() {
    double gap = 2e-30;
    double[] found =
        encoded(Workbench.float32(), List.of(0.0, gap, 3e38), -3e38, 0, gap / 2, gap, 1, 3e38);
    assertArrayEquals(new double[] {-1, -1, -1, -1, 0, -1, 1, -1, 1, -1, 1, 1}, found, 1e-6);
  }

  @Test
  void rejectsKnotsThatDoNotAscend() {
    Expect.rejected(
        "expected at least two knots, got [1.0]", () -> new PiecewiseEncoding(List.of(1.0)));
    Expect.rejected(
        "expected knots in ascending order, got [1.0, 1.0]",
        () -> new PiecewiseEncoding(List.of(1.0, 1.0)));
  }

  @Test
  void intervalsHaveEqualSharesOfTheNumbers() {
    List<Double> knots = numbers(ROWS, i -> Math.pow(i / (ROWS - 1.0), 3)).knots(64);
    assertEquals(17, knots.size());
    for (int i = 0; i < knots.size(); i++) {
      assertEquals(i / 16.0, Math.cbrt(knots.get(i)), 1e-3);
    }
  }

  @Test
  void eachOfFewNumbersIsAnEnd() {
    List<Double> hours = DoubleStream.iterate(0, hour -> hour + 1).limit(24).boxed().toList();
    assertEquals(hours, numbers(ROWS, i -> i % 24).knots(64));
  }

  @Test
  void aNumberOfNearlyAllRowsLeavesIntervalsToTheOthers() {
    List<Double> knots = numbers(ROWS, i -> i % 10 == 0 ? i : 0).knots(64);
    assertEquals(List.of(0.0, 10.0), knots.subList(0, 2), "zero has a step of its own");
    assertTrue(knots.size() > 12, knots::toString);
    assertTrue(knots.get(knots.size() * 2 / 3) > 500, knots::toString);
  }

  @Test
  void fewRowsHaveFewIntervals() {
    assertEquals(1 + 640 / 64, numbers(640, i -> i).knots(64).size());
    assertEquals(1 + 4, numbers(20, i -> i).knots(64).size());
    assertEquals(1 + 8, numbers(ROWS, i -> i).knots(8).size());
    assertEquals(Optional.empty(), numbers(ROWS, i -> i % 2).encoding(64), "a step already");
  }
}
